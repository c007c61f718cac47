// "Piano 15 minutes on weekdays and an hour on Saturday": kinds of days that have a length or an hour of their own.
import type { Fact, Reading } from '../english/facts.ts';
import type { Day } from '../kernel/week.ts';
import { NO_HOURS, type Goal, type Group, type Hours } from './goal.ts';

/** Empty where all days are alike. */
export function groupsIn({ text, facts }: Reading, goal: Goal): Group[] {
  const named = facts.filter((fact) => daysOf(fact).length > 0 && fact.role !== 'except' && !fact.negated);
  const counted = (kind: Fact['value']['kind']): number =>
    facts.filter(({ value }) => value.kind === kind).length;
  if (named.length < 2 || (counted('length') < 2 && counted('clock') < 2)) return [];
  const cuts = named.slice(1).map((next, index) => cutBetween(text, named[index]!, next, facts));
  const bounds = [0, ...cuts, text.length];
  return named.map((fact, index): Group => {
    const own = facts.filter(({ from }) => from >= bounds[index]! && from < bounds[index + 1]!);
    return { days: daysOf(fact), minutes: minutesIn(own), hours: hoursIn(own, goal.hours) };
  });
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

function minutesIn(facts: Fact[]): number | null {
  const length = facts.find(({ value }) => value.kind === 'length')?.value;
  return length?.kind === 'length' ? Math.max(5, Math.min(240, length.least)) : null;
}

function hoursIn(facts: Fact[], usual: Hours): Hours {
  const clock = facts.find(({ value }) => value.kind === 'clock')?.value;
  const part = facts.find(({ value }) => value.kind === 'part')?.value;
  if (clock?.kind === 'clock') return { ...NO_HOURS, at: clock.minute };
  return part?.kind === 'part' ? { ...NO_HOURS, part: part.part } : usual;
}
