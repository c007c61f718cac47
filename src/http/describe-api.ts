// What the OpenAPI document says before its operations: the conventions that all of them keep, and every error code.
import { GROUPS, LIMITS, type Limits } from '../kernel/limits.ts';
import { MEANINGS } from './problem-pages.ts';

/** Markdown for `info.description`; the limits as this deployment has set them. */
export function describeApi({ limits = LIMITS }: { limits?: Limits } = {}): string {
  return `A goal coach that follows through.

## Signing in
Send \`Authorization: Bearer <token>\`: an access token from \`POST /v1/auth/login\`, one of the outside issuer that the operator has configured, or an API key. The scope that
an operation needs of an API key stands in its description and in its \`x-access\` (and \`x-access-also\`); \`session\` is for people who signed in. \`X-Org-Id\` selects another organisation of the person.
What belongs to somebody else is answered as what does not exist: 404.

## Once
Every write takes an \`Idempotency-Key\` of up to 255 characters, best a UUID of its own. A repeat with the same key is answered as the first request was, with
\`Idempotent-Replayed: true\`, and does nothing again. The same key with another request is 422, and while the first one is still running 409. Keys are kept for 48 hours.

## How often
\`RateLimit-Policy\` and \`RateLimit\` say where a caller stands, and 429 comes with \`Retry-After\` in seconds. Each person, and each API key by itself, has buckets that fill evenly; before signing in, each
address has (by the names that the operator's RATE_LIMITS changes):

| Group | Requests |
|---|---|
${rows(Object.entries(GROUPS).map(([group, { limits: names }]) => [group, names.map((name) => `\`${name}\` ${spoken(limits[name])}`).join(', ')]))}

## Lists
Newest or next first, \`limit\` at a time. \`next_cursor\` is opaque: send it as \`cursor\` for the page behind. Null: there is none.

## Changing what one has read
Where an answer has an \`ETag\`, a change may send it in \`If-Match\`, and is refused with 412 if somebody else was faster; a read may send it in \`If-None-Match\`, and is answered 304 if
nothing has changed.

## Tracing
\`X-Correlation-ID\` of a request, or one that we make, is in its answer, in its problem document as \`request_id\`, and in every line of our log that follows from it.

## Problems
Errors are problem documents (RFC 9457). \`code\` is stable, \`type\` leads to its meaning, \`detail\` is for people.

| Code | Status | Meaning | Same request may succeed later |
|---|---|---|---|
${rows(MEANINGS.map(({ code, status, sentence, retryable }) => [`\`${code}\``, status, sentence, retryable ? 'yes' : 'no']))}
`;
}

const rows = (cells: readonly (readonly (string | number)[])[]): string =>
  cells.map((row) => `| ${row.join(' | ')} |`).join('\n');

const WINDOWS = new Map([
  [1, 'second'],
  [60, 'minute'],
  [3600, 'hour'],
  [86_400, 'day'],
]);

function spoken({ capacity, windowSeconds, per }: Limits[keyof Limits]): string {
  const window = WINDOWS.get(windowSeconds) ?? `${windowSeconds} s`;
  return `${capacity} per ${window}${per === 'all' ? ' for everybody together' : ''}`;
}
