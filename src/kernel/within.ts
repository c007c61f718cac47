// An answer within a time, or none: for questions whose asker cannot wait.

/** Nobody waits any longer; whether it is done all the same, is not known. */
export class OutOfTime extends Error {
  override name = 'OutOfTime';
}

/**
 * Rejects with OutOfTime after `limitMs` if `work` has not settled by then. The work itself goes on; what becomes of it
 * is not heard.
 */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new OutOfTime(`no answer within ${limitMs} ms`)), limitMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
