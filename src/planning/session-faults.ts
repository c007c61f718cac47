// The second opinion on one session by itself: its clock, its weeks, sleep, work, and what the plan was silent about.
import type { PlanningProfile } from '../account/planning-profile.ts';
import { DAYS } from '../kernel/week.ts';
import type { PlanContent } from './plan.ts';
import { MINUTE_MS, isWithin, minuteOf, minutesOf, type ReadClock, type Reading } from './violation-clock.ts';
import { lists, violation, type PlanViolation, type Session } from './violation.ts';

/** Every rule that the session breaks and the plan does not list; each kind at most once. */
export function faultsOf(
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
    ['sleep', !profile.sleep_assumed && readings.some((reading) => isWithin(reading, sleep, DAYS))],
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
