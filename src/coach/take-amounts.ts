// Puts lengths, amounts and bare numbers into what is known of a goal.
import type { Fact, ValueOf } from '../english/facts.ts';
import { isResult } from './event-hours.ts';
import type { Goal, Taking } from './goal.ts';
import { around, isOut, saidOf, weekly } from './said-around.ts';

const LONGEST_MINUTES = 240;

export function takeLength(taking: Taking, fact: Fact, { least, per }: ValueOf<'length'>): boolean {
  const { goal } = taking;
  if (isResult(taking.reading.text, fact)) return true;
  const isCap = fact.negated ? fact.bound === 'least' : fact.bound === 'most';
  if (isCap && per === 'week') {
    goal.weekMinutes = least;
    return true;
  }
  if (isOut(fact) || fact.role === 'instead') return fact.role === 'instead';
  if (least > LONGEST_MINUTES && (per === null || per === 'day')) {
    goal.amounts = [
      ...goal.amounts,
      { amount: least / 60, unit: 'hour', per: null, said: saidOf(taking, fact) },
    ];
    return true;
  }
  // "Two hours a day" of what is cut down is its limit, and no session.
  if (per === 'day' && goal.kind.counts === 'abstain') return true;
  if (per === 'week') goal.weekMinutes = least;
  else goal.minutes = Math.max(5, Math.min(LONGEST_MINUTES, least));
  if (taking.isRevision) {
    goal.load = 0;
    goal.groups = goal.groups.map((group) => ({ ...group, minutes: goal.minutes }));
  }
  return true;
}

const BARELY = /\b(?:already|barely|hardly|currently|at the moment|so far|at present|these days)\b/i;
const ALREADY =
  /\b(?:already|barely|hardly|can (?:now |only )?(?:do|run|swim|walk|ride|read)|now|so far|currently|at the moment)\b/i;

/** So much of it is no number of sessions. */
const MEASURES =
  /^(?:km|mile|meter|metre|page|chapter|book|novel|kg|pound|stone|lb|percent|money|eur|usd|gbp|inr|ngn|hour|minute|unit|word|point|drink|beer|glass|cigarette|coffee|step|calorie|litre|liter|)$/;
/** What is made or gone to, one by one. */
const isMade = ({ kind }: Goal): boolean =>
  ['habit', 'skill', 'people', 'project'].includes(kind.counts) && !['read', 'reading'].includes(kind.key);

/** "4 workouts a week" says how often. */
const ACTS =
  /^(?:sitting|workout|lesson|class|swim|ride|walk|jog|run|visit|practi[cs]e|rehearsal|training|hike|outing|slot|go|appointment|treatment|drill)s?$/;

export function takeAmount(taking: Taking, fact: Fact, { least, unit, per }: ValueOf<'amount'>): boolean {
  const { goal } = taking;
  const said = saidOf(taking, fact);
  const isCap = fact.negated ? fact.bound === 'least' : fact.bound === 'most';
  if (isCap && (per === 'week' || per === 'month')) {
    goal.cap = { amount: least, unit, per, said };
    return true;
  }
  if (isOut(fact)) return false;
  if (/^(?:time|session|day)s?$/.test(unit) || (ACTS.test(unit) && per !== null && least <= 7)) {
    if (per === 'month') goal.rhythm = { ...weekly(least), per };
    else if (per === 'day') goal.perDay = Math.min(3, least);
    else goal.rhythm = weekly(least);
    return true;
  }
  // "One watercolour a week": as many sessions as things that one makes in one go.
  if (per === 'week' && least <= 3 && !taking.isRevision && !MEASURES.test(unit) && isMade(goal))
    goal.rhythm ??= weekly(least);
  const near = around(taking, fact);
  if (BARELY.test(near) || (ALREADY.test(near) && (taking.isRevision || goal.amounts.length > 0))) {
    goal.has = least;
    return true;
  }
  const each = per ?? eachOf(taking, fact);
  if (each === 'day' && per === null && goal.rhythm === null && goal.days.length === 0)
    goal.rhythm = weekly(7);
  const other = taking.isRevision ? goal.amounts.filter((one) => one.unit !== unit) : goal.amounts;
  goal.amounts = [...other, { amount: least, unit, per: each, said }];
  return true;
}

/** "20 pages a night", "8 in a sitting": so much each time. */
function eachOf({ reading: { text } }: Taking, { to }: Fact): 'day' | null {
  return /^,? ?(?:a|an|per|each|every|in a|at a|in one) (?:night|evening|morning|bedtime|lunch\w*)\b/i.test(
    text.slice(to),
  )
    ? 'day'
    : null;
}

/** "Only 2", "make it three": of a plan, a small number says how often. */
export function takeNumber(taking: Taking, fact: Fact, { least }: ValueOf<'number'>): boolean {
  const { goal, reading } = taking;
  if (fact.role === 'instead') return true;
  const isCount = taking.isRevision && Number.isInteger(least) && least >= 1 && least <= 7;
  if (!isCount || !/\b(?:only|just|make (?:it|that)|to|rather|instead|x)\b/i.test(reading.text)) return false;
  goal.rhythm = weekly(least);
  goal.days = goal.days.slice(0, least);
  return true;
}

/** "90 minutes of exercise a week": the measure and its week stand apart. */
export function takePer(goal: Goal, { unit }: ValueOf<'per'>): boolean {
  if (unit === 'week' && goal.minutes !== null && goal.weekMinutes === null) {
    goal.weekMinutes = goal.minutes;
    goal.minutes = null;
    return true;
  }
  const open = goal.amounts.at(-1);
  if (open && open.per === null && goal.minutes === null) open.per = unit;
  else if (unit === 'day') goal.rhythm ??= goal.days.length > 0 ? null : weekly(7);
  return unit === 'day' || unit === 'week' || open !== undefined;
}
