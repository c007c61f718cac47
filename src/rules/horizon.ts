// How far ahead the occurrences of a rule exist as tasks: farther than a plan of six weeks looks.
import { addDays, localDayOf } from '../kernel/time.ts';
import type { TaskRule } from '../tasks/task.entity.ts';

export const HORIZON_DAYS = 60;
/** The reconciler adds a week at a time. */
export const REFILL_DAYS = HORIZON_DAYS - 7;

/** The last date that has its task, counted from today in the zone of the rule. */
export const horizonOf = ({ zone }: Pick<TaskRule, 'zone'>): string =>
  addDays(localDayOf(new Date(), zone), HORIZON_DAYS);
