// "Piano 15 minutes on weekdays and an hour on Saturday": kinds of days that have a length or an hour of their own.
import type { Fact, Reading } from '../english/facts.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { NO_HOURS, type Goal, type Group, type Hours } from './goal.ts';

/** Empty where all days are alike. */
export function groupsIn(reading: Reading, goal: Goal): Group[] {
  const { text, facts } = reading;
  const aside = exceptionIn(reading);
  if (aside !== null) return groupsBeside(aside, text, goal);
  const named = facts.filter((fact) => daysOf(fact).length > 0 && fact.role !== 'except' && !fact.negated);
  const counted = (kinds: RegExp): number => facts.filter(({ value }) => kinds.test(value.kind)).length;
  const parts = facts.flatMap(({ value, role }) =>
    value.kind === 'part' && role === 'at' ? [value.part] : [],
  );
  const isAlike =
    counted(/^length$/) < 2 && counted(/^clock/) < 2 && (parts.length < 2 || new Set(parts).size < 2);
  if (named.length < 2 || isAlike) return [];
  const cuts = named.slice(1).map((next, index) => cutBetween(text, named[index]!, next, facts));
  const bounds = [0, ...cuts, text.length];
  return named.map((fact, index): Group => {
    const own = facts.filter(({ from }) => from >= bounds[index]! && from < bounds[index + 1]!);
    return { days: daysOf(fact), minutes: minutesIn(text, own), hours: hoursIn(own, goal.hours) };
  });
}

/** What is said of some of the days where something is said of every day: "20 minutes a day, an hour on Sundays". */
export function exceptionIn({ text, facts }: Reading): { days: Fact; own: Fact[] } | null {
  const isDaily = facts.some(
    ({ value }) =>
      ('per' in value && value.per === 'day' && value.kind !== 'rhythm') ||
      (value.kind === 'rhythm' && value.per === 'day' && value.interval === 1),
  );
  const named = facts.filter((fact) => daysOf(fact).length > 0 && fact.role !== 'except' && !fact.negated);
  const [days] = named;
  if (!isDaily || named.length !== 1 || days === undefined || days.role !== 'at') return null;
  const before =
    text
      .slice(0, days.from)
      .split(/[,;.]|\band\b|\bbut\b/i)
      .at(-1) ?? '';
  const after = text.slice(days.to).split(/[,;.]|\band\b|\bbut\b/i)[0] ?? '';
  const own = facts.filter(
    (fact) =>
      fact !== days &&
      /^(?:number|length|clock)$/.test(fact.value.kind) &&
      !('per' in fact.value && fact.value.per !== null) &&
      fact.from >= days.from - before.length &&
      fact.to <= days.to + after.length,
  );
  return own.length > 0 ? { days, own } : null;
}

/** All other days as the goal has them, and those with their own length or hour. */
function groupsBeside({ days, own }: { days: Fact; own: Fact[] }, text: string, goal: Goal): Group[] {
  const named = daysOf(days);
  const others = DAYS.filter((day) => !named.includes(day) && !goal.notDays.includes(day));
  if (!own.some(({ value }) => value.kind !== 'number') || others.length === 0) return [];
  return [
    { days: others, minutes: goal.minutes, hours: goal.hours },
    { days: named, minutes: minutesIn(text, own) ?? goal.minutes, hours: hoursIn(own, goal.hours) },
  ];
}

function daysOf({ value }: Fact): Day[] {
  if (value.kind === 'days' || value.kind === 'rhythm') return value.days;
  return value.kind === 'date' && value.day !== null ? [value.day] : [];
}

/** At the conjunction between two kinds of days; the first one that lies inside no fact. */
function cutBetween(text: string, one: Fact, next: Fact, facts: Fact[]): number {
  const joint = [...text.slice(one.to, next.from).matchAll(/,| and | but |;|\+/g)]
    .map(({ index }) => one.to + index)
    .find((at) => !facts.some(({ from, to }) => from < at && at < to));
  return joint ?? one.to;
}

function minutesIn(text: string, facts: Fact[]): number | null {
  for (const { value, from, to } of facts) {
    if (value.kind === 'length') return Math.max(5, Math.min(240, value.least));
    // "8 to 9 pm" is an hour, "between 8 and 9" is when.
    const isWhole = value.kind === 'clock_range' && !/between/i.test(text.slice(from, to));
    if (isWhole && value.to - value.from <= 120) return Math.max(5, value.to - value.from);
  }
  return null;
}

function hoursIn(facts: Fact[], usual: Hours): Hours {
  for (const { value, role } of facts) {
    if (value.kind === 'clock_range') return { ...NO_HOURS, from: value.from, to: Math.min(1440, value.to) };
    if (value.kind !== 'clock') continue;
    if (role === 'from' || role === 'after') return { ...NO_HOURS, from: value.minute };
    const isEnd = role === 'until' || role === 'before' || role === 'by';
    return { ...NO_HOURS, [isEnd ? 'to' : 'at']: value.minute };
  }
  const part = facts.find(({ value }) => value.kind === 'part');
  if (part?.value.kind !== 'part') return usual;
  const side = part.role === 'before' || part.role === 'after' ? part.role : 'in';
  return { ...NO_HOURS, part: part.value.part, side };
}
