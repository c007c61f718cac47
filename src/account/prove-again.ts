// Asks for a fresh proof of who somebody is, before what a stolen session must not do.
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from '../kernel/errors.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { callAsLogin } from '../kernel/sql.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import { passwordMatches } from './password.ts';
import type { Principal } from './principal.ts';
import { countOwnTry } from './take-try.ts';

/** A session that is no older than this is proof enough, and so is a token of an outside issuer. */
const FRESH_MS = 10 * MINUTE_MS;
/** Where nothing can be taken back: whoever holds a token of an outside issuer proved themselves just now. */
const JUST_NOW_MS = MINUTE_MS;

/**
 * Resolves for the right password, and without one for a session that was opened in the last minutes; a refresh makes
 * none younger. `isFinal`: what follows can never be taken back, and only the password counts. People of an outside
 * issuer prove themselves there, and come in. Throws REAUTHENTICATION_NEEDED, BAD_CREDENTIALS for a wrong password, and
 * RATE_LIMITED like any other try at one.
 */
export async function proveAgain(
  { orm, limiter }: { orm: MikroORM; limiter: Limiter },
  { userId, sessionId, via }: Principal,
  password: string | undefined,
  { isFinal = false }: { isFinal?: boolean } = {},
): Promise<void> {
  if (via === 'outside') return;
  if (password === undefined) {
    if (!isFinal && (await isFresh(orm, userId, sessionId))) return;
    throw new FluxError('REAUTHENTICATION_NEEDED');
  }
  const [known] = await callAsLogin<{ password_hash: string | null }>(orm, 'find_password', userId);
  const matches = await countOwnTry(limiter, `signed in as ${userId}`, async () =>
    (await passwordMatches(password, known?.password_hash ?? null)) ? true : null,
  );
  if (!matches) throw new FluxError('BAD_CREDENTIALS');
}

async function isFresh(orm: MikroORM, userId: string, sessionId: string | null): Promise<boolean> {
  const sessions = await callAsLogin<{ id: string; created_at: Date }>(orm, 'list_sessions', userId);
  const own = sessions.find(({ id }) => id === sessionId);
  return own !== undefined && Date.now() - own.created_at.getTime() < FRESH_MS;
}

/**
 * An outside issuer proves people anew with each token: one that was stolen long ago proves nothing. Throws
 * REAUTHENTICATION_NEEDED; everybody else passes.
 */
export function requireFreshToken({ via, issuedAt }: Principal, { isFinal }: { isFinal: boolean }): void {
  const since = Date.now() - (isFinal ? JUST_NOW_MS : FRESH_MS);
  if (via === 'outside' && (!issuedAt || issuedAt.getTime() < since))
    throw new FluxError('REAUTHENTICATION_NEEDED');
}
