// Patterns in the matrix.
import type { Actor } from './actor.ts';
import type { Entries, Entry } from './entry.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** Each in slots of its own, so that a second one is another. */
let slots = 0;

/** The id of a pattern: three misses in a row, long settled. */
async function pattern(who: Actor): Promise<string> {
  const hour = String(2 + ((slots += 3) % 20)).padStart(2, '0');
  for (const back of [5, 4, 3]) {
    // On another weekday than what is done right now.
    const day = new Date(Date.now() - back * WEEK_MS - 2 * DAY_MS).toISOString().slice(0, 10);
    const task = { title: who.canary, starts_at: `${day}T${hour}:20:00Z`, duration_minutes: 10, force: true };
    const { id } = await who.expect('POST', '/v1/tasks', task);
    await who.expect('POST', `/v1/tasks/${id}/miss`);
  }
  return (await who.expect('GET', '/v1/patterns')).patterns[0].id;
}

const onePattern: Entry = { ask: async (who) => ({ path: { id: await who.have(pattern) } }) };

export const PATTERNS: Entries = {
  listPatterns: { ask: () => ({}) },
  readPattern: onePattern,
  changePattern: {
    ask: async (who) => ({ path: { id: await who.have(pattern) }, body: { confidence: 0.4 } }),
  },
  deletePattern: onePattern,
};
