// What the world may do to a send: a port answers with one of these and never throws for it.

/** Why a provider said no, as far as the next step depends on it. */
export type RefusalReason =
  | 'busy' // not processed now; the same request may be tried again
  | 'too_many' // a limit of this person or code; trying again quickly does not help
  | 'contact' // this address cannot be reached on this channel
  | 'opted_out' // the person stopped or blocked us
  | 'template_needed' // outside WhatsApp's 24 hours: only an approved template gets through
  | 'withheld' // the network chose not to deliver: use another channel
  | 'expired' // its validity ran out before delivery
  | 'not_found'
  | 'country' // the account may not send or ring there: an operator has to act
  | 'configuration' // credentials, sender, templates: an operator has to act
  | 'rejected'; // anything else that is surely not processed

/** `externalId`: the provider's id of the message or call. */
export type Sent = { kind: 'sent'; externalId: string };

/**
 * Surely not processed. `code`: the vendor's own, else `HTTP_<status>`; `permanent`: the same request will be refused
 * again; `retryAfterMs`: wait at least so long, null where nobody said.
 */
export type Refused = {
  kind: 'refused';
  code: string;
  reason: RefusalReason;
  detail: string;
  permanent: boolean;
  retryAfterMs: number | null;
  /** Nobody here knows whose fault it is: an operator has to look it up. */
  isUnexplained?: true;
};

/** Surely never arrived: no connection was made. */
export type Unreachable = { kind: 'unreachable'; detail: string };

/** May or may not have been processed: look it up before sending again. `retryAfterMs`: what a 5xx answer asked for. */
export type Unknown = { kind: 'unknown'; detail: string; retryAfterMs: number | null };

/** `detail` is for operators: never a number, a name, a text or a token. */
export type Failure = Refused | Unreachable | Unknown;
export type SendOutcome = Sent | Failure;

/**
 * Whether the provider knows a message or call whose sending had an unknown outcome.
 * `twins`: ids of further matches, oldest first: the same thing went out more than once.
 */
export type LookUp =
  | { kind: 'found'; externalId: string; status: string; createdAt: Date; twins: readonly string[] }
  | { kind: 'absent' }
  | { kind: 'unavailable'; detail: string };
