// Whether somebody still has to decide on a plan of a goal: its first, or a change of the one that runs.
import type { Goal } from './goal.entity.ts';

export const isModified = ({ status, modifies }: Pick<Goal, 'status' | 'modifies'>): boolean =>
  status === 'active' && typeof modifies === 'number';

export const isNegotiated = (goal: Pick<Goal, 'status' | 'modifies'>): boolean =>
  goal.status === 'negotiating' || isModified(goal);
