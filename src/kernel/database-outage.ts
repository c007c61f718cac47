// Tells "the database cannot answer just now" from a mistake of ours, and from what a client broke off: only the first
// is an outage.
import { DriverException } from '@mikro-orm/core';
import { OutOfTime } from './within.ts';

/** SQLSTATE classes and codes of passing trouble (PostgreSQL, appendix A). */
const PASSING = [
  /^08/, // connection lost or refused
  /^28/, // the login is refused: its password is just being changed, or is wrong
  /^3D000$/, // there is no such database, or not yet
  /^53/, // out of connections, memory or disk
  /^57P0/, // shutting down, crashed, starting up
  /^57014$/, // statement time-out
  /^55P03$/, // lock time-out
  /^25P0[34]$/, // a transaction took too long
  /^40(001|P01)$/, // serialisation failure, deadlock
  /^25006$/, // it only reads: another one is the primary now, or will be
  /^26000$/, // what the connection had prepared is gone, such as for a time-out while it was prepared
];
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** `pg` gives these no code. The last but one is our own patience, the last what a process hears while it ends. */
const SENTENCES =
  /^timeout exceeded when trying to connect|^Connection terminated|^Client has encountered a connection error|^Query read timeout|^Cannot use a pool after calling end/;

/** What came from the pool's own connections. A socket's ECONNRESET alone does not tell whose socket it was. */
const ofDatabase = new WeakSet<Error>();

/** Marks what PostgreSQL, or the way to it, threw; for whoever speaks with it past the mapper. Gives it back. */
export function blameDatabase(error: unknown): unknown {
  if (error instanceof Error) ofDatabase.add(error);
  return error;
}

/** The same for whatever `asking` rejects with. */
export async function blamingDatabase<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    throw blameDatabase(error);
  }
}

/**
 * True for a lost or refused connection, a refused login, a full pool, a time-out or a deadlock of PostgreSQL, however
 * deep it is wrapped. The same codes from anybody else's socket are no outage of the database.
 */
export function isDatabaseOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  if (isOfDatabase(error)) return isPassing(error);
  return isDatabaseOutage(error.cause, depth + 1);
}

/**
 * True for what will fail however often it is tried: PostgreSQL refused the very values, or it is not PostgreSQL that
 * failed. Our own patience proves neither.
 */
export function isRefusal(error: unknown, depth = 0): boolean {
  if (error instanceof OutOfTime) return false;
  if (!(error instanceof Error) || depth > 4) return true;
  return isOfDatabase(error) ? isOfValues(error) : isRefusal(error.cause, depth + 1);
}

/** Data that no column takes, and constraints. */
const isOfValues = (error: Error): boolean => /^2[23]/.test(codeOf(error));

/** True where PostgreSQL ended what took us too long: it is there, and may end the same again each time. */
export function isDatabaseTimeOut(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 8) return false;
  return TIME_OUTS.has(codeOf(error)) || isDatabaseTimeOut(error.cause, depth + 1);
}

/** Not the wait for a lock: that is somebody else's time. */
const TIME_OUTS = new Set(['57014', '25P03', '25P04']);

const isOfDatabase = (error: Error): boolean => ofDatabase.has(error) || error instanceof DriverException;

function isPassing(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  const code = codeOf(error);
  if (NETWORK.has(code) || PASSING.some((form) => form.test(code))) return true;
  if (SENTENCES.test(error.message)) return true;
  // One address after another was tried (happy eyeballs).
  if (error instanceof AggregateError && error.errors.some((one) => isPassing(one, depth + 1))) return true;
  return isPassing(error.cause, depth + 1);
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';
