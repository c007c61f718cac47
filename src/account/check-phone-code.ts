// Takes the one-time code: when Verify approves it, the number is the person's from that moment on.
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Failure } from '../channels/outcome.ts';
import type { VerifyChannel } from '../channels/verify.ts';
import { sayingHow } from '../consent/say-how.sql.ts';
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callFunction } from '../kernel/sql.ts';
import { numberKey } from './phone-number.ts';
import type { Profile } from './profile.entity.ts';
import { readProfile } from './read-profile.ts';
import { refusalOf } from './start-phone-verification.ts';
import { heedSuppression } from './suppressed.ts';
import { tellReachChanged } from './tell-reach-changed.ts';

export interface CheckPorts extends Store {
  verify: VerifyChannel;
  /** Counts the person's tries at a number; throws where they are too many. Resolves to what puts one back. */
  takeTry: (phone: string) => Promise<() => Promise<void>>;
}

/**
 * Resolves to the verified E.164 number, which counts in all organisations of the person. Whoever had verified it
 * before loses it, and consent does not go with it. The check is made once and recorded in the same step: Verify says
 * "expired" to a second one, and we know the code that was right. Throws CODE_WRONG, CODE_EXPIRED (also when no code
 * was asked for), CODE_TOO_OFTEN, RATE_LIMITED and PROVIDER_UNAVAILABLE.
 */
export async function checkPhoneCode(
  ports: CheckPorts,
  person: Actor,
  input: { code: string },
): Promise<string> {
  const profile = await asPerson(ports, person, readProfile);
  const proven = provenBy(profile, input.code);
  if (proven) return proven;
  const { pendingPhone: phone, pendingVerification } = profile;
  if (!phone) throw new FluxError('CODE_EXPIRED', { detail: 'no verification was started' });
  const giveBack = await ports.takeTry(phone);
  const checked = await ports.verify.check({ phone, verification: pendingVerification ?? null }, input.code);
  if (!TRIES.includes(checked.kind)) await giveBack();
  if (checked.kind === 'refused' || checked.kind === 'unreachable' || checked.kind === 'unknown')
    throw uncheckedOf(checked);
  if (checked.kind === 'too_many') throw await reopened(ports.verify, pendingVerification ?? null);
  if (checked.kind === 'expired' && (await isProvenBeside(ports, person, input.code))) return phone;
  if (checked.kind !== 'approved') throw new FluxError(VERDICTS[checked.kind]);
  await asPerson(ports, person, async (ctx) => {
    const proof = proofOf(phone, input.code);
    const wording = ctx.via === 'chat' ? 'onboarding-phone/1' : 'number/1';
    const reached = await sayingHow(ctx, { wording }, () =>
      callFunction<Reached>(ctx, 'prove_phone', phone, numberKey(phone), proof),
    );
    tellReachChanged(
      ctx,
      reached.map(({ org_id, user_id }) => ({ orgId: org_id, userId: user_id })),
    );
    await heedSuppression(ctx, phone);
  });
  return phone;
}

/** The number that this code has proven just now: a repeat of what has succeeded has succeeded. */
function provenBy({ phone, provenAt, provenWith }: Profile, code: string): string | null {
  if (!phone || !provenAt || provenWith !== proofOf(phone, code)) return null;
  return Date.now() - provenAt.getTime() < LIFE_OF_A_CODE_MS ? phone : null;
}

const proofOf = (phone: string, code: string): string =>
  createHash('sha256').update(`${phone} ${code}`).digest('base64url');

const LIFE_OF_A_CODE_MS = 10 * 60_000;

/** Verify spent the code on a check that ran beside this one, which is about to be recorded. */
async function isProvenBeside(ports: CheckPorts, person: Actor, code: string): Promise<boolean> {
  for (let looks = 0; looks < LOOKS; looks++) {
    if (provenBy(await asPerson(ports, person, readProfile), code)) return true;
    await setTimeout(LOOK_AGAIN_MS);
  }
  return false;
}

const LOOKS = 10;
const LOOK_AGAIN_MS = 100;

interface Reached {
  org_id: string;
  user_id: string;
}

/** The provider counts what it knows of by itself, five to a code. */
const TRIES: readonly string[] = ['wrong', 'too_many'];
const VERDICTS = { wrong: 'CODE_WRONG', expired: 'CODE_EXPIRED' } as const;

/** A code that is refused for good is none: asking for a new one tells what is wrong with the number. */
function uncheckedOf(failure: Failure): FluxError {
  const refusal = refusalOf(failure);
  return refusal.row.status === 422 ? new FluxError('CODE_EXPIRED', { detail: refusal.message }) : refusal;
}

/**
 * Others used up the tries at this number's code, since this person had some left: the code is given up, so that the
 * next one that they ask for is a new one.
 */
async function reopened(verify: VerifyChannel, verification: string | null): Promise<FluxError> {
  const isCancelled = verification !== null && (await verify.cancel(verification));
  return new FluxError(isCancelled ? 'CODE_EXPIRED' : 'CODE_TOO_OFTEN');
}
