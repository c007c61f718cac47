// A later word of the person against what was understood before: it changes what it names, and nothing else.
import type { Reading } from '../english/facts.ts';
import { addDays, daysBetween, shortDate } from '../kernel/time.ts';
import { readDays } from './days-meant.ts';
import { unreadIn } from './find-unread.ts';
import { NO_HOURS, type Goal, type Taking } from './goal.ts';
import { kindsIn } from './kinds.ts';
import { mendWords } from './mend-words.ts';
import { NAME_DAYS, reviseDays } from './revise-days.ts';
import { takeBare, takeLater, takeLoad } from './revise-load.ts';
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
  const whole = readDays(words, said);
  const { kind: _kind, ...facts } = before;
  const goal: Goal = {
    ...before,
    ...structuredClone(facts),
    unread: [],
    aside: [],
    notes: before.notes.slice(0, 1),
  };
  const quoted = text.replace(/\s+/g, ' ').trim().slice(0, 80).toWellFormed();
  if (OF_SOME_WEEKS.test(words)) return { goal, said: quoted, isRead: false };
  const reading = reviseDays(goal, whole, words, said.now.slice(0, 10));
  const taking: Taking = { goal, reading, today: said.now.slice(0, 10), isRevision: true, unused: [] };
  takeFacts(taking);
  takeSigns(goal, words);
  const isCounted = JSON.stringify(goal.rhythm) !== JSON.stringify(before.rhythm);
  // Said of single days, it is no lighter week.
  if (!isOfDays(goal, before)) takeLoad(goal, words, timesOf(whole) || isCounted);
  takeLater(goal, words, whole, taking.today);
  takeBare(goal, words, whole);
  takeActivity(goal, words);
  settle(goal, before, taking.today);
  Object.assign(goal, unreadIn(taking, goal.phrase), { aside: [] });
  if (goal.endsOn !== null && goal.endsOn !== before.endsOn)
    goal.notes = [...goal.notes, `It is to be done by ${shortDate(goal.endsOn)}.`];
  return { goal, said: quoted, isRead: plain(goal) !== plain(before) };
}

/** "Make the first fortnight easier": the weeks of a plan have one length and one rhythm. */
const OF_SOME_WEEKS =
  /\bfirst (?:\w+ )?(?:days?|weeks?|fortnight|month)\b[^.;]*\b(?:easier|lighter|shorter|gentler|slower|less)\b|\b(?:easier|lighter|shorter|gentler|slower|less)\b[^.;]*\bfirst (?:\w+ )?(?:days?|weeks?|fortnight|month)\b/i;

const isOfDays = ({ groups, notes }: Goal, before: Goal): boolean =>
  groups.length !== before.groups.length || notes.includes(NAME_DAYS);

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

/** "Actually, make it swimming", "I'd rather swim": another kind of goal, named right behind a word of change. */
function takeActivity(goal: Goal, words: string): void {
  const [, behind, before] = ANOTHER.exec(words) ?? [];
  const said = behind ?? before;
  // "Make it shorter steps" is of the same.
  if (said === undefined || SAME.test(said)) return;
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

const SAME = /\b(?:shorter|longer|smaller|bigger|earlier|later|easier|harder|less|fewer|more|lighter)\b/i;

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
