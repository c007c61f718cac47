// Rules of recurring tasks in the matrix.
import type { Actor } from './actor.ts';
import type { Entries, Entry } from './entry.ts';

const fields = (who: Actor) => ({
  title: who.canary,
  description: `Secret: ${who.canary}`,
  rrule: 'FREQ=MONTHLY;BYMONTHDAY=3',
  time: '03:05',
  duration_minutes: 5,
  force: true,
});

/** The id of a rule. */
export async function rule(who: Actor): Promise<string> {
  return (await who.expect('POST', '/v1/task-rules', fields(who))).id;
}

const oneRule: Entry = { ask: async (who) => ({ path: { id: await who.have(rule) } }) };

export const RULES: Entries = {
  listTaskRules: { ask: () => ({}) },
  createTaskRule: { ask: (who) => ({ body: fields(who) }) },
  readTaskRule: oneRule,
  listOccurrences: oneRule,
};
