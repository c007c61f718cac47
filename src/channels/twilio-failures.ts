// The one table of Twilio's error codes: what each means for us. Codes from Twilio's error dictionary
// (twilio.com/docs/api/errors).
import type { RefusalReason } from './outcome.ts';

export interface TwilioMeaning {
  reason: RefusalReason;
  /** The same request will be refused again. */
  permanent: boolean;
  /** For operators; no number, name or text in it. */
  detail: string;
  /** Where the vendor names a window in its documentation and sends no Retry-After. */
  waitMs?: number;
}

const TEN_MINUTES_MS = 10 * 60 * 1000;

/**
 * What a Twilio error code means, for a refused request and for the `ErrorCode` of a status callback alike.
 * An unlisted code is a permanent rejection: the API said no, and nothing says that asking again would help.
 */
export function explainTwilioCode(code: number): TwilioMeaning {
  return (
    MEANINGS[code] ?? {
      reason: 'rejected',
      permanent: true,
      detail: `Twilio refused the request (code ${code})`,
    }
  );
}

/** The same for an answer that carries no code of Twilio's, from a proxy for instance. */
export function explainHttpStatus(status: number): TwilioMeaning {
  if (status === 429) return busy('Too many requests; this one was not processed');
  if (status === 401 || status === 403) return configuration('The credentials were not accepted');
  if (status === 404) return { reason: 'not_found', permanent: true, detail: 'The resource was not found' };
  return { reason: 'rejected', permanent: true, detail: `The request was refused with status ${status}` };
}

const busy = (detail: string): TwilioMeaning => ({ reason: 'busy', permanent: false, detail });
const configuration = (detail: string): TwilioMeaning => ({
  reason: 'configuration',
  permanent: true,
  detail,
});
const country = (detail: string): TwilioMeaning => ({ reason: 'country', permanent: true, detail });
const contact = (detail: string): TwilioMeaning => ({ reason: 'contact', permanent: true, detail });
const optedOut = (detail: string): TwilioMeaning => ({ reason: 'opted_out', permanent: true, detail });
const withheld = (detail: string): TwilioMeaning => ({ reason: 'withheld', permanent: true, detail });
const tooMany = (detail: string): TwilioMeaning => ({
  reason: 'too_many',
  permanent: false,
  detail,
  waitMs: TEN_MINUTES_MS,
});

const MEANINGS: Readonly<Record<number, TwilioMeaning>> = {
  10001: configuration('The Twilio account is not active'),
  20003: configuration('The Twilio credentials were not accepted'),
  20005: configuration('The Twilio account is not active'),
  20006: configuration('The Twilio account may not do this'),
  20008: configuration('Twilio test credentials cannot be used here'),
  20404: { reason: 'not_found', permanent: true, detail: 'Twilio does not know this resource' },
  20429: busy('Twilio is handling too many requests of this account; this one was not processed'),

  21210: configuration('The calling number is not verified with Twilio'),
  21211: contact('The number is not a valid one to send to'),
  21212: configuration('The sender is not a valid one'),
  21214: contact('The number cannot be called'),
  21215: country('The account may not call this country'),
  21216: contact('The account may not call this number'),
  21217: contact('The number is not a valid one to call'),
  21408: country('The account may not send messages to this country'),
  21606: configuration('The sender cannot be used for messages'),
  21608: configuration('A trial account of Twilio writes to verified numbers only'),
  21610: optedOut('The person opted out with STOP'),
  21611: busy('The queue of the sender is full'),
  21612: contact('The number cannot be reached from this sender'),
  21614: contact('The number is not a mobile one'),
  21617: configuration('The text is longer than Twilio allows'),
  21655: configuration('The content template does not exist'),
  21656: configuration('The variables do not fit the content template'),

  30036: {
    reason: 'expired',
    permanent: true,
    detail: 'The validity of the message ran out before delivery',
  },

  60200: { reason: 'rejected', permanent: true, detail: 'Twilio Verify found a parameter invalid' },
  60202: tooMany('Too many codes were tried for this verification'),
  60203: tooMany('Too many codes were sent to this number'),
  60205: contact('The number is a landline that receives no texts'),
  60212: tooMany('Too many verifications of this number run at once'),
  60223: configuration('The Verify service sends no texts: the channel is off'),
  60238: withheld('Twilio Verify blocked the number'),
  60410: withheld('Twilio Verify blocked the number prefix as a fraud risk'),
  60605: country('Twilio Verify may not send to this country'),

  63003: contact('The number is not on WhatsApp'),
  63012: busy('WhatsApp had an internal error'),
  63014: optedOut('The person blocked the sender on WhatsApp'),
  63016: {
    reason: 'template_needed',
    permanent: true,
    detail: 'Outside the 24 hours after the last reply only a template is allowed',
  },
  63018: busy('The WhatsApp sender sends too fast'),
  63021: busy('WhatsApp did not accept the content at this time'),
  63023: busy('WhatsApp had an unnamed error'),
  63024: contact('The number cannot receive this WhatsApp message'),
  63032: withheld('WhatsApp withheld the message from this person'),
  63038: { ...busy('The daily limit of the account is used up'), waitMs: 60 * 60 * 1000 },
  63049: withheld('WhatsApp withheld the message to keep its engagement up'),
};
