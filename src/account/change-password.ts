// Replaces a person's password; whoever is signed in elsewhere is not any longer.
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from '../kernel/errors.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { callAsLogin } from '../kernel/sql.ts';
import { isWeakPassword } from './password-rules.ts';
import { hashPassword, passwordMatches } from './password.ts';
import type { Principal } from './principal.ts';
import { countOwnTry } from './take-try.ts';

interface Known {
  email: string | null;
  password_hash: string | null;
}

/**
 * The session that asks stays. `isRepeat`: an earlier attempt may have died after it was done, before anybody heard;
 * then the new password is the current one already. Throws BAD_CREDENTIALS for a wrong current password (and for
 * people of an outside issuer, who have none here), PASSWORD_WEAK, and RATE_LIMITED like any other try at it.
 */
export async function changePassword(
  { orm, limiter }: { orm: MikroORM; limiter: Limiter },
  { userId, sessionId }: Principal,
  input: { currentPassword: string; newPassword: string; isRepeat: boolean },
): Promise<void> {
  const [known] = await callAsLogin<Known>(orm, 'find_password', userId);
  const email = known?.email ?? null;
  const checkedHash = known?.password_hash ?? null;
  // A bucket of their own: strangers who guess at the address must not keep them from it.
  const checked = await countOwnTry(limiter, `signed in as ${userId}`, async () => {
    if (await passwordMatches(input.currentPassword, checkedHash)) return 'right';
    return input.isRepeat && (await passwordMatches(input.newPassword, checkedHash)) ? 'changed' : null;
  });
  if (checked === null) throw new FluxError('BAD_CREDENTIALS');
  if (checked === 'changed') return;
  if (isWeakPassword(input.newPassword, email)) throw new FluxError('PASSWORD_WEAK');
  const newHash = await hashPassword(input.newPassword);
  const passwords = [userId, sessionId, checkedHash, newHash];
  const [row] = await callAsLogin<{ change_password: boolean }>(orm, 'change_password', ...passwords);
  // Somebody else was faster: what was checked is no longer the password.
  if (row?.change_password !== true) throw new FluxError('BAD_CREDENTIALS');
}
