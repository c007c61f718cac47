// One table of all that can go wrong on purpose: code, HTTP status, whether a retry helps, the sentence in public.

interface ErrorRow {
  status: number;
  /** A later, equal attempt may succeed: Temporal retries it, HTTP clients may. */
  retryable: boolean;
  sentence: string;
}

/** A later, equal attempt may succeed. */
const passing = <Status extends number>(status: Status, sentence: string) => ({
  status,
  retryable: true,
  sentence,
});
/** It ends the same way however often it is tried. */
const lasting = <Status extends number>(status: Status, sentence: string) => ({
  status,
  retryable: false,
  sentence,
});

export const ERRORS = {
  BAD_REQUEST: lasting(400, 'The request could not be understood.'),
  VALIDATION_FAILED: lasting(422, 'Some fields of the request are not valid.'),
  UNAUTHENTICATED: lasting(401, 'Sign in first: a valid bearer token is needed.'),
  BAD_CREDENTIALS: lasting(401, 'That e-mail address and password do not match.'),
  REFRESH_REUSED: lasting(
    401,
    'That refresh token was used before, so its session has been ended. Sign in again.',
  ),
  INSUFFICIENT_SCOPE: lasting(
    403,
    'This API key may not do that: it needs another scope, or a person who signed in.',
  ),
  ACCOUNT_ERASING: lasting(
    403,
    'This account waits to be erased: all that can be done is to look at that, and to take it back.',
  ),
  ERASURE_BEGUN: lasting(409, 'The erasure has begun: nothing can be taken back any more.'),
  RATE_LIMITED: passing(429, 'Too many requests: wait and try again.'),
  IDEMPOTENCY_KEY_REUSED: lasting(422, 'That Idempotency-Key was used before for another request.'),
  IDEMPOTENCY_RUNNING: passing(
    409,
    'The first request with that Idempotency-Key is still running. Try again soon.',
  ),
  BAD_SIGNATURE: lasting(403, 'The signature of this request is not valid.'),
  NOT_FOUND: lasting(404, 'There is nothing here under that id.'),
  REAUTHENTICATION_NEEDED: lasting(
    403,
    'Say your password again, or sign in anew: this needs a fresh proof of who you are.',
  ),
  EXPORT_RUNNING: lasting(
    409,
    'An export of yours is being written already, here or in another organisation: wait for it, or delete it there.',
  ),
  EXPORT_NOT_THERE: lasting(409, 'This export has no file: it is not done yet, or its file is gone.'),
  IMPORT_UNREADABLE: lasting(422, 'This file cannot be read as what it was said to be.'),
  IMPORT_TOO_LARGE: lasting(413, 'This file holds more than one import takes: cut it into several.'),
  EXPORT_LINK_GONE: lasting(410, 'That link opens nothing any more: ask for a new one.'),
  EMAIL_TAKEN: lasting(409, 'An account with that e-mail address exists already.'),
  ROLE_TOO_LOW: lasting(403, 'Your role in this organisation does not allow that.'),
  LAST_OWNER: lasting(409, 'An organisation keeps at least one owner: make somebody else an owner first.'),
  ORG_PERSONAL: lasting(409, 'This is a personal organisation: nobody joins or leaves it.'),
  INVITATION_UNKNOWN: lasting(404, 'There is no open invitation for you under that token.'),
  INVITATIONS_FULL: lasting(
    409,
    'A hundred invitations are open: revoke one, or wait until one is accepted or expires.',
  ),
  PLAN_STALE: lasting(409, 'The plan has changed since: look at its latest draft.'),
  PLAN_NOT_HERE: lasting(
    409,
    'This goal was imported without its plan: change its tasks one by one, or say the wish again.',
  ),
  PLAN_EMPTY: lasting(409, 'This draft holds no task that could be placed: ask for a change first.'),
  PLANNING_FAILED: passing(503, 'We could not make a plan. Ask again, please.'),
  GOAL_CLOSED: lasting(409, 'This goal is no longer being negotiated.'),
  TASK_SETTLED: lasting(409, 'This task is settled already.'),
  GOAL_LET_GO: lasting(409, 'The goal of this task was let go.'),
  TIME_TAKEN: lasting(409, 'That time overlaps with another task, or lies in the past or in your sleep.'),
  MESSAGE_ID_REUSED: lasting(409, 'That id was used for another message.'),
  ID_REUSED: lasting(409, 'That id was used before for something else.'),
  IDEMPOTENCY_ANSWER_LOST: lasting(
    409,
    'This request was carried out before, but its answer can no longer be shown: read what it changed.',
  ),
  PRECONDITION_FAILED: lasting(412, 'It has changed since you read it: read it again.'),
  PASSWORD_WEAK: lasting(422, 'That password is too easy to guess: choose another one.'),
  API_KEYS_TOO_MANY: lasting(409, 'Twenty API keys are enough for one person: delete one first.'),
  ROOMS_TOO_MANY: lasting(409, 'A hundred rooms are enough for one person: delete one first.'),
  ROOM_AGENTS_TOO_MANY: lasting(409, 'Twelve agents are enough for one room: take one out first.'),
  ROOM_SESSIONS_TOO_MANY: lasting(409, 'Twenty sessions of this room are open: end one first.'),
  ROOM_SESSION_ENDED: lasting(409, 'This session has ended: begin another one.'),
  NO_AGENTS: lasting(409, 'Nobody could speak: bring an agent into the room first.'),
  AGENT_KEY_TAKEN: lasting(409, 'An agent of this room has that key already.'),
  ORGS_TOO_MANY: lasting(409, 'You belong to fifty organisations: leave one.'),
  PHONE_NOT_VERIFIED: lasting(409, 'Verify your phone number first.'),
  PHONE_UNUSABLE: lasting(
    422,
    'That phone number cannot be used. Give it in international form, such as +4915112345678.',
  ),
  PHONE_REFUSED: lasting(422, 'No code goes to that number: try another.'),
  COUNTRY_NOT_SERVED: lasting(422, 'We send no codes to that country.'),
  CODE_WRONG: lasting(422, 'That code is not the one we sent.'),
  CODE_EXPIRED: lasting(410, 'That code is no longer valid: ask for a new one.'),
  CODE_TOO_OFTEN: lasting(429, 'Too many codes for this number: wait ten minutes.'),
  LINK_INVALID: lasting(410, 'That link is no longer valid: ask for a new one.'),
  EMAIL_NOT_CONFIGURED: lasting(501, 'This deployment sends no e-mail: ask whoever runs it.'),
  ENDPOINT_REFUSED: lasting(422, 'That push endpoint does not belong to a push service that we know.'),
  RULE_INVALID: lasting(422, 'That recurrence rule cannot be used.'),
  RULE_ENDED: lasting(409, 'This rule has ended: make a new one.'),
  RULE_OF_PLAN: lasting(409, 'This rhythm belongs to the plan of a goal: change it there.'),
  RULES_TOO_MANY: lasting(409, 'Fifty recurring tasks are enough for one person: end one first.'),
  PAUSE_INVALID: lasting(422, 'A pause ends on its first day or later, and not before today.'),
  PAUSES_TOO_MANY: lasting(409, 'Fifty pauses are enough for one person: end one first.'),
  PROPOSAL_CLOSED: lasting(409, 'This proposal was decided already, or has expired.'),
  PROPOSALS_TOO_MANY: lasting(
    409,
    'A hundred proposals wait for this person: they have to decide on some of them first.',
  ),
  PROPOSAL_STALE: lasting(409, 'This task was moved since these times were proposed: ask for others.'),
  TOKEN_INVALID: lasting(403, 'This answer button is no longer valid.'),
  SESSION_DRAINING: passing(503, 'This conversation is just being taken up anew. Send the message again.'),
  MODEL_FAILED: passing(502, 'The coach could not think just now. Try again.'),
  MODEL_REFUSED: lasting(502, 'The coach cannot think about this just now.'),
  PROVIDER_UNAVAILABLE: passing(503, 'The messaging provider cannot be reached just now. Try again.'),
  STILL_WORKING: passing(
    202,
    'This takes longer than usual and goes on by itself. Send the same request again to see the answer.',
  ),
  TIMED_OUT: passing(
    504,
    'This took too long, and may still go on. Send it again with the same Idempotency-Key to see what became of it.',
  ),
  UNAVAILABLE: passing(503, 'A part of the service is not reachable. Try again soon.'),
  INTERNAL: passing(500, 'Something went wrong on our side.'),
} satisfies Record<string, ErrorRow>;

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
