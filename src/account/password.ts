// Passwords: argon2id with the parameters that OWASP names as its minimum (19 MiB, two passes, one lane).
import { hash, verify } from '@node-rs/argon2';
import { FluxError } from '../kernel/errors.ts';

// Argon2id is the library's default algorithm.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** 76 MiB in all: as many as Node has threads for it. */
const MOST_AT_ONCE = 4;
/** Some 100 runs are about a second's work: who comes later is better told than kept waiting. */
const MOST_WAITING = 100;

/** Throws UNAVAILABLE when too many passwords are being worked on. */
export async function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normalise(password), COST));
}

/**
 * With a null hash (no such account, or none with a password) the same work is done and the answer is no, so that time
 * tells nobody who has one. Throws UNAVAILABLE when too many passwords are being worked on.
 */
export async function passwordMatches(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await inTurn(() => verify(passwordHash ?? NOBODYS_HASH, normalise(password)));
  return matches && passwordHash !== null;
}

/** "é" is one character on one keyboard and two on another (NIST SP 800-63B 3.1.1.2). */
export const normalise = (password: string): string => password.normalize('NFKC');

const zeros = (bytes: number): string => Buffer.alloc(bytes).toString('base64').replaceAll('=', '');
/** In the form of any other hash, and of no password. */
const NOBODYS_HASH = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${zeros(16)}$${zeros(32)}`;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new FluxError('UNAVAILABLE', { detail: 'passwords queue up' });
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(resolve);
    // Whoever ends hands over their place.
    await promise;
  } else running++;
  try {
    return await run();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
