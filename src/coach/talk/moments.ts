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
export function momentsOf(facts: readonly Fact[]): Fact[][] {
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
  return datesOf(facts);
}

/** The facts of each of its two to four dates, tonight among them; one where a rule says more. */
export function datesOf(facts: readonly Fact[]): Fact[][] {
  const all = facts.filter((fact) => isDate(fact) && !isEnd(fact) && !fact.negated);
  const dates = all.filter((one) => all.find((other) => dateOf(other) === dateOf(one)) === one);
  const isRule = facts.some((fact) => isDay(fact) && fact.value.kind !== 'date');
  if (dates.length < 2 || isRule || dates.length > 4 || dates.every(({ value }) => value.kind === 'part'))
    return [[...facts]];
  const isOwn = (fact: Fact, date: Fact): boolean =>
    isDate(fact)
      ? dateOf(fact) === dateOf(date)
      : fact.value.kind !== 'part' || nearest(fact, dates) === date;
  return dates.map((date) => facts.filter((fact) => isOwn(fact, date)));
}

/** Days and parts belong to the clock that they stand beside, where each clock has its own. */
function isOf(fact: Fact, clock: Fact, facts: readonly Fact[]): boolean {
  if (fact === clock) return true;
  if (isClock(fact)) return false;
  const clocks = facts.filter(isClock);
  if (fact.value.kind === 'part') return nearest(fact, clocks) === clock;
  if (!isDay(fact)) return true;
  const days = facts.filter(isDay);
  const owners = days.map((day) => ownerOf(day, clocks, days));
  const isEach = clocks.every((one) => owners.includes(one));
  return !isEach || ownerOf(fact, clocks, days) === clock;
}

/** Days stand in front of their clocks, or all behind them. */
function ownerOf(day: Fact, clocks: readonly Fact[], days: readonly Fact[]): Fact | undefined {
  const isInFront = days[0]!.from < clocks[0]!.from;
  return isInFront
    ? clocks.find(({ from }) => from > day.from)
    : clocks.findLast(({ from }) => from < day.from);
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
