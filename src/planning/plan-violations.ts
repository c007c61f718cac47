// A second opinion on a plan, for the moment of approval: it shares no clock with the composer and trusts none of it.
import type { PlanningProfile } from '../account/planning-profile.ts';
import type { BusyTime } from './busy-time.ts';
import { expandRule } from './expand-rule.ts';
import type { PlanConflict, PlanContent, PlanTask } from './plan.ts';
import { faultsOf } from './session-faults.ts';
import { MINUTE_MS, clockIn, type ReadClock } from './violation-clock.ts';
import { lists, sessionsOf, violation, type PlanViolation, type Session } from './violation.ts';

/**
 * What is wrong with a plan and not listed in its `conflicts`, given the calendar of now. Empty for a fresh draft of
 * composePlan; later `overlap` and `buffer` show what came into the calendar since, and `past` what has begun since.
 */
export function planViolations(
  content: PlanContent,
  { busy, profile, nowMs }: { busy: BusyTime[]; profile: PlanningProfile; nowMs: number },
): PlanViolation[] {
  const readClock = clockIn(content.zone);
  const sessions = content.tasks.flatMap(sessionsOf);
  return [
    ...collisions(content, sessions, busy),
    ...sessions.flatMap((session) => faultsOf(session, { content, profile, nowMs, readClock })),
    ...content.tasks
      .filter((task) => !followsItsRule(task, content.conflicts, readClock))
      .map((task) => violation('rule', task.title)),
  ];
}

const BUFFER_MS = 15 * MINUTE_MS;

interface Taken {
  title: string;
  startMs: number;
  endMs: number;
  session: Session | null;
}

/** Sweeps in order of time: each thing is held against those before it that end less than 15 minutes earlier. */
function collisions({ conflicts }: PlanContent, sessions: Session[], busy: BusyTime[]): PlanViolation[] {
  const taken: Taken[] = [
    ...busy.map(({ title, startsAt, endsAt }) => ({
      title,
      startMs: +startsAt,
      endMs: +endsAt,
      session: null,
    })),
    ...sessions.map((session) => ({ ...session, title: session.task.title, session })),
  ].toSorted((a, b) => a.startMs - b.startMs);
  const found: PlanViolation[] = [];
  let before: Taken[] = [];
  for (const later of taken) {
    before = before.filter((earlier) => earlier.endMs + BUFFER_MS > later.startMs);
    for (const earlier of before) {
      const session = later.session ?? earlier.session;
      if (!session) continue;
      const overlaps = earlier.endMs > later.startMs;
      const isListed = [earlier, later].some(
        (side) => side.session && lists(conflicts, 'buffer', side.session),
      );
      if (!overlaps && isListed) continue;
      const other = later.session ? earlier : later;
      found.push(violation(overlaps ? 'overlap' : 'buffer', session.task.title, session, other.title));
    }
    before.push(later);
  }
  return found;
}

/** The rule gives each occurrence's day, and no other day but those that the plan says it leaves out. */
function followsItsRule(task: PlanTask, conflicts: PlanConflict[], readClock: ReadClock): boolean {
  const days = task.occurrences.map(({ local_date }) => local_date);
  const startDate = days[0];
  if (startDate === undefined || new Set(days).size < days.length) return false;
  const isLeftOut = (day: string) =>
    conflicts.some(
      ({ kind, task_title, starts_at }) =>
        kind === 'dropped' &&
        task_title === task.title &&
        (starts_at === null || readClock(Date.parse(starts_at)).date === day),
    );
  try {
    const ruled = expandRule({ rrule: task.rrule, startDate, time: '12:00', zone: 'UTC' });
    const ruledDays = ruled.map(({ localDate }) => localDate);
    return (
      days.every((day) => ruledDays.includes(day)) &&
      ruledDays.every((day) => days.includes(day) || isLeftOut(day))
    );
  } catch {
    return false;
  }
}
