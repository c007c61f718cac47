// "Piano 15 minutes on weekdays, an hour on Saturday", "range on Wednesdays and a round every other Sunday": kinds of
// days that have a length, an hour, a rhythm or a doing of their own.
import type { Fact, Reading } from '../english/facts.ts';
import { DAYS } from '../kernel/week.ts';
import { NO_HOURS, type Goal, type Group, type Rhythm, type Taking } from './goal.ts';
import { daysNamed, isOut } from './said-around.ts';
import { takeLength } from './take-amounts.ts';
import { takeHours } from './take-hours.ts';
import { isOrdinary } from './uncovered.ts';

/** Empty where all days are alike. */
export function groupsIn(taking: Taking): Group[] {
  const { reading, goal } = taking;
  const aside = exceptionIn(reading);
  if (aside !== null) return groupsBeside(taking, aside);
  const segments = segmentsIn(reading);
  if (segments.length < 2 || !areUnlike(segments)) return [];
  const shared = reading.facts.filter(
    (fact) => sortOf(fact) !== null && !segments.some(({ own }) => own.includes(fact)),
  );
  const title = goal.phrase.toLowerCase();
  const groups = segments.map((segment, index): Group => {
    const open = shared.filter((fact) => !segment.own.some((one) => sortOf(one) === sortOf(fact)));
    const later = segments.slice(index + 1).flatMap(({ fact }) => daysNamed(fact));
    const days = daysNamed(segment.fact).filter((day) => !later.includes(day) && !goal.notDays.includes(day));
    const name = segment.name && title.includes(segment.name.toLowerCase()) ? null : segment.name;
    return { ...madeOf(taking, [...segment.own, ...open]), days, name, ...strandOf(segment) };
  });
  return groups.filter(({ days }) => days.length > 0);
}

/** What is said of some of the days where something is said of every day: "20 minutes a day, an hour on Sundays". */
export function exceptionIn({ text, facts }: Reading): { days: Fact; own: Fact[] } | null {
  const isDaily = facts.some(
    ({ value }) =>
      ('per' in value && value.per === 'day' && value.kind !== 'rhythm') ||
      (value.kind === 'rhythm' && value.per === 'day' && value.interval === 1),
  );
  const named = facts.filter((fact) => daysNamed(fact).length > 0 && !isOut(fact));
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
function groupsBeside(taking: Taking, { days, own }: { days: Fact; own: Fact[] }): Group[] {
  const { goal } = taking;
  const named = daysNamed(days);
  const others = DAYS.filter((day) => !named.includes(day) && !goal.notDays.includes(day));
  if (!own.some(({ value }) => value.kind !== 'number') || others.length === 0) return [];
  const usual = { days: others, minutes: goal.minutes, hours: goal.hours, ...PLAIN };
  const made = madeOf(taking, own);
  const hours = own.some((fact) => sortOf(fact) === 'hours') ? made.hours : goal.hours;
  return [usual, { days: named, minutes: made.minutes ?? goal.minutes, hours, ...PLAIN }];
}

/** A group that differs by its hours or its length alone. */
export const PLAIN = { name: null, rhythm: null, from: null };

/** Days, and what is said of them alone. */
interface Segment {
  fact: Fact;
  own: Fact[];
  name: string | null;
  from: string | null;
}

const sortOf = (fact: Fact): 'hours' | 'length' | null =>
  isOut(fact)
    ? null
    : /^(?:clock|clock_range|part)$/.test(fact.value.kind)
      ? 'hours'
      : fact.value.kind === 'length'
        ? 'length'
        : null;

function segmentsIn({ text, facts }: Reading): Segment[] {
  const named = facts.filter(
    (fact) => daysNamed(fact).length > 0 && ['at', 'only', 'each'].includes(fact.role),
  );
  const cuts = named.slice(1).map((next, index) => cutBetween(text, named[index]!, next, facts));
  const bounds = [0, ...cuts, text.length];
  // Of a stretch of hours the length is known.
  const countOf = (fact: Fact): number =>
    facts.filter(
      (one) =>
        sortOf(one) === sortOf(fact) || (sortOf(fact) === 'length' && one.value.kind === 'clock_range'),
    ).length;
  return named
    .filter((fact) => !isOut(fact))
    .map((fact) => {
      const at = named.indexOf(fact);
      const inside = facts.filter(({ from }) => from >= bounds[at]! && from < bounds[at + 1]!);
      const start = inside.find((one) => one.role === 'from' && at > 0 && one.to <= fact.from)?.value;
      return {
        fact,
        own: inside.filter(
          (one) => sortOf(one) !== null && (countOf(one) > 1 || isBeside(text, fact, one, facts)),
        ),
        name: nameBefore(
          text.slice(inside.findLast(({ to }) => to <= fact.from)?.to ?? bounds[at], fact.from),
        ),
        from: start?.kind === 'date' ? start.date : start?.kind === 'dates' ? start.from : null,
      };
    });
}

/** Only other facts stand between them: "Tue at 7 for an hour". */
function isBeside(text: string, days: Fact, other: Fact, facts: readonly Fact[]): boolean {
  const [from, to] = days.to <= other.from ? [days.to, other.from] : [other.to, days.from];
  const read = facts.filter((fact) => fact.from >= from && fact.to <= to);
  const words = read.reduce(
    (rest, fact) => rest.replace(text.slice(fact.from, fact.to), ''),
    text.slice(from, to),
  );
  return words.trim() === '';
}

/** "Legs on Sat", ", and a round every other Sunday": what is done on those days. */
function nameBefore(text: string): string | null {
  const [, said] =
    /(?:^|[,;:.]|\band|\bthen|\bplus|\bn|&|\+)\s+(?:(?:and|then|plus|also|n) )?(?:(?:a|an|the|my|our) )?((?:[\p{L}-]+ ){0,2}[\p{L}-]+)\s*$/iu.exec(
      ` ${text}`,
    ) ?? [];
  const words = said?.split(' ') ?? [];
  const isName = words.some((word) => word.length > 2 && !isOrdinary(word)) && !NO_NAME.test(said ?? '');
  return said && isName ? said : null;
}
const NO_NAME =
  /\b(?:i|i'm|we|he|she|they|it|you|me|my|can|could|do|does|have|has|am|is|are|was|be|want|to|of|not|no|in|at|for|with|so|but|it's|that's|which|who|those|these)\b/i;

/** They have hours, lengths, rhythms or doings that are not the same. */
function areUnlike(segments: readonly Segment[]): boolean {
  const kinds = (sort: 'hours' | 'length'): number => {
    const said = segments.map(({ own }) =>
      own.filter((fact) => sortOf(fact) === sort || (sort === 'length' && fact.value.kind === 'clock_range')),
    );
    const values = said
      .filter((own) => own.length > 0)
      .map((own) => JSON.stringify(own.map(({ value }) => value)));
    return new Set(values).size;
  };
  const rhythms = new Set(segments.map((segment) => JSON.stringify(strandOf(segment))));
  return (
    kinds('hours') > 1 ||
    kinds('length') > 1 ||
    rhythms.size > 1 ||
    segments.slice(1).some(({ name }) => name !== null)
  );
}

/** "Every other Sunday" beside other days, "from April on each Wednesday". */
function strandOf({ fact: { value }, from }: Segment): { rhythm: Rhythm | null; from: string | null } {
  if (value.kind !== 'rhythm' || value.per !== 'week' || value.interval < 2) return { rhythm: null, from };
  const { least: count, interval, nth, monthDays } = value;
  return { rhythm: { count, per: 'week', interval, nth, monthDays }, from };
}

/** Hours and length that these facts alone make. */
function madeOf(taking: Taking, facts: Fact[]): Pick<Group, 'hours' | 'minutes'> {
  const goal: Goal = { ...taking.goal, hours: NO_HOURS, minutes: null, times: [], perDay: 1, amounts: [] };
  const own: Taking = { ...taking, goal, reading: { ...taking.reading, facts }, unused: [] };
  for (const fact of facts)
    if (fact.value.kind === 'length') takeLength(own, fact, fact.value);
    else takeHours(own, fact);
  return { hours: goal.hours, minutes: goal.minutes };
}

/** At the conjunction between two kinds of days; the first one that lies inside no fact. */
function cutBetween(text: string, one: Fact, next: Fact, facts: Fact[]): number {
  const joint = [...text.slice(one.to, next.from).matchAll(/,| and | n | but |;|\+/g)]
    .map(({ index }) => one.to + index)
    .find((at) => !facts.some(({ from, to }) => from < at && at < to));
  return joint ?? one.to;
}
