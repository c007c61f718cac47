// Takes the one-time code: when Verify approves it, the number is the person's from that moment on.
import type { VerifyChannel } from '../channels/verify.ts';
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin } from '../kernel/sql.ts';
import { readProfile } from './read-profile.ts';
import { refusalOf } from './start-phone-verification.ts';

/**
 * Resolves to the verified E.164 number. Whoever had verified it before loses it. The check is made once and recorded
 * in the same step: a second check of an approved code says "expired". Throws CODE_WRONG, CODE_EXPIRED (also when no
 * code was asked for), CODE_TOO_OFTEN and PROVIDER_UNAVAILABLE.
 */
export async function checkPhoneCode(
  ports: Store & { verify: VerifyChannel },
  person: Actor,
  input: { code: string },
): Promise<string> {
  const { phone } = await asPerson(ports, person, readProfile);
  if (!phone) throw new FluxError('CODE_EXPIRED', { detail: 'no verification was started' });
  const checked = await ports.verify.check(phone, input.code);
  if (checked.kind === 'refused' || checked.kind === 'unreachable' || checked.kind === 'unknown')
    throw refusalOf(checked);
  if (checked.kind !== 'approved') throw new FluxError(VERDICTS[checked.kind]);
  await callAsLogin(ports.orm, 'record_verified_phone', person.orgId, person.userId, phone);
  return phone;
}

const VERDICTS = { wrong: 'CODE_WRONG', expired: 'CODE_EXPIRED', too_many: 'CODE_TOO_OFTEN' } as const;
