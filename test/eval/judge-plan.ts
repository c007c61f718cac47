// Whether a plan is what the words ask for, as the person is shown it: after code has checked and moved its sessions.
import { daysBetween, minutesOf, timeOf, weekdayOf } from '../../src/kernel/time.ts';
import { DAYS } from '../../src/kernel/week.ts';
import type { PlanContent } from '../../src/planning/plan.ts';
import type { PlanCase, PlanReading } from './case.ts';
import { differs, holds, lacking, lackingAll, outside, verdictOf, type Verdict } from './verdict.ts';

interface Session {
  date: string;
  time: string;
  minutes: number;
}

export function judgePlan({ right }: PlanCase, plan: PlanContent): Verdict {
  const sessions = sessionsOf(plan);
  const departures = right.map((reading) => departuresOf(reading, plan, sessions));
  return verdictOf(briefOf(plan, sessions), departures);
}

/** By date and time. */
function sessionsOf({ tasks }: PlanContent): Session[] {
  return tasks
    .flatMap(({ occurrences, duration_minutes: minutes }) =>
      occurrences.map(({ local_date: date, local_time: time }) => ({ date, time, minutes })),
    )
    .toSorted((a, b) => `${a.date}T${a.time}`.localeCompare(`${b.date}T${b.time}`));
}

function departuresOf(right: PlanReading, plan: PlanContent, sessions: Session[]): string[] {
  if (sessions.length === 0) return ['no session at all'];
  return [
    ...weekDepartures(right, plan.start_on, sessions),
    ...dayDepartures(right, sessions),
    ...hourDepartures(right, sessions),
    ...spanDepartures(right, sessions),
    ...wordDepartures(right, plan),
  ];
}

/** The last week may be cut by the end of the plan: it is held to the most only. */
function weekDepartures(right: PlanReading, startOn: string, sessions: Session[]): string[] {
  const weekOf = ({ date }: Session) => Math.floor(daysBetween(startOn, date) / 7);
  const counts = Array.from(
    { length: weekOf(sessions.at(-1)!) + 1 },
    (_, week) => sessions.filter((session) => weekOf(session) === week).length,
  );
  const [fewest, most] = right.per_week ?? [0, right.per_week_at_most ?? Infinity];
  const wrong = counts.findIndex(
    (count, week) => count > most || (count < fewest && (week < counts.length - 1 || week === 0)),
  );
  return wrong === -1 ? [] : [`${counts[wrong]} sessions in week ${wrong + 1}`];
}

function dayDepartures({ days, only, never, gap_days }: PlanReading, sessions: Session[]): string[] {
  const used = DAYS.filter((day) => sessions.some(({ date }) => weekdayOf(date) === day));
  const gaps = sessions.slice(1).map(({ date }, index) => daysBetween(sessions[index]!.date, date));
  const wrongGap = gaps.find((gap) => gap_days && (gap < gap_days[0] || gap > gap_days[1]));
  return [
    ...(days
      ? differs(
          'days',
          used,
          DAYS.filter((day) => days.includes(day)),
        )
      : []),
    ...(only ? used.filter((day) => !only.includes(day)).map((day) => `a session on ${day}`) : []),
    ...(never ? used.filter((day) => never.includes(day)).map((day) => `a session on ${day}`) : []),
    ...(wrongGap === undefined ? [] : outside('days between sessions', wrongGap, gap_days)),
  ];
}

function hourDepartures({ within, minutes }: PlanReading, sessions: Session[]): string[] {
  const early = sessions.find(({ time }) => within && time < within[0]);
  const late = sessions.find((session) => within && endOf(session) > minutesOf(within[1]));
  const wrong = sessions.find((one) => minutes && (one.minutes < minutes[0] || one.minutes > minutes[1]));
  return [
    ...(early ? [`begins at ${early.time}`] : []),
    ...(late ? [`ends at ${timeOf(endOf(late))}`] : []),
    ...(wrong ? outside('minutes', wrong.minutes, minutes) : []),
  ];
}

/** In minutes of its day; beyond 1440 where it ends on the next one. */
const endOf = ({ time, minutes }: Session): number => minutesOf(time) + minutes;

function spanDepartures(right: PlanReading, sessions: Session[]): string[] {
  const dates = [...new Set(sessions.map(({ date }) => date))];
  const [first, last] = [dates[0]!, dates.at(-1)!];
  return [
    ...outside('sessions', sessions.length, right.sessions),
    ...(isOutside(first, right.first) ? [`begins on ${first}`] : []),
    ...(isOutside(last, right.last) ? [`ends on ${last}`] : []),
    ...(right.without ?? []).filter((date) => dates.includes(date)).map((date) => `a session on ${date}`),
    ...(right.dates_are ? differs('dates', dates, right.dates_are) : []),
  ];
}

const isOutside = (date: string, span: readonly [string, string] | undefined): boolean =>
  span !== undefined && (date < span[0] || date > span[1]);

function wordDepartures(right: PlanReading, plan: PlanContent): string[] {
  const words = [plan.summary, ...plan.tasks.flatMap(({ title, description }) => [title, description])].join(
    ' ',
  );
  return [
    ...(right.feasible === undefined ? [] : differs('feasible', plan.feasible_in_6_weeks, right.feasible)),
    ...outside('steps', plan.roadmap.length, right.roadmap),
    ...lacking('title', plan.goal_title, right.title),
    ...lacking('words', words, right.says),
    ...lackingAll('words', words, right.says_one_of),
    ...(right.never_says ?? []).filter((one) => holds(words, one)).map((one) => `says “${one}”`),
  ];
}

function briefOf(plan: PlanContent, sessions: Session[]): string {
  const tasks = new Set(
    plan.tasks.map(({ days, time, duration_minutes }) => `${days.join(',')} ${time} ${duration_minutes} min`),
  );
  const span = sessions.length > 0 ? `${sessions[0]!.date} to ${sessions.at(-1)!.date}` : 'none';
  const steps = plan.roadmap.length > 0 ? `, ${plan.roadmap.length} steps` : '';
  return `${sessions.length} sessions, ${span}${steps}: ${[...tasks].join('; ')}`;
}
