// Somebody new is let in as soon as there is room: on a busy machine a request may wait too long for a connection, and is told to come again.
import { setTimeout as delay } from 'node:timers/promises';
import { PATIENCE_MS } from './patience.ts';

/** Asks again while the answer is 503, which did nothing. Resolves to the first other one, or to the last of these. */
export async function untilThere<Answer extends { status: number }>(
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503 || Date.now() > deadline) return answer;
    await delay(50);
  }
}
