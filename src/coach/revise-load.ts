// "Too much", "twice is enough", "too early", "40": how heavy, how often, how late and how long a later word makes it.
import type { Reading } from '../english/facts.ts';
import { addDays } from '../kernel/time.ts';
import type { Goal } from './goal.ts';
import { weekly } from './said-around.ts';

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

/** Lighter, heavier, less often, or oftener. */
export function takeLoad(goal: Goal, words: string, isInFigures: boolean): void {
  const count = countOf(goal);
  if (HURTS.test(words)) {
    goal.load -= 1;
    goal.notes = [
      'Because something hurts I made it lighter; if it is strong, new or lasting, see a doctor or physiotherapist first.',
    ];
  } else if (isInFigures) return;
  else if (TIMES.test(words)) setCount(goal, timesIn(words));
  else if (DAYS_INSTEAD.test(words)) setCount(goal, Number(DAYS_INSTEAD.exec(words)![1]));
  else if (FEWER.test(words)) setCount(goal, count - 1);
  else if (OFTENER.test(words)) setCount(goal, count + 1);
  else if (LIGHTER.test(words)) goal.load -= 1;
  else if (HEAVIER.test(words)) goal.load += 1;
  goal.load = Math.max(-3, Math.min(3, goal.load));
}

const TIMES =
  /\b(?:only|just|rather|make it|maybe|better|instead|enough)\b.*\b(?:once|twice|(?:two|three|four|five|six) times)\b|\b(?:once|twice|(?:two|three|four|five|six) times)\b.*\b(?:is enough|enough|instead|only|please|will do)\b/i;
/** "3 days instead of 5". */
const DAYS_INSTEAD =
  /\b([1-7]) (?:days|times|sessions)\b[^.;]{0,12}\b(?:instead of|rather than|not) [1-7]\b/i;
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
  goal.days = goal.days.slice(0, most);
}

/** "Too early", "a bit later", "finish a fortnight earlier": another hour, or another end. */
export function takeLater(goal: Goal, words: string, { facts }: Reading, today: string): void {
  const shift = facts.find(({ value }) => value.kind === 'shift')?.value;
  if (shift?.kind === 'shift' && shift.days !== null && /\b(?:finish|end|done|stop|over)\b/i.test(words)) {
    const days = shift.days;
    if (goal.endsOn !== null) goal.endsOn = addDays(goal.endsOn, days);
    else {
      goal.spanDays = Math.max(7, (goal.spanDays ?? SPRINT_DAYS) + days);
      goal.endsOn = addDays(goal.startOn ?? addDays(today, 1), goal.spanDays - 1);
    }
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
export function takeBare(goal: Goal, words: string, { facts }: Reading): void {
  if (facts.some(({ value }) => value.kind !== 'number')) return;
  const [, said] = /^\W*(?:(?:just|only|maybe|about|say|make it)\s+)?(\d{1,3})\W*$/i.exec(words) ?? [];
  const count = Number(said ?? 0);
  const [, right, wrong] = /\b(\d{1,2}),? not (?:at )?(\d{1,2})\W*$/i.exec(words) ?? [];
  const { at } = goal.hours;
  // "7 not 6": of the hour that stands.
  if (at !== null && wrong !== undefined && at % 720 === (Number(wrong) * 60) % 720)
    goal.hours = { ...goal.hours, at: at + (Number(right) - Number(wrong)) * 60 };
  if (count >= 1 && count <= 7) setCount(goal, count);
  else if (count >= 10 && count <= 240) Object.assign(goal, { minutes: count, load: 0 });
}
