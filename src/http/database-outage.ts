// Tells "the database cannot answer just now" from a mistake of ours: the first is worth a retry, the second is not.

/** SQLSTATE classes and codes of passing trouble (PostgreSQL, appendix A). */
const PASSING = [
  /^08/, // connection lost or refused
  /^53/, // out of connections, memory or disk
  /^57P0/, // shutting down, crashed, starting up
  /^57014$/, // statement time-out
  /^55P03$/, // lock time-out
  /^25P0[34]$/, // a transaction took too long
  /^40(001|P01)$/, // serialisation failure, deadlock
  /^26000$/, // what the connection had prepared is gone, such as for a time-out while it was prepared
];
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN']);
/** `pg` gives these no code. */
const SENTENCES =
  /^timeout exceeded when trying to connect|^Connection terminated|^Client has encountered a connection error/;

/** True for a lost or refused connection, a full pool, a time-out or a deadlock, however deep it is wrapped. */
export function isDatabaseOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && (NETWORK.has(code) || PASSING.some((form) => form.test(code)))) return true;
  if (SENTENCES.test(error.message)) return true;
  // One address after another was tried (happy eyeballs).
  if (error instanceof AggregateError && error.errors.some((one) => isDatabaseOutage(one, depth + 1)))
    return true;
  return isDatabaseOutage(error.cause, depth + 1);
}
