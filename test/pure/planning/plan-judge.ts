// A judge of plans that shares nothing with what it judges: Intl reads the clock, rrule-temporal the rules, and every
// minute is looked at.
import { RRuleTemporal } from 'rrule-temporal';
import { DAYS } from '../../../src/kernel/week.ts';
import type { PlanContent, PlanTask } from '../../../src/planning/plan.ts';
import { readByIntl, type Situation } from './planning-arbitraries.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

interface Session {
  task: PlanTask;
  startsAt: string;
  shown: string;
  startMs: number;
  endMs: number;
}

export function sessionsOf(plan: PlanContent): Session[] {
  return plan.tasks.flatMap((task) =>
    task.occurrences.map(({ starts_at: startsAt, local_date, local_time }) => {
      const startMs = Date.parse(startsAt);
      return {
        task,
        startsAt,
        shown: `${local_date} ${local_time}`,
        startMs,
        endMs: startMs + task.duration_minutes * MINUTE_MS,
      };
    }),
  );
}

/** All that a plan may not do, one sentence for each time that it does. */
export function wrongsOf(plan: PlanContent, situation: Situation): string[] {
  const sessions = sessionsOf(plan);
  const wrongs = [
    ...sessions.flatMap((session, index) => [
      ...wrongsInTime(session, situation),
      ...collisions(plan, session, sessions.slice(index + 1), situation),
      ...wrongsOfHabit(plan, session, situation),
    ]),
    ...plan.tasks.flatMap((task) => wrongsOfRule(plan, task, situation.zone)),
  ];
  const saysNothingFits = plan.conflicts.some(({ kind }) => kind === 'too_little_time');
  if (saysNothingFits !== (plan.tasks.length === 0))
    wrongs.push('too_little_time and an empty plan belong together');
  if (plan.tasks.length > 24 || sessions.length > 200) wrongs.push('too much');
  return [...new Set(wrongs)];
}

const said = (session: Session, what: string): string => `${session.task.title} ${session.shown}: ${what}`;

/** By the clock, the weeks and the days of its own task. */
function wrongsInTime(session: Session, { zone, startOn, weeks, nowMs }: Situation): string[] {
  const date = session.shown.slice(0, 10);
  const day = (Date.parse(date) - Date.parse(startOn)) / DAY_MS;
  const { from, to } = session.task.weeks;
  const weekday = DAYS[(new Date(date).getUTCDay() + 6) % 7]!;
  const clock = readByIntl(session.startMs, zone);
  const found: [string, boolean][] = [
    [`the clock shows ${clock}`, clock !== session.shown],
    ['past', session.startMs < nowMs],
    ['over midnight', readByIntl(session.endMs - 1, zone).slice(0, 10) !== date],
    ['outside its weeks', day < 0 || day >= 7 * weeks || day < 7 * (from - 1) || day >= 7 * to],
    ['another day', !session.task.days.includes(weekday)],
  ];
  return found.filter(([, isWrong]) => isWrong).map(([what]) => said(session, what));
}

/** With what stands in the calendar, and with the sessions of the plan that come after this one in the list. */
function collisions(plan: PlanContent, session: Session, later: Session[], { busy }: Situation): string[] {
  const others = [
    ...busy.map(({ startsAt, endsAt }) => ({ startMs: +startsAt, endMs: +endsAt, session: null })),
    ...later.map((other) => ({ startMs: other.startMs, endMs: other.endMs, session: other })),
  ];
  return others.flatMap((other) => {
    if (session.startMs < other.endMs && other.startMs < session.endMs) return [said(session, 'overlap')];
    const gapMs = Math.max(other.startMs - session.endMs, session.startMs - other.endMs);
    if (gapMs < 0 || gapMs >= 15 * MINUTE_MS) return [];
    const isTold = [session, other.session].some((side) => side && isListed(plan, side, 'buffer'));
    return isTold ? [] : [said(session, 'too close, unlisted')];
  });
}

const isListed = (plan: PlanContent, session: Session, ...kinds: string[]): boolean =>
  plan.conflicts.some(
    ({ kind, starts_at, task_title }) =>
      kinds.includes(kind) && starts_at === session.startsAt && task_title === session.task.title,
  );

/** By the person's sleep and work, and by the task's own time. */
function wrongsOfHabit(plan: PlanContent, session: Session, { zone, profile }: Situation): string[] {
  const sleep = minutesIn(profile.sleep_window);
  const work = profile.work_hours && { ...minutesIn(profile.work_hours), days: profile.work_hours.days };
  const minutes = minutesOf(session, zone);
  const isAtWork =
    work && minutes.some((minute) => isInside(minute, work, (weekday) => work.days.includes(DAYS[weekday]!)));
  const isWorkTold =
    isListed(plan, session, 'work_hours') ||
    plan.conflicts.some(
      ({ kind, task_title, starts_at }) =>
        kind === 'work_hours' && task_title === session.task.title && starts_at === null,
    );
  const isElsewhere = session.shown.slice(11) !== session.task.time;
  return [
    ...(minutes.some((minute) => isInside(minute, sleep, () => true)) ? [said(session, 'asleep')] : []),
    ...(isAtWork && !isWorkTold ? [said(session, 'at work, unlisted')] : []),
    ...(isElsewhere && !isListed(plan, session, 'moved', 'clock_change')
      ? [said(session, 'another time, unlisted')]
      : []),
  ];
}

/** The days of a task are those of its rule, once each, but for those that the plan says it leaves out. */
function wrongsOfRule(plan: PlanContent, task: PlanTask, zone: string): string[] {
  const dates = task.occurrences.map(({ local_date }) => local_date);
  const start = dates[0]!.replaceAll('-', '');
  const ruled = new RRuleTemporal({ rruleString: `DTSTART:${start}T120000Z\nRRULE:${task.rrule}` }).all();
  const ruledDates = ruled.map((date) => date.toPlainDate().toString());
  const dropped = plan.conflicts.filter(
    ({ kind, task_title }) => kind === 'dropped' && task_title === task.title,
  );
  const isTold = (date: string) =>
    dropped.some(
      ({ starts_at }) => starts_at === null || readByIntl(Date.parse(starts_at), zone).startsWith(date),
    );
  const unruled = dates.filter((date) => !ruledDates.includes(date));
  const missing = ruledDates.filter((date) => !dates.includes(date) && !isTold(date));
  const isKept = task.occurrences.some(({ local_time }) => local_time === task.time);
  const weekdays = new Set(dates.map((date) => DAYS[(new Date(date).getUTCDay() + 6) % 7]!));
  return [
    ...(isKept ? [] : [`${task.title}: no session is at ${task.time}`]),
    ...(task.days.length === weekdays.size ? [] : [`${task.title}: ${task.days.join()} is not where it is`]),
    ...(new Set(dates).size < dates.length ? [`${task.title}: twice a day`] : []),
    ...unruled.map((date) => `${task.title} ${date}: not in ${task.rrule}`),
    ...missing.map((date) => `${task.title} ${date}: missing, unlisted`),
  ];
}

/** Minute of the day and weekday, in each minute of a session; Intl is asked for each where the clocks change in it. */
function minutesOf({ startMs, endMs }: Session, zone: string): { minute: number; weekday: number }[] {
  const read = (epochMs: number) => Date.parse(`${readByIntl(epochMs, zone).replace(' ', 'T')}Z`);
  const isSteady = read(endMs - MINUTE_MS) - read(startMs) === endMs - MINUTE_MS - startMs;
  const firstMs = read(startMs);
  return Array.from({ length: (endMs - startMs) / MINUTE_MS }, (_, passed) => {
    const shownMs = isSteady ? firstMs + passed * MINUTE_MS : read(startMs + passed * MINUTE_MS);
    return { minute: (shownMs % DAY_MS) / MINUTE_MS, weekday: (new Date(shownMs).getUTCDay() + 6) % 7 };
  });
}

function minutesIn(range: { from: string; to: string }): { from: number; to: number } {
  return { from: minuteOf(range.from), to: minuteOf(range.to) };
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function isInside(
  { minute, weekday }: { minute: number; weekday: number },
  { from, to }: { from: number; to: number },
  beginsOn: (weekday: number) => boolean,
): boolean {
  if (from === to) return false;
  if (from < to) return minute >= from && minute < to && beginsOn(weekday);
  return minute >= from ? beginsOn(weekday) : minute < to && beginsOn((weekday + 6) % 7);
}
