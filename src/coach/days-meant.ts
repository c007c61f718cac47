// Days that are named and mean others, or mean the opposite: "the day after my games, which are Tuesdays", "Saturday,
// Sunday na rest".
import type { Fact, Reading } from '../english/facts.ts';
import { readEnglish } from '../english/read-english.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { clausesOf } from './clauses-of.ts';

/** What the words say of times, each day as it is meant. Pure. */
export function readDays(words: string, said: { now: string; zone: string }): Reading {
  const reading = readEnglish(words, said);
  const facts = reading.facts
    .flatMap((fact) => restApart(words, fact))
    .map((fact) => besideOther(words, fact));
  return withoutReasons({ ...reading, facts: withOtherHour(words, facts) });
}

/** "2 pm is too early, make it 4": the one hour in place of the other, in the same half of the day. */
function withOtherHour(text: string, facts: Fact[]): Fact[] {
  const former = facts.find(({ value, to }) => value.kind === 'clock' && REFUSED_HOUR.test(text.slice(to)));
  const next = facts.find(
    ({ value, from }) =>
      value.kind === 'number' && value.least <= 12 && MAKE_IT.test(text.slice(former?.to ?? from, from)),
  );
  if (former?.value.kind !== 'clock' || next?.value.kind !== 'number') return facts;
  const early = (next.value.least % 12) * 60;
  const isLate = Math.abs(early - former.value.minute) > 360;
  const clock: Fact = { ...next, value: { kind: 'clock', minute: early + (isLate ? 720 : 0) } };
  return facts.map((fact) => (fact === next ? clock : fact === former ? { ...fact, role: 'instead' } : fact));
}

const REFUSED_HOUR =
  /^(?:'s| is|,)? ?(?:(?:way|far|much|a bit|bit) )?(?:too (?:early|late|soon)|dead|no (?:good|use)|bad|hopeless|impossible|never works|doesn't work|won't work)\b/i;
const MAKE_IT = /\b(?:make (?:it|that)|do|try|better|rather|say|more like|(?:how|what) about)(?: at)? $/i;

/** "Mornings please, I'm dead after work": the hour of a reason is no wish beside the hour that is one. */
function withoutReasons(reading: Reading): Reading {
  const clauses = clausesOf(reading).filter(({ text }) => WORN.test(text));
  const isReason = ({ from }: Fact): boolean => clauses.some((one) => from >= one.from && from < one.to);
  const hours = reading.facts.filter(({ value: { kind } }) => /^(?:clock|part)/.test(kind));
  if (hours.every(isReason)) return reading;
  return {
    ...reading,
    facts: reading.facts.filter((fact) => !(hours.includes(fact) && isReason(fact))),
  };
}

const WORN =
  /^(?:because |cos |since |as |and )?i(?:'m|m| am| get| feel) (?:\S+ )?(?:dead|tired|knackered|exhausted|shattered|wiped|drained|useless|worn|beat|fried|asleep|half asleep)\b/i;

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
  // "Only Sunday I am not free".
  if (
    role === 'only' &&
    /^,? (?:i am|i'm|im|we are|we're) (?:not|never) \p{L}|^,? i can(?:'t|not)\b/iu.test(text.slice(fact.to))
  )
    return { ...fact, role: 'except' };
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
