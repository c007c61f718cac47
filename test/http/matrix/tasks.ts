// Tasks in the matrix.
import type { Actor } from './actor.ts';
import type { Entries, Entry } from './entry.ts';
import { draft } from './goals.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

let hours = 0;
/** An hour of its own each time, long after every plan that is made here. */
export const farAway = (): string => new Date(Date.now() + 300 * DAY_MS + ++hours * HOUR_MS).toISOString();

const fields = (who: Actor) => ({
  title: who.canary,
  description: `Secret: ${who.canary}`,
  starts_at: farAway(),
  duration_minutes: 30,
  force: true,
});

/** The id of a task. */
export async function task(who: Actor): Promise<string> {
  return (await who.expect('POST', '/v1/tasks', fields(who))).id;
}

const oneTask: Entry = { ask: async (who) => ({ path: { id: await who.have(task) } }) };

export const TASKS: Entries = {
  listToday: { ask: () => ({}) },
  listTasks: {
    filters: ['goal_id'],
    ask: async (who) => ({ query: { goal_id: (await who.have(draft)).goalId } }),
  },
  createTask: { ask: (who) => ({ body: fields(who) }) },
  readTask: oneTask,
  editTask: {
    ask: async (who) => ({ path: { id: await who.have(task) }, body: { title: 'Another' } }),
  },
  fireLocationTasks: { ask: () => ({}) },
  rezoneTasks: { ask: () => ({}) },
  cancelTask: oneTask,
  reopenTask: oneTask,
  completeTask: oneTask,
  missTask: oneTask,
  listFreeTimes: oneTask,
  proposeReschedule: oneTask,
  rescheduleTask: {
    ask: async (who) => ({ path: { id: await who.have(task) }, body: { starts_at: farAway() } }),
  },
};
