// Days that are named and mean others, or mean the opposite: "the day after my games, which are Tuesdays", "Saturday,
// Sunday na rest".
import type { Fact, Reading } from '../english/facts.ts';
import { readEnglish } from '../english/read-english.ts';
import { DAYS, type Day } from '../kernel/week.ts';

/** What the words say of times, each day as it is meant. Pure. */
export function readDays(words: string, said: { now: string; zone: string }): Reading {
  const reading = readEnglish(words, said);
  const facts = reading.facts
    .flatMap((fact) => restApart(words, fact))
    .map((fact) => besideOther(words, fact));
  return { ...reading, facts };
}

/** Of "on Saturday, Sunday na rest" the last one alone. */
function restApart(text: string, fact: Fact): Fact[] {
  const { value, from, to } = fact;
  const [, first] = /^(.+,) ?[^,]+$/.exec(text.slice(from, to)) ?? [];
  const isRun = /\bto\b/i.test(first ?? '') && /^ (?:is|are) for\b/i.test(text.slice(to));
  const isRest = isRun || /^ (?:na |is |as |for )(?:my )?(?:rest|off)\b/i.test(text.slice(to));
  if (value.kind !== 'days' || !first || !isRest) return [fact];
  return [
    { ...fact, to: from + first.length - 1, value: { kind: 'days', days: value.days.slice(0, -1) } },
    {
      ...fact,
      from: from + first.length,
      role: 'except',
      value: { kind: 'days', days: value.days.slice(-1) },
    },
  ];
}

const BESIDE =
  /\b(?:the day|never|not|nothing) (before|after) (?!\d)[^.;]{0,40}?\b(?:which|that|those|these|they) (?:is|are) (?:on )?$/i;

/** "The day after my games, which are Tuesday and Saturday", "never before a client day, which is Thursday". */
function besideOther(text: string, fact: Fact): Fact {
  const { value, role, negated } = fact;
  // "I take Thursdays off to write": the day is free for it.
  const isForIt =
    role === 'except' &&
    /\btake (?:my )?$/i.test(text.slice(0, fact.from)) &&
    /^ to \p{L}/u.test(text.slice(fact.to));
  if (value.kind === 'days' && isForIt) return { ...fact, role: 'at' };
  if (value.kind === 'date' && value.day !== null && negated && (role === 'before' || role === 'after'))
    return {
      ...fact,
      role: 'except',
      negated: false,
      value: { kind: 'days', days: [shifted(value.day, role)] },
    };
  const [, side] = (value.kind === 'days' && BESIDE.exec(text.slice(0, fact.from))) || [];
  if (value.kind !== 'days' || !side) return fact;
  return { ...fact, value: { kind: 'days', days: value.days.map((day) => shifted(day, side)) } };
}

const shifted = (day: Day, side: string): Day =>
  DAYS[(DAYS.indexOf(day) + (/after/i.test(side) ? 1 : 6)) % DAYS.length]!;
