// What a person is busy with: "I've got football on Tuesdays", "lectures Monday to Wednesday 8 to 2", "the gym is shut
// on Sundays". Its days and hours are no time for the goal.
import type { Fact, Part, Reading } from '../english/facts.ts';
import { weekdayOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { clausesOf, type Clause } from './clauses-of.ts';
import type { Goal } from './goal.ts';

/** Something else has its place there: a verb of having or going, and what it is. */
const HAS =
  /\b(?:(?:i|we|he|she|they|you)(?:'ve|'s)?|kids?|(?!(?:so|to|then|please|just|and|or|not|only)\b)\p{L}+) (?:(?:also|already|always|usually) )?(?:have|has|had|got|'ve got|attend|go to|goes to|teach|coach|volunteer|do|does)\b(?! (?:an? (?:\S+ ){0,3}(?:exam|test|race|deadline)|it|this|that|time|to\b|only|until|about|free|off|an? (?:hour|few|couple)|half|\d|mon|tues?|wed|thu|fri|sat|sun|every|most|all|any|evenings?|mornings?|afternoons?|weekends?|lunch|nothing|no\b))/iu;
const WORKS =
  /\b(?:i|we)(?:'m| am)? (?:work|works|working|sleep|on shift|asleep|at (?:work|school|uni|college))\b/i;
/** "I am driving Monday to Thursday", "we're in the office": what one is at, and no wish. */
const AT =
  /\b(?:i|we|he|she|they)(?:'m| am|'re| are|'s| is) (?:(?:always|usually|also|still|normally|mostly|often|both) )?(?:(?!go|try|hop|look|plann|think|aim|learn|train|prepar|study|sav|want|start|work(?:ing)? (?:on|towards)|do|tak|gett|build|read|writ|sign|com|be)\p{L}+ing|(?:on|in|en) route|on (?:shift|duty|call|site|tour|the road|nights|earlies|lates)|in (?:class|lectures?|school|meetings|the (?:office|shop|yard|field|lab))|at (?:my|the|a) \p{L}+|away)\b/iu;
const SHUT =
  /\b(?:is|are|'s|'re|isn't|aren't|is not|are not) (?:always )?(?:shut|closed|out|off|busy|taken|booked|full|no good|a no|off limits|impossible|not possible|no go|available|for (?:my|the|family|church|mass))\b|\b(?:shuts?|closed|closes) (?:on )?|^\W*(?:na |is for |are for |for )?rest(?: days?)?\b|\brest days?\b/i;
const FREE =
  /\b(?:free|spare|available|open|works? (?:best|well|for me)|suits?|best|fine|ok(?:ay)?|i can|can (?:do|put|give|spare|find|manage)|could do|could|prefer\w*|possible|sessions?|practi[sc]e|train\w*|stud(?:y|ying)|revis\w*|learn\w*|run\w*|slots?|gaps?|an hour|minutes?|mins?)\b/i;
const NEGATED_FREE = /\b(?:not|isn't|aren't|n't) (?:free|available|open|possible)\b/i;

/** "Session is Thursdays at 9, so not then": what stands before it is meant. */
const NOT_THEN =
  /^(?:and |so |but )*(?:not|nothing|never|none|no \p{L}+|avoid|skip|leave out|(?:i )?can(?:'?t|not) (?:do )?)(?: on| at)? ?(?:then|those|that|these|them|it)\b(?! (?:i|we|you))|\b(?:plan|work|fit|schedule)\b.{0,12} around\b/iu;

const PARTS: Partial<Record<Part, [number, number]>> = {
  early_morning: [300, 540],
  morning: [360, 720],
  late_morning: [600, 720],
  lunch: [720, 840],
  afternoon: [720, 1080],
  late_afternoon: [900, 1080],
  evening: [1080, 1380],
  late_evening: [1200, 1440],
  daytime: [540, 1080],
  night: [1080, 1440],
};

/** Takes them out of the reading and keeps their time free. */
export function takeBusy(goal: Goal, reading: Reading): { reading: Reading; unused: Fact[] } {
  const unused: Fact[] = [];
  const away = new Set<Fact>();
  const gone = new Set<Fact>();
  const clauses = clausesOf(reading);
  for (const clause of clauses) {
    for (const fact of partsOut(clause)) gone.add(fact);
    goal.busy = [...goal.busy, ...blocksOut(clause)];
    const bound = clause.facts.find((fact) => isHourOut(fact, reading.text.slice(fact.from, fact.to)));
    if (!bound && !isOfOther(clauses, clause)) continue;
    // "I work nights": no time of day for the goal.
    if (!bound) for (const fact of clause.facts) if (fact.value.kind === 'part') gone.add(fact);
    for (const [index, fact] of clause.facts.entries()) {
      const { value } = fact;
      // "I am away every second week": no rhythm of the goal, and none that a plan keeps free.
      if (!bound && value.kind === 'rhythm' && value.interval > 1 && value.days.length === 0)
        unused.push(fact);
      // "I am away every second week, this week too".
      if (!bound && value.kind === 'dates' && fact.role === 'at' && daysOf(fact).length === 0) away.add(fact);
      const days = daysOf(fact);
      if (days.length === 0 || fact.negated || fact.role === 'except') continue;
      const hours = bound ? ruledOut(bound) : (hoursBeside(clause.facts, index) ?? sleepIn(clause));
      if (hours) goal.busy = [...goal.busy, { days, from: hours.from, to: hours.to }];
      else goal.notDays = [...new Set([...goal.notDays, ...days])];
      gone.add(fact);
      if (hours) gone.add(hours.fact);
    }
  }
  const facts = reading.facts.filter((fact) => !gone.has(fact) && !unused.includes(fact));
  const meant = facts.map((fact): Fact => (away.has(fact) ? { ...fact, role: 'except' } : fact));
  return { reading: { ...reading, facts: meant }, unused };
}

/** "Not Friday nights": days and the part of them that stands behind. */
function outPairs({ facts }: Clause): [Fact, Fact, [number, number]][] {
  return facts.flatMap((fact, index): [Fact, Fact, [number, number]][] => {
    const next = facts[index + 1];
    const hours = next?.value.kind === 'part' ? PARTS[next.value.part] : undefined;
    const isOut = fact.role === 'except' || fact.negated;
    return next && hours && isOut && daysOf(fact).length > 0 && next.from - fact.to <= 2
      ? [[fact, next, hours]]
      : [];
  });
}
const partsOut = (clause: Clause): Fact[] => outPairs(clause).flatMap(([days, part]) => [days, part]);
const blocksOut = (clause: Clause): Goal['busy'] =>
  outPairs(clause).map(([fact, , [from, to]]) => ({ days: daysOf(fact), from, to }));

/** "I sleep till 3 on Mondays": whoever sleeps until three does so in the afternoon. */
function sleepIn({ text, facts }: Clause): { fact: Fact; from: number; to: number } | null {
  const fact = facts.find(
    ({ value, role }) => value.kind === 'clock' && ['until', 'before', 'by'].includes(role),
  );
  if (fact?.value.kind !== 'clock') return null;
  const { minute } = fact.value;
  return {
    fact,
    from: 0,
    to: /\bsleep|asleep|in bed\b/i.test(text) && minute <= 360 ? minute + 720 : minute,
  };
}

/** "Nothing before noon on Fridays". */
const isHourOut = ({ value, role, negated }: Fact, said: string): boolean =>
  value.kind === 'clock' &&
  ((negated && (role === 'before' || role === 'after')) ||
    (role === 'from' && /\bbefore\b/i.test(said)) ||
    (role === 'until' && /\b(?:after|past)\b/i.test(said)));

function ruledOut(fact: Fact): { fact: Fact; from: number; to: number } {
  const at = fact.value.kind === 'clock' ? fact.value.minute : 0;
  return fact.role === 'before' || fact.role === 'from'
    ? { fact, from: 0, to: at }
    : { fact, from: at, to: 1440 };
}

/** A clause that tells of something else: what stands in it is no time of the goal. */
export function isOfOther(clauses: readonly Clause[], clause: Clause): boolean {
  const at = clauses.indexOf(clause);
  const before = clauses[at - 1];
  // "I work three twelves a week, always Sunday Monday Tuesday".
  const isMore =
    before !== undefined && ALWAYS.test(clause.text) && !FREE.test(clause.text) && isBusy(before);
  return isMore || isBusy(clause) || NOT_THEN.test(clauses[at + 1]?.text ?? '');
}
const ALWAYS = /^(?:always|usually|normally|mostly|typically|namely|that's|every|this week|on)\b/i;

function isBusy({ text, facts }: Clause): boolean {
  if (facts.some(({ role, negated }) => negated || role === 'except')) return false;
  if (SHUT.test(text) && (!FREE.test(text) || NEGATED_FREE.test(text))) return true;
  return (HAS.test(text) || WORKS.test(text) || AT.test(text)) && !FREE.test(text);
}

function daysOf({ value }: Fact): Day[] {
  if (value.kind === 'days') return value.days;
  if (value.kind === 'rhythm' && value.interval === 1 && value.nth.length === 0) return value.days;
  if (value.kind === 'date') return value.day === null ? [] : [value.day];
  if (value.kind !== 'dates' || value.from === null || value.to === null) return [];
  const [first, last] = [DAYS.indexOf(weekdayOf(value.from)), DAYS.indexOf(weekdayOf(value.to))];
  return Date.parse(value.to) - Date.parse(value.from) < 6 * 86_400_000 && first <= last
    ? DAYS.slice(first, last + 1)
    : [];
}

/** The hours that stand behind the days, up to the next days. */
function hoursBeside(facts: readonly Fact[], index: number): { fact: Fact; from: number; to: number } | null {
  for (const fact of facts.slice(index + 1)) {
    if (daysOf(fact).length > 0) return null;
    const { value } = fact;
    if (value.kind === 'clock_range') return { fact, from: value.from, to: Math.min(1440, value.to) };
    const part = value.kind === 'part' ? PARTS[value.part] : undefined;
    if (part && fact.role === 'at') return { fact, from: part[0], to: part[1] };
    if (value.kind === 'clock')
      return fact.role === 'until' || fact.role === 'before' || fact.role === 'by'
        ? { fact, from: 0, to: value.minute }
        : { fact, from: Math.max(0, value.minute - 15), to: Math.min(1440, value.minute + 120) };
  }
  return null;
}
