// A judge of plans that shares nothing with what it judges: Intl reads the clock, rrule-temporal the rules, and every minute is looked at.
import { RRuleTemporal } from 'rrule-temporal';
import { DAYS } from '../../src/kernel/week.ts';
import type { PlanContent, PlanTask } from '../../src/planning/plan.ts';
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
export function wrongsOf(
  plan: PlanContent,
  { zone, startOn, weeks, nowMs, profile, busy }: Situation,
): string[] {
  const wrongs: string[] = [];
  const sessions = sessionsOf(plan);
  const isListed = (session: Session, ...kinds: string[]) =>
    plan.conflicts.some(
      ({ kind, starts_at, task_title }) =>
        kinds.includes(kind) && starts_at === session.startsAt && task_title === session.task.title,
    );
  const others = busy.map(({ startsAt, endsAt }) => ({ startMs: +startsAt, endMs: +endsAt, session: null }));
  const sleep = minutesIn(profile.sleep_window);
  const work = profile.work_hours && { ...minutesIn(profile.work_hours), days: profile.work_hours.days };
  const own = sessions.map((session) => ({ ...session, session }));

  sessions.forEach((session, index) => {
    const say = (what: string) => wrongs.push(`${session.task.title} ${session.shown}: ${what}`);
    if (readByIntl(session.startMs, zone) !== session.shown)
      say(`the clock shows ${readByIntl(session.startMs, zone)}`);
    if (session.startMs < nowMs) say('past');
    if (readByIntl(session.endMs - 1, zone).slice(0, 10) !== session.shown.slice(0, 10)) say('over midnight');

    const day = (Date.parse(session.shown.slice(0, 10)) - Date.parse(startOn)) / DAY_MS;
    const { from, to } = session.task.weeks;
    if (day < 0 || day >= 7 * weeks || day < 7 * (from - 1) || day >= 7 * to) say('outside its weeks');
    if (!session.task.days.includes(DAYS[(new Date(session.shown.slice(0, 10)).getUTCDay() + 6) % 7]!))
      say('another day');

    for (const other of [...others, ...own.slice(index + 1)]) {
      if (session.startMs < other.endMs && other.startMs < session.endMs) say('overlap');
      const gapMs = Math.max(other.startMs - session.endMs, session.startMs - other.endMs);
      if (gapMs < 0 || gapMs >= 15 * MINUTE_MS) continue;
      const isTold = [session, other.session].some((side) => side && isListed(side, 'buffer'));
      if (!isTold) say('too close, unlisted');
    }
    for (const minute of minutesOf(session, zone)) {
      if (isInside(minute, sleep, () => true)) say('asleep');
      if (work && isInside(minute, work, (weekday) => work.days.includes(DAYS[weekday]!))) {
        const isTold = plan.conflicts.some(
          ({ kind, task_title, starts_at }) =>
            kind === 'work_hours' &&
            task_title === session.task.title &&
            (starts_at === null || starts_at === session.startsAt),
        );
        if (!isTold) say('at work, unlisted');
      }
    }
    const isElsewhere = session.shown.slice(11) !== session.task.time;
    if (isElsewhere && !isListed(session, 'moved', 'clock_change')) say('another time, unlisted');
  });

  for (const task of plan.tasks) {
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
    if (new Set(dates).size < dates.length) wrongs.push(`${task.title}: twice a day`);
    for (const date of dates)
      if (!ruledDates.includes(date)) wrongs.push(`${task.title} ${date}: not in ${task.rrule}`);
    for (const date of ruledDates) {
      if (!dates.includes(date) && !isTold(date)) wrongs.push(`${task.title} ${date}: missing, unlisted`);
    }
  }
  const saysNothingFits = plan.conflicts.some(({ kind }) => kind === 'too_little_time');
  if (saysNothingFits !== (plan.tasks.length === 0))
    wrongs.push('too_little_time and an empty plan belong together');
  if (plan.tasks.length > 24 || sessions.length > 200) wrongs.push('too much');
  return [...new Set(wrongs)];
}

/** Minute of the day and weekday, for each minute of a session; Intl is asked for each one where the clocks change in it. */
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
