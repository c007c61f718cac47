// The plan as it is laid, held against every fact of the words it was made of, whatever was done with them on the way:
// what it does not follow is told, in those words.
import type { AgentInput } from '../agents.ts';
import type { Fact, Reading } from '../english/facts.ts';
import { addDays, minutesOf, timeOf } from '../kernel/time.ts';
import { clausesOf, type Clause } from './clauses-of.ts';
import { isOfEvent, stretchOf } from './event-hours.ts';
import { isNamed, type Goal } from './goal.ts';
import { readDays } from './days-meant.ts';
import { exceptionIn } from './group-days.ts';
import { datesNotHeld, daysNotHeld, rhythmNotHeld, type Span } from './holds-days.ts';
import { hoursNotHeld, type LaidSession } from './holds-hours.ts';
import { mendWords } from './mend-words.ts';
import type { Dated } from './place-strands.ts';
import { daysNamed, isOut } from './said-around.ts';
import { splitWishes, withoutOrders } from './split-wishes.ts';
import { isOfOther } from './take-busy.ts';

export interface LaidPlan {
  goal: Goal;
  title: string;
  dated: readonly Dated[];
  /** Minutes of each task. */
  lengths: readonly number[];
  firstOn: string;
  weeks: number;
  /** The calendar has no room for all sessions; that is said. */
  isShort: boolean;
}

export interface Unheld {
  words: string;
  what: 'days' | 'hours' | 'dates' | 'rhythm' | 'length';
}

type Words = Pick<AgentInput<'planner'>, 'goal_text' | 'goal_said_on' | 'revisions' | 'zone'>;

/** In the order of the words, those of the wish first. Pure. */
export function unheldIn({ goal_text, goal_said_on, revisions, zone }: Words, plan: LaidPlan): Unheld[] {
  const { first } = splitWishes(withoutOrders(mendWords(goal_text)).wish);
  const said = [{ text: first, on: goal_said_on }].concat(
    revisions.map(({ text, said_on }) => ({ text: mendWords(text), on: said_on })),
  );
  const readings = said.map(({ text, on }) => readDays(text, { now: `${on}T10:00`, zone }));
  return readings.flatMap((reading, index) => {
    const later = readings.slice(index + 1);
    return notHeld(reading, plan, index > 0).filter(
      ({ fact, what }) => !later.some((one) => one.facts.some((other) => touches(other, what, fact))),
    );
  });
}

type Missed = Unheld & { fact: Fact };

const TOUCHES: Record<Unheld['what'], ReadonlySet<string>> = {
  days: new Set(['days', 'date', 'dates', 'rhythm', 'number', 'per']),
  hours: new Set(['clock', 'clock_range', 'part', 'shift']),
  dates: new Set(['date', 'dates', 'offset', 'span', 'shift']),
  rhythm: new Set(['rhythm', 'days', 'date', 'dates', 'number', 'amount', 'span', 'per']),
  length: new Set(['length', 'number', 'clock_range']),
};
/** A later word takes the place of an earlier one of its sort. */
const touches = ({ value: { kind } }: Fact, what: Unheld['what'], { value }: Fact): boolean =>
  TOUCHES[what].has(kind) || kind === value.kind;

function notHeld(reading: Reading, plan: LaidPlan, isRevision: boolean): Missed[] {
  const { goal } = plan;
  const sessions = plan.dated.filter(({ isOff }) => !isOff).map(sessionOf);
  const lastOn = addDays(plan.firstOn, 7 * plan.weeks - 1);
  const span: Span = {
    sessions,
    firstOn: plan.firstOn,
    lastOn: goal.endsOn !== null && goal.endsOn < lastOn ? goal.endsOn : lastOn,
    datesOff: goal.datesOff,
    endsOn: goal.endsOn,
  };
  const facts = factsOfPlan(reading, plan);
  // Days without an hour of their own follow no hour of other days.
  const free = goal.groups.filter(({ hours }) => !isNamed(hours)).flatMap(({ days }) => days);
  const timed = sessions.filter(({ day }) => !free.includes(day));
  const isMixed = facts.filter((fact) => daysNamed(fact).length > 0 && !isOut(fact)).length > 1;
  const isOwn = exceptionIn(reading) !== null;
  const missed: [Unheld['what'], Fact[]][] = [
    ['days', isOwn || isRevision ? [] : daysOfPlan(facts, span, { reading, goal })],
    ['hours', hoursNotHeld(facts, timed, { isMixed: isMixed || isOwn, text: reading.text })],
    ['dates', datesNotHeld(facts, span)],
    ['rhythm', rhythmNotHeld(facts, span, plan.isShort || goal.restWeek)],
    ['length', lengthsNotHeld(facts, plan)],
  ];
  return missed
    .flatMap(([what, own]) =>
      own.map((fact) => ({ what, fact, words: reading.text.slice(fact.from, fact.to).trim() })),
    )
    .toSorted((a, b) => a.fact.from - b.fact.from);
}

/** Of what is given up, the days of the "no" and those of the "yes" may be the days of the plan. */
function daysOfPlan(facts: Fact[], span: Span, { reading, goal }: { reading: Reading; goal: Goal }): Fact[] {
  const isGivenUp =
    goal.kind.counts === 'abstain' &&
    facts.some((fact) => span.sessions.every(({ day }) => daysNamed(fact).includes(day)));
  const isMore = goal.rhythm?.interval === 1 && goal.rhythm.count > goal.days.length;
  return isGivenUp ? [] : daysNotHeld(facts, span, { text: reading.text, isMore });
}

const sessionOf = ({ date, day, time, minutes }: Dated): LaidSession => ({
  date,
  day,
  at: minutesOf(time),
  minutes,
});

/** What is said of the plan: not of something else that the person does, and not what the title is made of. */
function factsOfPlan(reading: Reading, { goal, title }: LaidPlan): Fact[] {
  const clauses = clausesOf(reading);
  const shown = `${title} ${goal.phrase}`.toLowerCase();
  const later = reading.facts.find(({ role, value }) => role === 'from' && isLater(value, goal));
  const facts = reading.facts.filter((fact) => {
    const clause = clauses.find(({ from, to }) => fact.from >= from && fact.from < to);
    if (clause && (isOfOther(clauses, clause) || isBlocked(fact, clause, goal))) return false;
    if (fact.value.kind === 'clock' && isTitled(fact, shown)) return false;
    if (isOfEvent(reading.text, fact)) return false;
    const said = reading.text
      .slice(fact.from, fact.to)
      .toLowerCase()
      .replace(/\bmy\b/g, 'your');
    return (
      !shown.includes(said) && !(later && fact.from >= later.from) && !TOO.test(reading.text.slice(fact.to))
    );
  });
  const isGivenUp = goal.kind.counts === 'abstain';
  return facts.map((said) => {
    const fact = isGivenUp && /^(?:clock|part)/.test(said.value.kind) ? { ...said, negated: false } : said;
    if (fact.value.kind !== 'clock') return fact;
    if (goal.kind.key === 'sleep') return { ...fact, role: 'by' };

    const stretch = stretchOf(reading.text.slice(fact.from, fact.to), fact.value.minute);
    return stretch === null ? fact : { ...fact, value: { kind: 'clock_range', ...stretch } };
  });
}

/** "Be in bed by 23:00" says the hour itself. */
const isTitled = ({ value }: Fact, shown: string): boolean =>
  value.kind === 'clock' && shown.includes(timeOf(value.minute));

/** "From April on also Wednesdays": what begins then is no part of these weeks, perhaps. */
const isLater = (value: Fact['value'], { groups }: Goal): boolean =>
  groups.some(
    ({ from }) =>
      from !== null &&
      ((value.kind === 'date' && value.date === from) || (value.kind === 'dates' && value.from === from)),
  );

/** "Not Friday nights": those hours of those days are kept free. */
function isBlocked(fact: Fact, { facts }: Clause, { busy }: Goal): boolean {
  const isBound = facts.flatMap(daysNamed).some((day) => busy.some((one) => one.days.includes(day)));
  return isBound && facts.some(isOut) && (isOut(fact) || /^(?:part|clock)/.test(fact.value.kind));
}

/** "3 times a week is too much": what is not to be. */
const TOO = /^(?: \S+){0,2}? (?:is|are|'s|was|were|seems?|feels?) (?:\S+ )?too\b/i;

/** A session may be shorter on the way to what was named, and none is longer. */
function lengthsNotHeld(facts: readonly Fact[], { lengths, goal }: LaidPlan): Fact[] {
  const longest = Math.max(...lengths);
  const isOne = facts.filter(({ value }) => value.kind === 'length').length === 1;
  return facts.filter((fact) => {
    const { value } = fact;
    if (value.kind !== 'length' || value.least > 240 || isOut(fact) || fact.role === 'instead') return false;
    if (value.per !== null && value.per !== 'day') return false;
    if (goal.kind.counts === 'abstain' || goal.kind.key === 'sleep') return false;
    const most = Math.max(5, value.most);
    if (fact.bound === 'most') return isOne && longest > most;
    if (fact.bound === 'least') return longest < value.least - 5;
    return !lengths.some((own) => own >= Math.min(value.least, 240) - 5 && own <= most + 5);
  });
}
