// A later word of the person against what was understood before: it changes what it names, and nothing else.
import type { Reading } from '../english/facts.ts';
import { readEnglish } from '../english/read-english.ts';
import { addDays, daysBetween } from '../kernel/time.ts';
import { unreadIn } from './find-unread.ts';
import { NO_HOURS, type Goal, type Taking } from './goal.ts';
import { kindsIn } from './kinds.ts';
import { mendWords } from './mend-words.ts';
import { reviseDays } from './revise-days.ts';
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
  const reading = reviseDays(goal, whole, words);
  const taking: Taking = { goal, reading, today: said.now.slice(0, 10), isRevision: true, unused: [] };
  const times = timesOf(reading);
  takeFacts(taking);
  takeSigns(goal, words);
  takeLoad(goal, words, times);
  takeLater(goal, words, reading);
  takeBare(goal, words);
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

const FEWER =
  /\b(?:fewer|less often|less (?:days|sessions)|not (?:so|that) often|too (?:often|many)|(?:one|a|1) (?:day|session|time) (?:less|fewer)|drop (?:a|one) (?:day|session)|(?:rest|free) day|day off)\b/i;
const OFTENER =
  /\b(?:more (?:often|days|sessions|times)|(?:one|a|1) (?:more|extra) (?:day|session|time)|add (?:a|one|another) (?:day|session))\b/i;
const LIGHTER =
  /\b(?:too (?:much|hard|long|intense|fast|difficult|heavy|tough|ambitious)|easier|gentler|lighter|slower|overwhelm\w*|exhaust\w*|smaller|less|reduce|simpler|short(?:er|en)|cut (?:it |this )?(?:down|back)|tone (?:it )?down|ease|(?:go|take it) (?:easy|slow(?:ly)?)|half it|halve (?:it|that|them))\b/i;
const HEAVIER =
  /\b(?:too (?:easy|short|slow|little)|not (?:enough|challenging)|harder|longer|faster|more (?:intense|ambitious|challeng\w*|time|of it)|heavier|bigger|step it up|increase)\b/i;
const HURTS =
  /\b(?:(?:broke|sprained|twisted|injured|hurt|pulled) my|(?:knees?|back|shoulder|ankle|hip|foot|leg|wrist)s? (?:hurts?|aches?|is sore|are sore|(?:is |'s |are )?(?:playing|acting) up|(?:is|'s) (?:bad|killing me|giving me))|injur(?:y|ed)|pregnant)\b/i;

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

/** "Too early", "a bit later", "finish a fortnight earlier": another hour, or another end. */
function takeLater(goal: Goal, words: string, { facts }: Reading): void {
  const shift = facts.find(({ value }) => value.kind === 'shift')?.value;
  if (shift?.kind === 'shift' && shift.days !== null && /\b(?:finish|end|done|stop|over)\b/i.test(words)) {
    const days = shift.days;
    if (goal.endsOn !== null) goal.endsOn = addDays(goal.endsOn, days);
    else goal.spanDays = Math.max(7, (goal.spanDays ?? SPRINT_DAYS) + days);
    return;
  }
  if (facts.some(({ value }) => /^(?:clock|part|shift|date|dates|days|span)/.test(value.kind))) return;
  const step = /\b(?:bit|little|tad|touch|slightly)\b/i.test(words) ? 30 : 60;
  if (/\btoo early|\blater\b/i.test(words)) goal.hours = { ...goal.hours, ...shifted(goal.hours, step) };
  else if (/\btoo late|\bearlier\b/i.test(words))
    goal.hours = { ...goal.hours, ...shifted(goal.hours, -step) };
}
const SPRINT_DAYS = 42;

const shifted = ({ at, shift }: Goal['hours'], step: number): Partial<Goal['hours']> =>
  at === null ? { shift: shift + step } : { at: Math.max(0, Math.min(1435, at + step)) };

/** "40" or "4" alone answers how long, or how often. */
function takeBare(goal: Goal, words: string): void {
  const [, said] = /^\W*(?:(?:just|only|maybe|about|say|make it)\s+)?(\d{1,3})\W*$/i.exec(words) ?? [];
  const count = Number(said ?? 0);
  if (count >= 1 && count <= 7) setCount(goal, count);
  else if (count >= 10 && count <= 240) Object.assign(goal, { minutes: count, load: 0 });
}

/** "Actually, make it swimming", "I'd rather swim": another kind of goal, named right behind a word of change. */
function takeActivity(goal: Goal, words: string): void {
  const [, behind, before] = ANOTHER.exec(words) ?? [];
  const said = behind ?? before;
  if (said === undefined) return;
  const named = said.toLowerCase().replace(/\b(?:instead of|rather than|not|forget(?: the)?) \w+/g, '');
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

const ANOTHER =
  /\b(?:change (?:it|this|the goal) to|switch (?:it )?to|make it|rather|actually)\b[, ]*((?:\w+[ ]?){1,4})|^((?:\w+[ ]?){1,4}) instead\b/i;

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
