// What a plan tells the person about every change and every soft spot: one sentence each, in local time.
import { DAYS, type Day } from '../kernel/week.ts';
import { shortDate, weekdayOf } from '../kernel/time.ts';
import { BUFFER_MINUTES, obstacleOf, type Look, type Obstacle } from './calendar.ts';
import type { Placed } from './choose-time.ts';
import type { PlanConflict } from './plan.ts';

/** A conflict of one task; without `startsAtMs` it concerns all of its weeks. */
export type Conflict = Pick<PlanConflict, 'kind' | 'message'> & {
  startsAtMs?: number;
  existing?: string | null;
};

const LISTED_ONE_BY_ONE = 6;

/** All that the person should know about where the sessions of a task went; `time` is the task's own. */
export function listConflicts(title: string, placed: Placed[], time: string): Conflict[] {
  const kept = placed.flatMap(({ taken }) => taken ?? []);
  return [...listDropped(placed, title), ...placed.flatMap(listChanges), ...listPoor(kept, time)];
}

/** "Tue 1 Dec 07:00 is taken by “Dentist”". */
export function describeLook({ date, time }: Look, obstacle: Obstacle | null): string {
  const words = obstacle ? describeObstacle(obstacle) : 'is not free';
  return `${shortDate(date)} ${time} ${words}`;
}

/** What a time is, as the end of a sentence that began with it. */
export function describeObstacle({ kind, title }: Obstacle): string {
  const words: Record<Obstacle['kind'], string> = {
    overlap: `is taken by “${title}”`,
    buffer: `is less than ${BUFFER_MINUTES} minutes from “${title}”`,
    sleep: 'is in your sleep',
    midnight: 'would go on past midnight',
    full_day: 'comes on a day that is full already',
    past: 'is over already',
    work_hours: 'is inside your work hours',
    avoid_slot: `has not worked well for you (${title})`,
  };
  return words[kind];
}

/** "Mon, Wed, Fri": each day once, in the order of the week. */
export function listDays(days: Day[]): string {
  const names = { MO: 'Mon', TU: 'Tue', WE: 'Wed', TH: 'Thu', FR: 'Fri', SA: 'Sat', SU: 'Sun' };
  return DAYS.filter((day) => days.includes(day))
    .map((day) => names[day])
    .join(', ');
}

/** Dates that the person wanted free: each takes away that date alone, and is said. */
export function listDaysOff(title: string, off: Look[]): Conflict[] {
  if (off.length > LISTED_ONE_BY_ONE) {
    const days = off.map(({ date }) => shortDate(date)).join(', ');
    return [
      { kind: 'dropped', message: `“${title}” leaves out ${off.length} days to be kept free: ${days}.` },
    ];
  }
  return off.map(({ date, startMs }) => ({
    kind: 'dropped',
    startsAtMs: startMs,
    message: `“${title}” leaves out ${shortDate(date)}, a day to be kept free.`,
  }));
}

function listDropped(placed: Placed[], title: string): Conflict[] {
  const dropped = placed.filter(({ taken }) => !taken).map(({ wished }) => wished);
  if (dropped.length > LISTED_ONE_BY_ONE) {
    const days = dropped.map(({ date }) => shortDate(date)).join(', ');
    const message = `“${title}” finds no free time on ${dropped.length} of ${placed.length} days: ${days}.`;
    return [{ kind: 'dropped', message }];
  }
  return dropped.map((look) => {
    const obstacle = obstacleOf(look);
    const message = `${describeLook(look, obstacle)}, and nothing else is free that day: this one is left out.`;
    return { kind: 'dropped', startsAtMs: look.startMs, existing: obstacle?.title ?? null, message };
  });
}

function listChanges({ wished, taken }: Placed): Conflict[] {
  if (!taken) return [];
  const startsAtMs = taken.startMs;
  const conflicts: Conflict[] = [];
  if (taken.startMs !== wished.startMs) {
    const obstacle = obstacleOf(wished);
    const message = `${describeLook(wished, obstacle)}; this one is at ${taken.time} instead.`;
    conflicts.push({ kind: 'moved', startsAtMs, existing: obstacle?.title ?? null, message });
  } else if (taken.shifted) {
    const message = `On ${shortDate(taken.date)} the clocks go forward over this time; this one is at ${taken.time}.`;
    conflicts.push({ kind: 'clock_change', startsAtMs, message });
  }
  if (taken.tight) {
    const message = `${describeLook(taken, taken.tight)}.`;
    conflicts.push({ kind: 'buffer', startsAtMs, existing: taken.tight.title, message });
  }
  return conflicts;
}

/** A poor choice that recurs with the task is said once; that of a single moved session is said of it. */
function listPoor(kept: Look[], time: string): Conflict[] {
  const poor = kept.flatMap((look) => look.poor.map((obstacle) => ({ look, obstacle })));
  const usual = Map.groupBy(
    poor.filter(({ look }) => look.time === time),
    ({ obstacle }) => describeObstacle(obstacle),
  );
  const recurring = [...usual].map(([words, found]): Conflict => {
    const days = listDays(found.map(({ look }) => weekdayOf(look.date)));
    return { kind: softKind(found[0]!.obstacle), message: `${time} on ${days} ${words}.` };
  });
  const single = poor
    .filter(({ look }) => look.time !== time)
    .map(({ look, obstacle }): Conflict => {
      const message = `${describeLook(look, obstacle)}.`;
      return { kind: softKind(obstacle), startsAtMs: look.startMs, message };
    });
  return [...recurring, ...single];
}

const softKind = ({ kind }: Obstacle) => (kind === 'avoid_slot' ? kind : 'work_hours');
