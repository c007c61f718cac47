// A second opinion on a plan, for the moment of approval: it shares no clock arithmetic with the composer and trusts none of its work.
import { DAYS, type PlanningProfile } from '../agents.ts';
import { expandRule } from '../tasks/expand-rule.ts';
import type { BusyTime } from './calendar.ts';
import type { PlanConflict, PlanContent, PlanTask } from './plan.ts';

export interface PlanViolation {
  kind:
    | 'overlap'
    | 'buffer'
    | 'sleep'
    | 'work_hours'
    | 'midnight'
    | 'past'
    | 'clock'
    | 'weeks'
    | 'rule'
    | 'unlisted_move';
  task_title: string;
  /** The occurrence, ISO 8601 in UTC; null when it concerns the whole task. */
  starts_at: string | null;
  /** What it collides with, where there is such a thing. */
  existing_task_title: string | null;
}

/**
 * What is wrong with a plan and not listed in its `conflicts`, given the calendar of now. Empty for a fresh draft of composePlan;
 * later `overlap` and `buffer` show what came into the calendar since, and `past` what has begun since.
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

const MINUTE_MS = 60_000;
const BUFFER_MS = 15 * MINUTE_MS;

interface Taken {
  title: string;
  startMs: number;
  endMs: number;
  session: Session | null;
}
interface Session {
  task: PlanTask;
  shown: PlanTask['occurrences'][number];
  startMs: number;
  endMs: number;
}
interface Reading {
  date: string;
  minute: number;
  weekday: number;
}
/** Of the day. */
type Minutes = { from: number; to: number };
type ReadClock = (epochMs: number) => Reading;

function sessionsOf(task: PlanTask): Session[] {
  return task.occurrences.map((shown) => {
    const startMs = Date.parse(shown.starts_at);
    return { task, shown, startMs, endMs: startMs + task.duration_minutes * MINUTE_MS };
  });
}

/** Sweeps over everything in order of time: each thing is held against those before it that end less than 15 minutes earlier. */
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

function faultsOf(
  session: Session,
  at: { content: PlanContent; profile: PlanningProfile; nowMs: number; readClock: ReadClock },
): PlanViolation[] {
  const { task, shown, startMs, endMs } = session;
  const { content, profile } = at;
  const readings = readingsOf(session, at.readClock);
  const first = readings[0]!;
  const day = Math.round((Date.parse(shown.local_date) - Date.parse(content.start_on)) / (1440 * MINUTE_MS));
  const week = Math.floor(day / 7) + 1;
  const sleep = minutesOf(profile.sleep_window);
  const work = profile.work_hours && { ...minutesOf(profile.work_hours), days: profile.work_hours.days };
  const faults: [PlanViolation['kind'], boolean][] = [
    ['clock', first.date !== shown.local_date || first.minute !== minuteOf(shown.local_time)],
    ['past', startMs < at.nowMs],
    ['weeks', week < task.weeks.from || week > task.weeks.to],
    ['midnight', at.readClock(endMs - 1).date !== shown.local_date],
    ['sleep', readings.some((reading) => isWithin(reading, sleep, DAYS))],
    [
      'work_hours',
      work !== null &&
        readings.some((reading) => isWithin(reading, work, work.days)) &&
        !lists(content.conflicts, 'work_hours', session, 'or the whole task'),
    ],
    [
      'unlisted_move',
      shown.local_time !== task.time &&
        !lists(content.conflicts, 'moved', session) &&
        !lists(content.conflicts, 'clock_change', session),
    ],
  ];
  return faults.filter(([, isBroken]) => isBroken).map(([kind]) => violation(kind, task.title, session));
}

/** What the clock shows in each minute of a session. */
function readingsOf({ task, startMs, endMs }: Session, readClock: ReadClock): Reading[] {
  const first = readClock(startMs);
  const last = readClock(endMs - MINUTE_MS);
  const isSteady = last.date === first.date && last.minute - first.minute === task.duration_minutes - 1;
  return Array.from({ length: task.duration_minutes }, (_, passed) =>
    isSteady ? { ...first, minute: first.minute + passed } : readClock(startMs + passed * MINUTE_MS),
  );
}

/** Whether a reading lies in a range that begins on one of these days and may go on into the next. */
function isWithin({ minute, weekday }: Reading, { from, to }: Minutes, days: readonly string[]): boolean {
  const beginsOn = (index: number) => days.includes(DAYS[index % 7]!);
  if (from <= to) return minute >= from && minute < to && beginsOn(weekday);
  return (minute >= from && beginsOn(weekday)) || (minute < to && beginsOn(weekday + 6));
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

function lists(
  conflicts: PlanConflict[],
  kind: PlanConflict['kind'],
  { task, shown }: Session,
  scope?: 'or the whole task',
): boolean {
  return conflicts.some(
    (conflict) =>
      conflict.kind === kind &&
      conflict.task_title === task.title &&
      (conflict.starts_at === shown.starts_at || (scope !== undefined && conflict.starts_at === null)),
  );
}

function violation(
  kind: PlanViolation['kind'],
  title: string,
  session?: Session,
  existingTitle?: string,
): PlanViolation {
  const startsAt = session?.shown.starts_at ?? null;
  return { kind, task_title: title, starts_at: startsAt, existing_task_title: existingTitle ?? null };
}

function clockIn(zone: string): ReadClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (epochMs) => {
    const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
    const date = `${parts.year}-${parts.month}-${parts.day}`;
    const weekday = (new Date(date).getUTCDay() + 6) % 7;
    return { date, minute: Number(parts.hour) * 60 + Number(parts.minute), weekday };
  };
}

function minutesOf(range: { from: string; to: string }): Minutes {
  return { from: minuteOf(range.from), to: minuteOf(range.to) };
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours! * 60 + minutes!;
}
