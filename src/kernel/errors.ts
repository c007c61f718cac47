// One table of all that can go wrong on purpose: code, HTTP status, whether a retry helps, the sentence in public.

interface ErrorRow {
  status: number;
  /** A later, equal attempt may succeed: Temporal retries it, HTTP clients may. */
  retryable: boolean;
  sentence: string;
}

export const ERRORS = {
  BAD_REQUEST: { status: 400, retryable: false, sentence: 'The request could not be understood.' },
  VALIDATION_FAILED: { status: 422, retryable: false, sentence: 'Some fields of the request are not valid.' },
  UNAUTHENTICATED: {
    status: 401,
    retryable: false,
    sentence: 'Sign in first: a valid bearer token is needed.',
  },
  BAD_CREDENTIALS: {
    status: 401,
    retryable: false,
    sentence: 'That e-mail address and password do not match.',
  },
  REFRESH_REUSED: {
    status: 401,
    retryable: false,
    sentence: 'That refresh token was used before, so its session has been ended. Sign in again.',
  },
  INSUFFICIENT_SCOPE: {
    status: 403,
    retryable: false,
    sentence: 'This API key may not do that: it needs another scope, or a person who signed in.',
  },
  RATE_LIMITED: { status: 429, retryable: true, sentence: 'Too many requests: wait and try again.' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    retryable: false,
    sentence: 'That Idempotency-Key was used before for another request.',
  },
  IDEMPOTENCY_RUNNING: {
    status: 409,
    retryable: true,
    sentence: 'The first request with that Idempotency-Key is still running. Try again soon.',
  },
  BAD_SIGNATURE: { status: 403, retryable: false, sentence: 'The signature of this request is not valid.' },
  NOT_FOUND: { status: 404, retryable: false, sentence: 'There is nothing here under that id.' },
  EMAIL_TAKEN: {
    status: 409,
    retryable: false,
    sentence: 'An account with that e-mail address exists already.',
  },
  ROLE_TOO_LOW: {
    status: 403,
    retryable: false,
    sentence: 'Your role in this organisation does not allow that.',
  },
  LAST_OWNER: {
    status: 409,
    retryable: false,
    sentence: 'An organisation keeps at least one owner: make somebody else an owner first.',
  },
  ORG_PERSONAL: {
    status: 409,
    retryable: false,
    sentence: 'This is a personal organisation: nobody joins or leaves it.',
  },
  INVITATION_UNKNOWN: {
    status: 404,
    retryable: false,
    sentence: 'There is no open invitation for you under that token.',
  },
  INVITATIONS_FULL: {
    status: 409,
    retryable: false,
    sentence: 'A hundred invitations are open: revoke one, or wait until one is accepted or expires.',
  },
  PLAN_STALE: {
    status: 409,
    retryable: false,
    sentence: 'The plan has changed since: look at its latest draft.',
  },
  PLAN_EMPTY: {
    status: 409,
    retryable: false,
    sentence: 'This draft holds no task that could be placed: ask for a change first.',
  },
  PLANNING_FAILED: { status: 503, retryable: true, sentence: 'We could not make a plan. Ask again, please.' },
  GOAL_CLOSED: { status: 409, retryable: false, sentence: 'This goal is no longer being negotiated.' },
  TASK_SETTLED: { status: 409, retryable: false, sentence: 'This task is settled already.' },
  GOAL_LET_GO: { status: 409, retryable: false, sentence: 'The goal of this task was let go.' },
  TIME_TAKEN: {
    status: 409,
    retryable: false,
    sentence: 'That time overlaps with another task, or lies in the past or in your sleep.',
  },
  MESSAGE_ID_REUSED: { status: 409, retryable: false, sentence: 'That id was used for another message.' },
  ID_REUSED: { status: 409, retryable: false, sentence: 'That id was used before for something else.' },
  IDEMPOTENCY_ANSWER_LOST: {
    status: 409,
    retryable: false,
    sentence:
      'This request was carried out before, but its answer can no longer be shown: read what it changed.',
  },
  PRECONDITION_FAILED: {
    status: 412,
    retryable: false,
    sentence: 'It has changed since you read it: read it again.',
  },
  PASSWORD_WEAK: {
    status: 422,
    retryable: false,
    sentence: 'That password is too easy to guess: choose another one.',
  },
  API_KEYS_TOO_MANY: {
    status: 409,
    retryable: false,
    sentence: 'Twenty API keys are enough for one person: delete one first.',
  },
  ORGS_TOO_MANY: { status: 409, retryable: false, sentence: 'You belong to fifty organisations: leave one.' },
  PHONE_NOT_VERIFIED: { status: 409, retryable: false, sentence: 'Verify your phone number first.' },
  PHONE_UNUSABLE: {
    status: 422,
    retryable: false,
    sentence: 'That phone number cannot be used. Give it in international form, such as +4915112345678.',
  },
  PHONE_REFUSED: { status: 422, retryable: false, sentence: 'No code goes to that number: try another.' },
  COUNTRY_NOT_SERVED: { status: 422, retryable: false, sentence: 'We send no codes to that country.' },
  CODE_WRONG: { status: 422, retryable: false, sentence: 'That code is not the one we sent.' },
  CODE_EXPIRED: {
    status: 410,
    retryable: false,
    sentence: 'That code is no longer valid: ask for a new one.',
  },
  CODE_TOO_OFTEN: {
    status: 429,
    retryable: false,
    sentence: 'Too many codes for this number: wait ten minutes.',
  },
  ENDPOINT_REFUSED: {
    status: 422,
    retryable: false,
    sentence: 'That push endpoint does not belong to a push service that we know.',
  },
  RULE_INVALID: { status: 422, retryable: false, sentence: 'That recurrence rule cannot be used.' },
  TOKEN_INVALID: { status: 403, retryable: false, sentence: 'This answer button is no longer valid.' },
  SESSION_DRAINING: {
    status: 503,
    retryable: true,
    sentence: 'This conversation is just being taken up anew. Send the message again.',
  },
  MODEL_FAILED: { status: 502, retryable: true, sentence: 'The coach could not think just now. Try again.' },
  MODEL_REFUSED: { status: 502, retryable: false, sentence: 'The coach cannot think about this just now.' },
  PROVIDER_UNAVAILABLE: {
    status: 503,
    retryable: true,
    sentence: 'The messaging provider cannot be reached just now. Try again.',
  },
  STILL_WORKING: {
    status: 202,
    retryable: true,
    sentence:
      'This takes longer than usual and goes on by itself. Send the same request again to see the answer.',
  },
  TIMED_OUT: {
    status: 504,
    retryable: true,
    sentence:
      'This took too long, and may still go on. Send it again with the same Idempotency-Key to see what became of it.',
  },
  UNAVAILABLE: {
    status: 503,
    retryable: true,
    sentence: 'A part of the service is not reachable. Try again soon.',
  },
  INTERNAL: { status: 500, retryable: true, sentence: 'Something went wrong on our side.' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/**
 * An error with a row in the table. `detail` is for the log (no personal data), `fields` may go to the public:
 * what a client needs in order to mend the request, such as the current draft of a plan.
 */
export class FluxError extends Error {
  readonly code: ErrorCode;
  readonly fields: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    options: { detail?: string; fields?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(options.detail ?? code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'FluxError';
    this.code = code;
    this.fields = options.fields ?? {};
  }

  get row(): ErrorRow {
    return ERRORS[this.code];
  }
}
