// What several facts of a wish say together, once each of them has been read.
import type { Fact, Reading } from '../english/facts.ts';
import { addDays, timeOf } from '../kernel/time.ts';
import { DAYS } from '../kernel/week.ts';
import { NO_HOURS, type Goal, type Taking } from './goal.ts';
import { weekly } from './said-around.ts';

/** "A photo a day for 100 days" begins today, and "once a week starting Friday" is on Fridays. */
export function takeFirstDay({ goal, reading: { facts }, today }: Taking): void {
  const { rhythm, spanDays, startOn } = goal;
  const isOfDays = facts.some(({ value }) => value.kind === 'span' && value.unit === 'day');
  if (isOfDays && spanDays !== null && startOn === null && rhythm?.count === 7)
    Object.assign(goal, { startOn: today, endsOn: addDays(today, spanDays - 1) });
  const isWeekly = rhythm?.per === 'week' && rhythm.count === 1 && goal.days.length === 0;
  const first = facts.find(
    ({ role, value }) => role === 'from' && value.kind === 'date' && value.day !== null,
  );
  if (isWeekly && first?.value.kind === 'date' && first.value.day) goal.days = [first.value.day];
}

/** "12 chapters, one a week": once a week, for twelve of them. */
export function takeRate({ goal, reading: { text, facts }, today, unused }: Taking): void {
  const rate = goal.amounts.find(({ per, amount }) => per === 'week' && amount > 0);
  if (!rate || goal.kind.counts === 'money') return;
  const isUnit = ({ value, to }: Fact): boolean =>
    value.kind === 'number' && text.slice(to).trimStart().startsWith(rate.unit);
  const number = facts.find(isUnit);
  if (number) unused.splice(0, unused.length, ...unused.filter((fact) => fact !== number));
  const counted = number?.value.kind === 'number' ? number.value.least : undefined;
  const whole = goal.amounts.find(({ unit, per }) => per === null && unit === rate.unit)?.amount ?? counted;
  if (whole === undefined) return;
  if (rate.amount === 1 && goal.days.length === 0) goal.rhythm ??= weekly(1);
  goal.spanDays ??= 7 * Math.ceil(whole / rate.amount);
  goal.endsOn ??= addDays(goal.startOn ?? today, goal.spanDays);
}

/** "In the evenings, not Sundays": every evening but those. */
export function takeEvenings(goal: Goal, { facts, text }: Reading): void {
  if (goal.rhythm !== null || goal.days.length > 0 || goal.notDays.length === 0 || goal.perDay > 1) return;
  const isEach = facts.some(
    ({ value, from, to, negated }) =>
      value.kind === 'part' &&
      !negated &&
      /\b\p{L}+(?:ings|oons|ghts|times|reaks)\b/iu.test(text.slice(from, to)),
  );
  if (isEach) goal.rhythm = weekly(7);
}

/** What is said of some days is no more said of all. */
export function takeGroups(goal: Goal): void {
  const days = DAYS.filter((day) => goal.groups.some((group) => group.days.includes(day)));
  if (goal.groups.some(({ from }) => from !== null && from === goal.startOn)) goal.startOn = null;
  Object.assign(goal, { times: [], perDay: 1, days });
  if (goal.rhythm?.interval !== 1) goal.rhythm = null;
}

/** Getting up at six names the goal and not the hour of a session; eight hours of sleep are no session either. */
export function takeSleep(goal: Goal, text: string): void {
  const [, clock] =
    /\b(?:up|wake|rise|rising|out of bed|be)\b.*?\b(?:at|by|before|around|a)? ?(\d{1,2}(?:[:.]\d\d)?)(?! ?hours)/i.exec(
      text,
    ) ?? [];
  const [hour = 0, minute = 0] = (clock ?? '').split(/[:.]/).map(Number);
  if (clock && hour >= 3 && hour < 12) goal.phrase = `Get up at ${timeOf(60 * hour + minute)}`;
  const sleep = goal.amounts.find(({ unit }) => unit === 'hour');
  if (sleep && /\bsleep/i.test(text)) goal.phrase = `Sleep ${sleep.amount} hours a night`;
  const bed = goal.hours.at ?? goal.hours.to ?? 0;
  const isBed = bed >= 1140 && BEDTIME.test(text);
  if (isBed && !sleep) goal.phrase = `Be ${/\bbed\b/i.test(text) ? 'in bed' : 'asleep'} by ${timeOf(bed)}`;
  // What leads to it lies before it.
  const hours = isBed ? { ...NO_HOURS, to: bed } : NO_HOURS;
  Object.assign(goal, { hours, amounts: [], perDay: 1 });
}

const BEDTIME = /\b(?:bed|asleep|sleep|lights out)(?: (?:at|by|before|around))? ?(?:\d|midnight)/i;
