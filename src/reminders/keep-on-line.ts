// A person on the phone waits for our database with us: an outage of seconds loses no key that was pressed.
import { sayAndComeBack } from '../channels/twiml.ts';
import type { WebhookFields } from '../channels/webhook-fields.ts';
import { isDatabaseOutage } from '../kernel/database-outage.ts';
import type { Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { within } from '../kernel/within.ts';
import { callbackUrl, type BroughtAlong } from './callback-url.ts';

const ONE_MOMENT = 'One moment, please.';
/** With what is said and waited between them, a minute: nobody stays on the phone for longer. */
const MOST_TRIES = 12;
/** Twilio gives up after fifteen seconds, and tells the person of an error. */
const PATIENCE_MS = 8000;

export interface OnLine {
  publicUrl: string;
  callback: 'call' | 'call-keys';
  person: Person;
  dispatchId: string;
  along: Partial<BroughtAlong>;
  fields: WebhookFields;
}

/**
 * TwiML that has the call come back in a moment, with what was pressed and who picked up: the provider keeps it while
 * we cannot. Null where that did not help.
 */
export function keepOnLine(line: OnLine): string | null {
  const { publicUrl, callback, person, dispatchId, along, fields } = line;
  const tries = (along.tries ?? 0) + 1;
  if (tries > MOST_TRIES) return null;
  const answeredBy = along.answeredBy ?? fields.get('AnsweredBy');
  const next: BroughtAlong = {
    tries,
    ...(answeredBy !== undefined && { answeredBy }),
    ...(callback === 'call-keys' && { digits: along.digits ?? pressedIn(fields) }),
  };
  return sayAndComeBack({
    text: ONE_MOMENT,
    url: callbackUrl(publicUrl, callback, person, dispatchId, next),
  });
}

/** Empty where nothing was pressed. A call from before the question took every key ends it with "#". */
export const pressedIn = (fields: WebhookFields): string =>
  fields.get('Digits') || fields.get('FinishedOnKey') || '';

/** Rejects where it takes so long that the caller would give up. It applies once, however often it comes. */
export const inTime =
  <Request extends unknown[]>(answer: (...request: Request) => Promise<string>) =>
  async (...request: Request): Promise<string> => {
    const settled = answer(...request).then(
      (text) => ({ text }),
      (error: unknown) => ({ error }),
    );
    const outcome = await within(PATIENCE_MS, settled).catch(() => ({ error: new FluxError('TIMED_OUT') }));
    if ('error' in outcome) throw outcome.error;
    return outcome.text;
  };

/** Whether it may be otherwise in a moment. */
export const isPassing = (error: unknown): boolean =>
  isDatabaseOutage(error) || (error instanceof FluxError && error.row.retryable);
