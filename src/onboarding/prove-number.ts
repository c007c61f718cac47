// The number and its code, as they are said in a chat: read by code and never by a model, sent and checked before the
// turn is answered, so that what the answer says is true.
import { findPhoneNumbersInText } from 'libphonenumber-js/max';
import { checkPhoneCode, type CheckPorts } from '../account/check-phone-code.ts';
import { startPhoneVerification, type VerificationPorts } from '../account/start-phone-verification.ts';
import type { Actor } from '../kernel/context.ts';
import { FluxError, type ErrorCode } from '../kernel/errors.ts';
import type { OnboardingState } from './state.ts';

export type ProofPorts = VerificationPorts & CheckPorts;

export type Proof =
  /** A code is on its way to the number that ends so. */
  | { kind: 'sent'; ending: string }
  | { kind: 'proven' }
  /** In our words; nothing is different. */
  | { kind: 'refused'; sentence: string };

/** The number that a message names, as it is dialled; one without a country code is none. */
export function numberIn(message: string): string | null {
  const [found] = findPhoneNumbersInText(message);
  return found?.number.number ?? null;
}

/** "123 456", "my code is 123456"; null where the message holds anything else that has figures. */
export function codeIn(message: string): string | null {
  const figures = message.match(/\d[\d -]*\d/g) ?? [];
  const code = figures.length === 1 ? figures[0].replaceAll(/\D/g, '') : '';
  return /^\d{4,10}$/.test(code) ? code : null;
}

export type ProveNumber = (
  actor: Actor,
  state: Pick<OnboardingState, 'asked'>,
  message: string,
) => Promise<Proof | null>;

/**
 * Null where the message holds neither. Safe to repeat: sent again it is the same code, and one that has proven the
 * number has proven it. Throws what a later attempt may mend.
 */
export async function proveNumber(
  ports: ProofPorts,
  actor: Actor,
  { asked }: Pick<OnboardingState, 'asked'>,
  message: string,
): Promise<Proof | null> {
  const number = numberIn(message);
  const code = number === null && asked === 'code' ? codeIn(message) : null;
  if (number === null && code === null) return null;
  try {
    if (number !== null) {
      const phone = await startPhoneVerification(ports, actor, { phone: number });
      return { kind: 'sent', ending: phone.slice(-2) };
    }
    await checkPhoneCode(ports, actor, { code: code! });
    return { kind: 'proven' };
  } catch (error) {
    if (!(error instanceof FluxError) || (error.row.retryable && !SAID.has(error.code))) throw error;
    return { kind: 'refused', sentence: error.row.sentence };
  }
}

/** What a later attempt may mend, and the person need not wait for. */
const SAID: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['RATE_LIMITED', 'PROVIDER_UNAVAILABLE']);
