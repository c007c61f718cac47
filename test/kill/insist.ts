// A client as it should be: when the line breaks or the server is still at work, it sends the very same request again.
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Person } from '../harness/person.ts';

const AGAIN_MS = 100;
const PATIENCE_MS = 600_000;
/** At work, a part is not there, or nobody knows within the time of a request. */
const NOT_FINAL = [202, 503, 504];

/**
 * Resolves to the first final answer: anything but 202, 503, 504, and a first attempt that still runs. Rejects after ten
 * minutes with the last one. A session that was lost is opened anew.
 */
export async function insist(
  person: Person,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Answer> {
  let last = 'no answer';
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
    const answer = await person.call(method, path, body, headers).catch((error: unknown) => String(error));
    if (typeof answer !== 'string' && isFinal(answer)) return answer;
    last = typeof answer === 'string' ? answer : `${answer.status} ${JSON.stringify(answer.body)}`;
    if (typeof answer !== 'string' && answer.status === 401)
      await person.signIn().catch((error: unknown) => {
        last = String(error);
      });
    await delay(AGAIN_MS);
  }
  throw new Error(`${method} ${path}: still no final answer, last: ${last}`);
}

function isFinal({ status, body }: Answer): boolean {
  return !NOT_FINAL.includes(status) && status !== 401 && body?.code !== 'IDEMPOTENCY_RUNNING';
}
