// "8am and 8pm every day", "Tuesdays at 6 and Thursdays at 7": one thing at several moments, each with its own times.
import type { Fact } from '../../english/facts.ts';

const isEnd = ({ role }: Fact): boolean => /^(?:by|before|until|except|instead|after|from)$/.test(role);
const isClock = (fact: Fact): boolean => fact.value.kind === 'clock' && !isEnd(fact) && !fact.negated;
const isDate = ({ value }: Fact): boolean =>
  value.kind === 'date' || (value.kind === 'part' && value.date !== null);
const dateOf = ({ value }: Fact): string | null =>
  value.kind === 'date' || value.kind === 'part' ? value.date : null;
const isDay = (fact: Fact): boolean => /^(?:date|days|rhythm)$/.test(fact.value.kind) && !isEnd(fact);

/** The facts of each of them, in their order; one where there is no more. */
export function momentsOf(said: readonly Fact[], text: string): Fact[][] {
  const facts = weekly(said);
  const clocks = facts.filter(isClock);
  if (clocks.length > 1)
    return clocks.map((clock, index) => {
      const own = facts.filter((fact) => isOf(fact, clock, facts));
      const isOther = clocks.some((one) => one !== clock && minuteOf(one) === alternativeOf(clock));
      const meant = isOther ? { ...clock, alternatives: [] } : otherHalf(clock, clocks.slice(0, index));
      return own.map((fact) => (fact === clock ? meant : fact));
    });
  const parts = facts.filter(({ value, role }) => value.kind === 'part' && role === 'at');
  if (clocks.length === 0 && parts.length > 1)
    return parts.map((part) => facts.filter((fact) => fact === part || !parts.includes(fact)));
  return datesOf(facts, text);
}

/** "5:45 Monday to Thursday and 7 on Friday": beside days of every week a weekday is one of every week. */
function weekly(facts: readonly Fact[]): readonly Fact[] {
  const isRule = facts.some(({ value, role }) => value.kind === 'days' && role === 'at');
  if (!isRule || facts.filter(isClock).length < 2) return facts;
  return facts.map((fact) => {
    const { value, role } = fact;
    const isWeekday = value.kind === 'date' && value.day !== null && role === 'at';
    return isWeekday ? { ...fact, alternatives: [], value: { kind: 'days', days: [value.day!] } } : fact;
  });
}

const JOINT = /^\s*(?:(?:,|and|&|\+|or|then|again|also|on|the|at \d[\d:.apm]*)\s*)+$/i;

/** The facts of each of its two to four dates, tonight among them; one where a rule says more. */
export function datesOf(facts: readonly Fact[], text: string): Fact[][] {
  const all = facts.filter((fact) => isDate(fact) && !isEnd(fact) && !fact.negated);
  const dates = all.filter((one) => all.find((other) => dateOf(other) === dateOf(one)) === one);
  const isRule = facts.some((fact) => isDay(fact) && fact.value.kind !== 'date');
  const isByClock = facts.filter(isClock).length > 1;
  // "Print the tickets tomorrow for the match on Friday" is one thing.
  const isList = all.every(
    ({ from }, index) => index === 0 || JOINT.test(text.slice(all[index - 1]!.to, from)),
  );
  if (
    dates.length < 2 ||
    isRule ||
    isByClock ||
    !isList ||
    dates.length > 4 ||
    dates.every(({ value }) => value.kind === 'part')
  )
    return [[...facts]];
  const isOwn = (fact: Fact, date: Fact): boolean =>
    isDate(fact)
      ? dateOf(fact) === dateOf(date)
      : fact.value.kind !== 'part' || nearest(fact, dates) === date;
  return dates.map((date) => facts.filter((fact) => isOwn(fact, date)));
}

/** Days and parts belong to the clocks that they stand beside, where each of those has its own. */
function isOf(fact: Fact, clock: Fact, facts: readonly Fact[]): boolean {
  if (fact === clock) return true;
  if (isClock(fact)) return false;
  if (fact.value.kind === 'part') return nearest(fact, facts.filter(isClock)) === clock;
  return !isDay(fact) || groupsOf(facts).some((group) => group.includes(clock) && group.includes(fact));
}

/** "7 and 5 on weekdays and 9 on Sundays": days before their hours, or all behind; one group where some lack either. */
function groupsOf(facts: readonly Fact[]): Fact[][] {
  const all = facts.filter((fact) => isClock(fact) || isDay(fact)).toSorted((a, b) => a.from - b.from);
  const isFront = all[0] !== undefined && isDay(all[0]);
  const groups: Fact[][] = [];
  for (const [index, fact] of all.entries()) {
    const before = all[index - 1];
    if (!before || (isDay(fact) === isFront && isDay(before) !== isFront)) groups.push([fact]);
    else groups.at(-1)!.push(fact);
  }
  const isWhole = (group: Fact[]): boolean => group.some(isClock) && group.some(isDay);
  return groups.every(isWhole) ? groups : [all];
}

const nearest = (fact: Fact, clocks: readonly Fact[]): Fact | undefined =>
  clocks.toSorted((a, b) => Math.abs(a.from - fact.from) - Math.abs(b.from - fact.from))[0];

/** "8 and 8": once in the morning and once in the evening. */
function otherHalf(clock: Fact, before: readonly Fact[]): Fact {
  const [other] = clock.alternatives;
  const [own, last] = [minuteOf(clock) ?? 0, Math.max(-1, ...before.map((one) => minuteOf(one) ?? -1))];
  // "At 7 and 6": the later one is in the evening.
  if (other?.kind !== 'clock' || last < own || other.minute <= last) return clock;
  return { ...clock, value: other, alternatives: [], certainty: 'said' };
}

const alternativeOf = ({ alternatives: [other] }: Fact): number | null =>
  other?.kind === 'clock' ? other.minute : null;

const minuteOf = ({ value }: Fact): number | null => (value.kind === 'clock' ? value.minute : null);
