// When one task is to be: a start and a length of the facts of a request, or what is missing of it.
import { addDays, timeOf } from '../../kernel/time.ts';
import type { Fact, PartValue } from '../../english/facts.ts';
import { factsOf, type Heard } from './heard.ts';
import { usualTime } from './sense.ts';
import { isEnd, takeClock } from './take-clock.ts';

/** What a request says of one moment. `used`: the facts that it is made of. */
export interface When {
  date: string | null;
  /** Minutes since midnight; `other` where the same words may mean another hour. */
  minute: number | null;
  other: number | null;
  inMinutes: number | null;
  minutes: number | null;
  /** In words: what keeps it from being one moment. */
  vague: string | null;
  /** Minutes since midnight: by when it has to be done. */
  due: number | null;
  /** What was taken for granted, in words. */
  assumed: string | null;
  isImpossible: boolean;
  isDateOpen: boolean;
  used: Set<Fact>;
}

const EMPTY = {
  date: null,
  minute: null,
  other: null,
  inMinutes: null,
  minutes: null,
  vague: null,
  due: null,
  assumed: null,
};

/** Of these facts; a deadline, a part of the day and a range of days leave their words in `vague`. */
export function readWhen({ text }: Pick<Heard, 'text'>, facts: readonly Fact[], beside = facts): When {
  const when: When = { ...EMPTY, isImpossible: false, isDateOpen: false, used: new Set() };
  const free = facts.filter(({ role, negated }) => role !== 'except' && role !== 'instead' && !negated);
  const vague = (fact: Fact): void => {
    when.vague ??= text.slice(fact.from, fact.to);
    when.used.add(fact);
  };
  const [offset] = factsOf(free, 'offset');
  if (offset) {
    when.inMinutes = offset.value.minutes;
    when.date = offset.value.date;
    when.used.add(offset);
  }
  for (const fact of factsOf(free, 'date')) {
    if (when.date !== null && when.date !== fact.value.date) continue;
    when.date = fact.value.date;
    when.isDateOpen = fact.certainty === 'open';
    when.used.add(fact);
    if (isEnd(fact)) when.vague ??= text.slice(fact.from, fact.to);
  }
  takeClock(when, free, vague, text);
  // "By Friday 5 pm" is a deadline as a whole.
  if (when.vague !== null && when.minute !== null && when.date !== null) {
    when.due = when.minute;
    when.minute = null;
  }
  // "Not Tuesday but Wednesday" is said with what it is not.
  for (const fact of facts)
    if (
      (fact.role === 'except' || fact.role === 'instead') &&
      fact.value.kind === 'date' &&
      when.date !== null &&
      fact.value.date !== when.date
    )
      when.used.add(fact);
  const [length] = factsOf(free, 'length').filter(({ value }) => value.per === null);
  if (length && length.value.most === length.value.least) {
    if (length.value.least >= 5 && length.value.least <= 720) {
      when.minutes ??= length.value.least;
      when.used.add(length);
    }
  }
  // "In the morning before work" is before work.
  for (const fact of free.toSorted((a, b) => Number(isBeside(b)) - Number(isBeside(a)))) {
    const { kind } = fact.value;
    if (kind === 'impossible') {
      when.isImpossible = true;
      vague(fact);
    } else if (fact.value.kind === 'dates' && fact.role === 'at' && isWithin(when.date, fact.value))
      when.used.add(fact);
    else if (kind === 'dates' && when.date === null) vague(fact);
    else if (kind === 'part' && isPartOfTime(fact, text, beside)) {
      when.used.add(fact);
      if (fact.value.kind === 'part' && when.minute === null && when.inMinutes === null && when.due === null)
        takePart(when, fact.value, fact, text);
      if (when.date === null && fact.value.kind === 'part') when.date = fact.value.date;
    }
  }
  return when;
}

const isBeside = ({ value: { kind }, role }: Fact): boolean =>
  kind === 'part' && (role === 'before' || role === 'after');

/** "Thursday, only this week". */
const isWithin = (date: string | null, { from, to }: { from: string | null; to: string | null }): boolean =>
  date !== null && (from === null || from <= date) && (to === null || date <= to);

/** A part of the day is set to what most people mean by it, and said. */
function takePart(when: When, value: PartValue, { from, to, role }: Fact, text: string): void {
  when.minute = usualTime(value, role);
  when.assumed = `I took “${text.slice(from, to)}” as ${timeOf(when.minute)}`;
}

/** "In the morning" says when; "make breakfast" says what. */
export function isPartOfTime(fact: Fact, text: string, facts: readonly Fact[]): boolean {
  if (fact.value.kind !== 'part') return false;
  // "Each morning and evening".
  const before = facts[facts.indexOf(fact) - 1];
  if (before?.value.kind === 'part' && /^\s*(?:and|&|,)\s*$/.test(text.slice(before.to, fact.from)))
    return isPartOfTime(before, text, facts);
  if (fact.value.date !== null || fact.role !== 'at') return true;
  if (/^(?:in|at|this|on|during|over)\b/i.test(text.slice(fact.from, fact.to))) return true;
  return facts.some(
    ({ value, from, to }) =>
      /^(?:date|clock|rhythm|days|dates|part)$/.test(value.kind) &&
      (Math.abs(from - fact.to) <= 2 || Math.abs(fact.from - to) <= 2),
  );
}

/** The start as YYYY-MM-DDTHH:mm with what was taken for granted; 'passed' where it lies behind. */
export function startOf(
  when: Pick<When, 'date' | 'minute' | 'other' | 'isDateOpen'>,
  nowLocal: string,
): { starts: string; assumed: string | null } | 'passed' | null {
  const { minute, other } = when;
  if (minute === null) return null;
  const [today, now] = [nowLocal.slice(0, 10), nowLocal.slice(0, 16)];
  const date = when.date ?? today;
  if (
    at(date, minute) > now &&
    !(when.date === null && other !== null && isNight(minute) && at(today, other) > now)
  )
    return { starts: at(date, minute), assumed: taken(minute, other) };
  if (other !== null && at(date, other) > now && !when.isDateOpen)
    return { starts: at(date, other), assumed: taken(other, minute) };
  if (when.isDateOpen) return { starts: at(addDays(date, 7), minute), assumed: null };
  if (when.date !== null) return 'passed';
  return { starts: at(addDays(today, 1), minute), assumed: taken(minute, other) };
}

const at = (date: string, minute: number): string => `${date}T${timeOf(minute)}`;
const taken = (minute: number, than: number | null): string | null =>
  than === null || isPlain(minute) ? null : `I took it as ${timeOf(minute)}, not ${timeOf(than)}`;
const isNight = (minute: number): boolean => minute < 360;
/** Hours that nobody would take for the other half of the day. */
export const isPlain = (minute: number): boolean => minute >= 8.5 * 60 && minute < 18 * 60;

const OF_TIME = new Set<Fact['value']['kind']>(
  'clock clock_range date dates days rhythm offset shift impossible span lead'.split(
    ' ',
  ) as Fact['value']['kind'][],
);
/** With the parts of the day. */
export const isOfMoment = (fact: Fact): boolean => isOfTime(fact) || fact.value.kind === 'part';
/** Says when. */
export const isOfTime = ({ value: { kind } }: Fact): boolean => OF_TIME.has(kind);
