// Cuts a rule at a date: what ends before it, and what goes on from there.
import { addDays } from '../kernel/time.ts';
import { expandRule, readRule } from '../planning/expand-rule.ts';
import { nextOccurrence } from '../planning/recurrence.ts';
import type { TaskRule } from '../tasks/task.entity.ts';
import { recurrenceOf } from './find-rule.ts';

export interface Split {
  /** Columns of the rule that ends before `from`. */
  ending: Pick<TaskRule, 'rrule' | 'exdates' | 'rdates'>;
  /** The rule from there on; its id is not its own yet. */
  following: TaskRule;
}

/** Null where nothing of it comes before `from`. Pure. */
export function splitRule(rule: TaskRule, from: string): Split | null {
  const eve = addDays(from, -1);
  if (from <= rule.startDate && !rule.rdates.some((date) => date < from)) return null;
  const { exdates, rdates, startDate, localTime: time, zone } = rule;
  const { COUNT, UNTIL, ...parts } = readRule(rule.rrule);
  const before =
    COUNT === undefined || startDate > eve
      ? 0
      : expandRule({ rrule: rule.rrule, startDate, time, zone, to: eve, limit: 100_000 }).length;
  const left = COUNT === undefined ? null : Math.max(1, Number(COUNT) - before);
  // Where it counts on from: an interval goes on in step.
  const bare = { ...recurrenceOf(rule), exdates: [], rdates: [] };
  const anchor = nextOccurrence(bare, from)?.date ?? from;
  const until = eve.replaceAll('-', '');
  return {
    ending: {
      rrule: spell({ ...parts, UNTIL: UNTIL !== undefined && UNTIL.slice(0, 8) < until ? UNTIL : until }),
      exdates: exdates.filter((date) => date < from),
      rdates: rdates.filter((date) => date < from),
    },
    following: {
      ...rule,
      rrule: spell({ ...parts, ...(left && { COUNT: left }), ...(UNTIL !== undefined && { UNTIL }) }),
      startDate: anchor,
      exdates: exdates.filter((date) => date >= from),
      rdates: rdates.filter((date) => date >= from),
    },
  };
}

const spell = (parts: object): string =>
  Object.entries(parts)
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
