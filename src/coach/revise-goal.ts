// A later word of the person against what was understood before: it changes what it names, and nothing else.
import type { Reading } from '../english/facts.ts';
import { readEnglish } from '../english/read-english.ts';
import { addDays, daysBetween } from '../kernel/time.ts';
import { DAYS } from '../kernel/week.ts';
import { unreadIn } from './find-unread.ts';
import { NO_HOURS, type Goal, type Taking } from './goal.ts';
import { kindsIn } from './kinds.ts';
import { mendWords } from './mend-words.ts';
import { weekly } from './said-around.ts';
import { takeFacts } from './take-facts.ts';
import { phraseGoal } from './phrase-goal.ts';

export interface Revised {
  goal: Goal;
  /** The words, short enough to be quoted. */
  said: string;
  /** Something of them changed what is known; whether the plan changes is seen in the drafts. */
  isRead: boolean;
}

/** Pure. `said.now`: when the words were said. */
export function reviseGoal(before: Goal, text: string, said: { now: string; zone: string }): Revised {
  const words = withoutKept(mendWords(text));
  const whole = readEnglish(words, said);
  const { kind: _kind, ...facts } = before;
  const goal: Goal = {
    ...before,
    ...structuredClone(facts),
    unread: [],
    aside: [],
    notes: before.notes.slice(0, 1),
  };
  const reading = takeMovedDay(goal, whole);
  const taking: Taking = { goal, reading, today: said.now.slice(0, 10), isRevision: true, unused: [] };
  const times = timesOf(reading);
  takeFacts(taking);
  takeSigns(goal, words);
  takeLoad(goal, words, times);
  takeActivity(goal, words);
  settle(goal, before, taking.today);
  Object.assign(goal, unreadIn(taking, goal.phrase), { aside: [] });
  const quoted = text.replace(/\s+/g, ' ').trim().slice(0, 80).toWellFormed();
  return { goal, said: quoted, isRead: plain(goal) !== plain(before) };
}

const plain = ({
  unread: _unread,
  unknowable: _unknowable,
  aside: _aside,
  notes: _notes,
  ...rest
}: Goal): string => JSON.stringify(rest);

/** "Keep the mornings but make it 20 minutes": what is kept is named to stay as it is. */
function withoutKept(text: string): string {
  const [kept] =
    /\b(?:keep|leave|stay with|still|same)\b[^.;!?]*?(?=\b(?:but|just|and (?:make|change|move|start|add|only))\b|[.;!?])/i.exec(
      text,
    ) ?? [];
  return kept && !/\bfree\b/i.test(kept) ? text.replace(kept, ' ') : text;
}

/** Whether the words say in figures how long or how often. */
function timesOf({ facts }: Reading): boolean {
  return facts.some(({ value }) => ['length', 'rhythm', 'amount'].includes(value.kind));
}

/** Things that are said in one way: days off, a week of rest. */
export function takeSigns(goal: Goal, words: string): void {
  if (
    /\b(?:days? off|off days?|non-work(?:ing)? days|when I (?:don't|do not|am not) work(?:ing)?)\b/i.test(
      words,
    )
  )
    goal.onDaysOff = true;
  if (/\b(?:rest|recovery) week|week off|week of rest\b/i.test(words))
    goal.restWeek = !/\b(?:no|without|skip|drop|remove) (?:the |a )?(?:rest|recovery)/i.test(words);
}

/** "Move Wednesday to Thursday": one day takes the place of another; both are used up by it. */
function takeMovedDay(goal: Goal, reading: Reading): Reading {
  const index = reading.facts.findIndex(
    ({ value, role }) => value.kind === 'date' && value.day !== null && role === 'to',
  );
  const [from, to] = [reading.facts[index - 1]?.value, reading.facts[index]?.value];
  if (from?.kind !== 'date' || to?.kind !== 'date' || !from.day || !to.day) return reading;
  const [gone, come] = [from.day, to.day];
  if (goal.days.includes(gone))
    goal.days = DAYS.filter((day) => day === come || (day !== gone && goal.days.includes(day)));
  else goal.notDays = [...new Set([...goal.notDays.filter((day) => day !== come), gone])];
  return { ...reading, facts: reading.facts.filter((_, at) => at !== index && at !== index - 1) };
}

const FEWER =
  /\b(?:fewer|less often|less (?:days|sessions)|not (?:so|that) often|too (?:often|many)|(?:one|a|1) (?:day|session|time) (?:less|fewer)|drop (?:a|one) (?:day|session))\b/i;
const OFTENER =
  /\b(?:more (?:often|days|sessions|times)|(?:one|a|1) (?:more|extra) (?:day|session|time)|add (?:a|one|another) (?:day|session))\b/i;
const LIGHTER =
  /\b(?:too (?:much|hard|long|intense|fast|difficult|heavy|tough|ambitious)|easier|gentler|lighter|slower|overwhelm\w*|exhaust\w*|smaller|less|reduce|simpler|short(?:er|en)|cut (?:it |this )?(?:down|back)|tone (?:it )?down|ease)\b/i;
const HEAVIER =
  /\b(?:too (?:easy|short|slow|little)|not (?:enough|challenging)|harder|longer|faster|more (?:intense|ambitious|challeng\w*|time|of it)|heavier|bigger|step it up|increase)\b/i;
const HURTS =
  /\b(?:(?:broke|sprained|twisted|injured|hurt|pulled) my|(?:knees?|back|shoulder|ankle|hip|foot|leg|wrist)s? (?:hurts?|aches?|is sore|are sore)|injur(?:y|ed)|pregnant)\b/i;

function takeLoad(goal: Goal, words: string, isInFigures: boolean): void {
  const count = countOf(goal);
  if (HURTS.test(words)) {
    goal.load -= 1;
    goal.notes = [
      'Because something hurts I made it lighter; if it is strong, new or lasting, see a doctor or physiotherapist first.',
    ];
  } else if (isInFigures) return;
  else if (TIMES.test(words)) setCount(goal, timesIn(words));
  else if (FEWER.test(words)) setCount(goal, count - 1);
  else if (OFTENER.test(words)) setCount(goal, count + 1);
  else if (LIGHTER.test(words)) goal.load -= 1;
  else if (HEAVIER.test(words)) goal.load += 1;
  goal.load = Math.max(-3, Math.min(3, goal.load));
}

const TIMES =
  /\b(?:only|just|rather|make it|maybe|better|instead|enough)\b.*\b(?:once|twice|(?:two|three|four|five|six) times)\b|\b(?:once|twice|(?:two|three|four|five|six) times)\b.*\b(?:is enough|enough|instead|only|please|will do)\b/i;
const COUNTS = ['once', 'twice', 'three', 'four', 'five', 'six'];

function timesIn(words: string): number {
  const [said = 'once'] = /\b(?:once|twice|two|three|four|five|six)\b/i.exec(words) ?? [];
  return said.toLowerCase() === 'two' ? 2 : COUNTS.indexOf(said.toLowerCase()) + 1;
}

const countOf = ({ rhythm, days, kind }: Goal): number =>
  (rhythm?.per === 'week' && rhythm.interval === 1 ? rhythm.count : null) ?? (days.length || kind.week);

function setCount(goal: Goal, count: number): void {
  const most = Math.max(1, Math.min(7 - goal.notDays.length, count));
  goal.rhythm = weekly(most);
  if (goal.days.length > most) goal.days = goal.days.slice(0, most);
}

/** "Actually, make it swimming": another kind of goal, named with a word of change. */
function takeActivity(goal: Goal, words: string): void {
  if (!/\b(?:instead|actually|rather|change (?:it|this|the goal) to|switch to|make it)\b/i.test(words))
    return;
  const named = words.toLowerCase().replace(/\b(?:instead of|rather than|not|forget(?: the)?) \w+/g, '');
  const [kind] = kindsIn(named);
  if (!kind || kind.broad || kind.key === goal.kind.key) return;
  goal.kind = kind;
  goal.phrase = phraseGoal(
    named.replace(
      /\b(?:instead|actually|rather|please|(?:change|switch) (?:it |this |the goal )?to|make it|no)\b[, ]*/g,
      '|',
    ),
  ).phrase;
  goal.topic = named;
  goal.amounts = [];
}

/** What a named count means for days that were named before, and a start for an end that moves with it. */
function settle(goal: Goal, before: Goal, today: string): void {
  if (goal.days.length > 0 && goal.days.join() !== before.days.join() && before.groups.length > 0)
    goal.groups = [];
  const { rhythm } = goal;
  if (
    rhythm?.per === 'week' &&
    rhythm !== before.rhythm &&
    rhythm.count < goal.days.length &&
    goal.days === before.days
  )
    goal.days = goal.days.slice(0, rhythm.count);
  if (JSON.stringify(goal.hours) !== JSON.stringify(before.hours))
    goal.groups = goal.groups.map((group) => ({ ...group, hours: goal.hours }));
  if (goal.startOn !== before.startOn && goal.startOn !== null && goal.spanDays !== null)
    goal.endsOn = addDays(goal.startOn, goal.spanDays - 1);
  if (goal.endsOn !== null && goal.endsOn !== before.endsOn && daysBetween(today, goal.endsOn) < 1)
    goal.endsOn = before.endsOn;
  if (goal.hours.part !== null && goal.hours.notParts.includes(goal.hours.part))
    goal.hours = { ...NO_HOURS, notParts: goal.hours.notParts };
}
