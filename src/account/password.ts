// Passwords: argon2id with the parameters that OWASP names as its minimum (19 MiB, two passes, one lane).
import { hash, verify } from '@node-rs/argon2';

// Argon2id is the library's default algorithm. It runs on Node's four worker threads, so a flood of logins takes 76 MiB at most.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export async function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), COST);
}

/** With a null hash (no such account) the same work is done and the answer is no, so that time tells nobody who has one. */
export async function passwordMatches(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobodysHash()), normalise(password));
  return matches && passwordHash !== null;
}

// "é" is one character on one keyboard and two on another (NIST SP 800-63B 3.1.1.2).
const normalise = (password: string): string => password.normalize('NFKC');

let nobodys: Promise<string> | undefined;
const nobodysHash = (): Promise<string> => (nobodys ??= hash('nobody', COST));
