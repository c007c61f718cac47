// Sessions that serve a further goal, in the matrix.
import type { Actor } from './actor.ts';
import type { Entries, Entry } from './entry.ts';
import { draft } from './goals.ts';
import { task } from './tasks.ts';

const shared: Entry = {
  ask: async (who: Actor) => ({
    path: { id: (await who.have(draft)).goalId, task_id: await who.have(task) },
  }),
};

export const SHARING: Entries = { shareTask: shared, unshareTask: shared };
