// What a model proposed, read as days and times: nothing of it is trusted, and the calendar is not asked yet.
import { DAYS } from '../kernel/week.ts';
import { FluxError } from '../kernel/errors.ts';
import { addDays, weekdayOf } from '../kernel/time.ts';
import { expandRule, readRule } from './expand-rule.ts';
import type { ProposedTask } from './proposal.ts';

/** A proposed task once it is read. */
export interface Wanted {
  title: string;
  description: string;
  time: string;
  minutes: number;
  /** RFC 5545 without COUNT and UNTIL. */
  rule: string;
  /** What the rule means inside the weeks of the plan: calendar days, none where the weeks lie after its end. */
  dates: string[];
  weeks: { from: number; to: number };
}

/**
 * Reads a task into a plan of so many weeks from `startOn`; a reversed range is turned round, a long one cut. Nothing
 * lies after `endsOn`.
 */
export function readProposedTask(
  task: ProposedTask,
  plan: { startOn: string; weeks: number; goalTitle: string; endsOn: string | null },
): Wanted {
  const { from, to } = task.week_range;
  const weeks = { from: Math.min(from, to), to: Math.min(Math.max(from, to), plan.weeks) };
  const firstDate = addDays(plan.startOn, 7 * (weeks.from - 1));
  const lastOfWeeks = addDays(plan.startOn, 7 * weeks.to - 1);
  const lastDate = plan.endsOn !== null && plan.endsOn < lastOfWeeks ? plan.endsOn : lastOfWeeks;
  return {
    title: task.title.trim() || plan.goalTitle.trim() || 'Session',
    description: task.description,
    time: task.suggested_time,
    minutes: task.duration_minutes,
    weeks,
    ...ruleAndDates(task, { planStart: plan.startOn, firstDate, lastDate }),
  };
}

/** The proposed rule where it can be used and means any day, else every week on the days that were named beside it. */
function ruleAndDates(
  task: ProposedTask,
  { planStart, firstDate, lastDate }: { planStart: string; firstDate: string; lastDate: string },
): { rule: string; dates: string[] } {
  const days = DAYS.filter((day) => task.scheduled_days.includes(day)).join(',');
  const weekly = `FREQ=WEEKLY;BYDAY=${days}`;
  const rule = usableRule(task.recurrence_rule, days, weekdayOf(firstDate)) ?? weekly;
  // "Every third day" goes on over the steps of a plan: it is counted from the start of the whole.
  const countedFrom = rule.startsWith('FREQ=DAILY;INTERVAL=') ? planStart : firstDate;
  const dates = datesOf(rule, countedFrom, lastDate).filter((date) => date >= firstDate);
  return dates.length > 0 ? { rule, dates } : { rule: weekly, dates: datesOf(weekly, firstDate, lastDate) };
}

/** Models forget BYDAY or contradict the days they name, so the named days count; weeks are those of the plan. */
function usableRule(text: string, days: string, weekStart: string): string | null {
  const parts = readableRule(text);
  if (!parts || parts.FREQ === 'YEARLY') return null;
  if (parts.FREQ === 'MONTHLY') {
    const { COUNT: _count, UNTIL: _until, ...lasting } = parts;
    return Object.entries(lasting)
      .map(([name, value]) => `${name}=${value}`)
      .join(';');
  }
  const isSparse = parts.INTERVAL !== undefined && parts.INTERVAL !== '1';
  const every = isSparse ? `;INTERVAL=${parts.INTERVAL};WKST=${weekStart}` : '';
  return `FREQ=${parts.FREQ}${every};BYDAY=${days}`;
}

function readableRule(text: string): ReturnType<typeof readRule> | null {
  try {
    return readRule(text);
  } catch (error) {
    if (error instanceof FluxError && error.code === 'RULE_INVALID') return null;
    throw error;
  }
}

function datesOf(rule: string, firstDate: string, lastDate: string): string[] {
  if (firstDate > lastDate) return [];
  const occurrences = expandRule({
    rrule: rule,
    startDate: firstDate,
    time: '12:00',
    zone: 'UTC',
    to: lastDate,
  });
  return occurrences.map(({ localDate }) => localDate);
}
