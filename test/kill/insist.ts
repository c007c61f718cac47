// A client as it should be: when the line breaks or the server is still at work, it sends the very same request again.
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Person } from '../harness/person.ts';

const AGAIN_MS = 100;
const PATIENCE_MS = 600_000;

/** Resolves to the first final answer: anything but 202 and 503. Rejects after ten minutes with the last one. */
export async function insist(person: Person, method: string, path: string, body?: unknown): Promise<Answer> {
  let last = 'no answer';
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
    const answer = await person.call(method, path, body).catch((error: unknown) => String(error));
    if (typeof answer !== 'string' && ![202, 503].includes(answer.status)) return answer;
    last = typeof answer === 'string' ? answer : `${answer.status} ${JSON.stringify(answer.body)}`;
    await delay(AGAIN_MS);
  }
  throw new Error(`${method} ${path}: still no final answer, last: ${last}`);
}
