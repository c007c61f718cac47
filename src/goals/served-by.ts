// Which tasks serve a goal: its own, and those of other goals that it shares.
import type { FilterQuery } from '@mikro-orm/postgresql';
import type { Task } from '../tasks/task.entity.ts';

export const servedBy = (goalId: string): FilterQuery<Task> => ({
  $or: [{ goalId }, { sharedWithGoalIds: { $contains: [goalId] } }],
});
