// The one table of Twilio's error codes: what each means for us. Codes from Twilio's error dictionary
// (twilio.com/docs/api/errors).
import type { RefusalReason } from './outcome.ts';

export interface TwilioMeaning {
  reason: RefusalReason;
  /** The same request will be refused again. */
  permanent: boolean;
  /** For operators; no number, name or text in it. */
  detail: string;
  /** It may be how we are set up, and it may be this one person: only an operator can find out. */
  isUnexplained?: true;
  /** Where the vendor names a window in its documentation and sends no Retry-After. */
  waitMs?: number;
}

const TEN_MINUTES_MS = 10 * 60 * 1000;

/**
 * What a Twilio error code means, for a refused request and for the `ErrorCode` of a status callback alike.
 * An unlisted code is a permanent rejection: the API said no, and nothing says that asking again would help. Which one
 * it is an operator has to look up, unless it is what a network says of one phone (30xxx).
 */
export function explainTwilioCode(code: number): TwilioMeaning {
  const detail = `Twilio refused the request (code ${code})`;
  return MEANINGS[code] ?? (code >= 30_000 && code < 31_000 ? rejected(detail) : unexplained(detail));
}

/** The same for an answer that carries no code of Twilio's, from a proxy for instance. */
export function explainHttpStatus(status: number): TwilioMeaning {
  if (status === 429) return busy('Too many requests; this one was not processed');
  if (status === 401 || status === 403) return configuration('The credentials were not accepted');
  if (status === 404) return { reason: 'not_found', permanent: true, detail: 'The resource was not found' };
  return unexplained(`The request was refused with status ${status}`);
}

/** What is not there is where the thing was to be made: an account or a service, by an id of our configuration. */
export const NO_SUCH_PLACE: TwilioMeaning = {
  reason: 'configuration',
  permanent: true,
  detail: 'Twilio does not know the account or the service of this request',
};

const rejected = (detail: string): TwilioMeaning => ({ reason: 'rejected', permanent: true, detail });
const unexplained = (detail: string): TwilioMeaning => ({ ...rejected(detail), isUnexplained: true });
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
  10002: configuration('A trial account of Twilio may not do this'),
  10004: busy('The Twilio account has as many calls at once as it may have'),
  20003: configuration('The Twilio credentials were not accepted'),
  20005: configuration('The Twilio account is not active'),
  20006: configuration('The Twilio account may not do this'),
  20008: configuration('Twilio test credentials cannot be used here'),
  20404: { reason: 'not_found', permanent: true, detail: 'Twilio does not know this resource' },
  20429: busy('Twilio is handling too many requests of this account; this one was not processed'),

  21202: contact('The number is a premium one'),
  21203: country('The account may not call other countries'),
  21205: configuration('Twilio cannot call back at that address: see PUBLIC_URL'),
  21210: configuration('The calling number is not verified with Twilio'),
  21211: contact('The number is not a valid one to send to'),
  21212: configuration('The sender is not a valid one'),
  21214: contact('The number cannot be called'),
  21215: country('The account may not call this country'),
  21216: contact('The account may not call this number'),
  21217: contact('The number is not a valid one to call'),
  21219: configuration('A trial account of Twilio calls verified numbers only'),
  21220: rejected('The call is in no state for this; it may be over'),
  21408: country('The account may not send messages to this country'),
  21601: configuration('The sender is no number of this account that can send messages'),
  21606: configuration('The sender cannot be used for messages'),
  21607: configuration('A trial account of Twilio sends from its own number only'),
  21608: configuration('A trial account of Twilio writes to verified numbers only'),
  21609: configuration('Twilio cannot report back to that address: see PUBLIC_URL'),
  21610: optedOut('The person opted out with STOP'),
  21611: busy('The queue of the sender is full'),
  21612: contact('The number cannot be reached from this sender'),
  21614: contact('The number is not a mobile one'),
  21617: { reason: 'rejected', permanent: true, detail: 'The text is longer than Twilio allows' },
  21655: configuration('The content template does not exist'),
  21656: configuration('The variables do not fit the content template'),
  21657: configuration('The sender is not a valid one'),
  21659: configuration('The sender is no number of Twilio'),
  21660: configuration('The sender belongs to another account'),

  30001: busy('The queue of the sender is full'),
  30002: configuration('The Twilio account is suspended'),
  30036: {
    reason: 'expired',
    permanent: true,
    detail: 'The validity of the message ran out before delivery',
  },

  60001: configuration('Twilio Verify did not accept the account'),
  60200: rejected('Twilio Verify found a parameter invalid'),
  60202: tooMany('Too many codes were tried for this verification'),
  60203: tooMany('Too many codes were sent to this number'),
  60204: configuration('The Verify service may not do this'),
  60205: contact('The number is a landline that receives no texts'),
  60212: tooMany('Too many verifications of this number run at once'),
  60220: country('Twilio Verify sends to China only for whom it has vetted'),
  60223: configuration('The Verify service sends no texts: the channel is off'),
  60238: withheld('Twilio Verify blocked the number'),
  60410: withheld('Twilio Verify blocked the number prefix as a fraud risk'),
  60605: country('Twilio Verify may not send to this country'),

  63001: configuration('WhatsApp did not accept our authorisation: connect the sender anew'),
  63002: configuration('WhatsApp does not know the sender'),
  63003: contact('The number is not on WhatsApp'),
  63005: unexplained('WhatsApp did not accept the content, or the number is not on WhatsApp'),
  63007: configuration('Twilio knows no WhatsApp sender of this account with that number'),
  63008: configuration('The WhatsApp sender is not set up rightly at Twilio'),
  63009: busy('WhatsApp had an internal error'),
  63010: busy('Twilio had an internal error'),
  63012: busy('WhatsApp had an internal error'),
  63013: configuration('WhatsApp found the message against its policy'),
  63014: optedOut('The person blocked the sender on WhatsApp'),
  63015: configuration('The sandbox of Twilio writes only to numbers that have joined it'),
  63016: {
    reason: 'template_needed',
    permanent: true,
    detail:
      'Outside the 24 hours after the last reply only an approved template is allowed: see TWILIO_WHATSAPP_TEMPLATE_SID',
  },
  63017: busy('The account sends to WhatsApp too fast'),
  63018: busy('The WhatsApp sender sends too fast'),
  63020: configuration("Meta's Business Manager has an error with the account"),
  63021: busy('WhatsApp did not accept the content at this time'),
  63022: configuration('The certificate of the WhatsApp sender is not valid'),
  63023: busy('WhatsApp had an unnamed error'),
  63024: contact('The number cannot receive this WhatsApp message'),
  63027: configuration('The template does not exist in that language'),
  63028: configuration('The variables do not fit the template'),
  63030: configuration('The template and the message do not fit each other'),
  63032: withheld('WhatsApp withheld the message from this person'),
  63038: { ...busy('The daily limit of the account is used up'), waitMs: 60 * 60 * 1000 },
  63033: optedOut('The person blocked the sender on WhatsApp'),
  63040: configuration('WhatsApp has rejected the template'),
  63041: configuration('WhatsApp has paused the template for the complaints about it'),
  63042: configuration('WhatsApp has switched the template off for the complaints about it'),
  63049: withheld('WhatsApp withheld the message to keep its engagement up'),
  63051: configuration('WhatsApp has locked the sender or its account'),
  63054: configuration('WhatsApp has taken the template out of use'),
  63059: configuration('The WhatsApp sender belongs to another business account'),
  63112: configuration('Meta has disabled the business account of the WhatsApp sender'),
};
