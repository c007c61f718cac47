// The end of a process: told by a signal, closed in order, and held up by nothing that hangs.
import type { Log } from './log.ts';
import { within } from './within.ts';

/** Resolves when the process is told to end, by SIGTERM or by Ctrl-C. */
export function toldToEnd(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  return promise;
}

/**
 * Ends the process once all is closed. Whatever still works then, for a client that was cut off, has nothing left to
 * work with, and nobody waits for it. Exit code 1 where closing failed or takes longer than `limitMs`, such as with a
 * database that has fallen silent.
 */
export async function endProcess(closed: Promise<void>, { log, limitMs }: Ending): Promise<never> {
  try {
    await within(limitMs, closed);
    log.info('ended');
    process.exit(0);
  } catch (error) {
    log.error({ err: error, open: process.getActiveResourcesInfo() }, 'ended before all was closed');
    process.exit(1);
  }
}

interface Ending {
  log: Log;
  /** Less than what a host leaves between SIGTERM and SIGKILL. */
  limitMs: number;
}
