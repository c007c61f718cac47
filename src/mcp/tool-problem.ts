// What went wrong in a tool, in the words of a problem document, and what whoever called it can do about it.
import type { CallToolResult } from '@modelcontextprotocol/server';
import { readError, RETRY_AFTER_SECONDS, titleOf } from '../http/problem.ts';
import { ERRORS, type ErrorCode } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';

/** For a model: who has only tools, and a person to ask. */
const WHAT_TO_DO: Partial<Record<ErrorCode, string>> = {
  BAD_REQUEST: 'Mend what is named, and call again.',
  VALIDATION_FAILED: 'Mend the fields that are named, and call again.',
  NOT_FOUND: 'Look for the id with the tool that lists such things: it may have been mistyped, or gone.',
  INSUFFICIENT_SCOPE: 'Tell the person which scope this API key lacks; calling again changes nothing.',
  ID_REUSED: 'Make a new id, or leave it out.',
  IDEMPOTENCY_KEY_REUSED: 'Make a new idempotency_key for another call.',
  IDEMPOTENCY_ANSWER_LOST: 'It was done: read what it changed.',
  TIME_TAKEN: 'Name another time, or call again with force if the person wants both.',
  PLAN_STALE: 'Call read_draft, show that draft to the person, and approve its number and hash.',
  PLAN_EMPTY: 'Call revise_plan with what the person can do, then approve the new draft.',
  GOAL_CLOSED: 'Call read_goal to see what became of it.',
  TASK_SETTLED: 'Call reopen_task first, if the person wants that.',
  RULE_OF_PLAN: 'Call revise_plan for the goal of this task.',
  TIMED_OUT: 'It may have been done: call again with the same idempotency_key, or read what it changes.',
  PHONE_NOT_VERIFIED: 'Ask the person to verify their phone number in the app.',
  ACCOUNT_ERASING: 'Tell the person: nothing can be done before they take the erasure back.',
};
const AGAIN = 'Wait so many seconds as retry_after_seconds says, and call again.';
const OTHERWISE = 'Calling again changes nothing: tell the person.';

/** `code` is what the metrics and the log say of it. The log has the story of what nobody expected. */
export function toolProblem(
  error: unknown,
  { log, requestId }: { log: Log; requestId: string },
): { code: ErrorCode; result: CallToolResult } {
  const { code, fields } = readError(error, log);
  const { sentence, retryable } = ERRORS[code];
  const { retryAfterSeconds: asked, ...told } = fields;
  const retryAfter = typeof asked === 'number' ? asked : (RETRY_AFTER_SECONDS[code] ?? 1);
  const problem = {
    ...told,
    code,
    title: titleOf(code),
    detail: sentence,
    what_to_do: WHAT_TO_DO[code] ?? (retryable ? AGAIN : OTHERWISE),
    retryable,
    ...(retryable && { retry_after_seconds: retryAfter }),
    request_id: requestId,
  };
  return { code, result: { isError: true, content: [{ type: 'text', text: JSON.stringify(problem) }] } };
}
