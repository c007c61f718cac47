// Rules of recurring tasks in the matrix.
import { randomUUID } from 'node:crypto';
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

const later = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let hours = 0;

/** The id of a goal whose plan was agreed to: it has tasks, at an hour of its own each time. */
export async function runningGoal(who: Actor): Promise<string> {
  const wish = `I want to practise piano on Saturday at ${1 + (hours++ % 8)} pm for 20 minutes (${who.canary})`;
  const goal = await who.expect('POST', '/v1/goals', { wish, goal_id: randomUUID() });
  const { draft: number, hash } = goal.latest_draft;
  await who.expect('POST', `/v1/goals/${goal.id}/approval`, { draft: number, hash });
  return goal.id;
}

/** The id of a pause. */
export async function pause(who: Actor): Promise<string> {
  const body = { rule_id: await who.have(rule), from: later(300), until: later(301) };
  return (await who.expect('POST', '/v1/task-pauses', body)).id;
}

/** The third of some month to come. */
const oneDate: Entry = {
  ask: async (who) => ({ path: { id: await who.have(rule), date: `${later(400).slice(0, 7)}-03` } }),
};

export const RULES: Entries = {
  listTaskRules: { ask: () => ({}) },
  createTaskRule: { ask: (who) => ({ body: fields(who) }) },
  readTaskRule: oneRule,
  listOccurrences: oneRule,
  editTaskRule: {
    ask: async (who) => ({ path: { id: await who.have(rule) }, body: { title: 'Another', force: true } }),
  },
  endTaskRule: oneRule,
  skipOccurrence: oneDate,
  restoreOccurrence: oneDate,
  startPause: {
    ask: async (who) => ({
      body: {
        rule_id: await who.have(rule),
        goal_id: await who.have(runningGoal),
        from: later(300),
        until: later(301),
      },
    }),
  },
  listPauses: { ask: () => ({}) },
  endPause: { ask: async (who) => ({ path: { id: await who.have(pause) } }) },
};
