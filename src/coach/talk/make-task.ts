// What is wanted becomes tasks at their moments or by their rules; or the one question for what is missing.
import type { Fact } from '../../english/facts.ts';
import { addDays, timeOf } from '../../kernel/time.ts';
import { capital } from '../capital.ts';
import { askFor, result, type Output } from './answer.ts';
import { readBack } from './doubt.ts';
import { eventWords } from './event-words.ts';
import type { Heard } from './heard.ts';
import { joined } from './joined.ts';
import { reminded } from './lead-task.ts';
import { datesOf, momentsOf } from './moments.ts';
import type { Place } from './phrases.ts';
import { eachDay, isOthers, oftenIn } from './often.ts';
import { readRule, type Recurs } from './rule.ts';
import { several } from './several.ts';
import { beforeDeadline, keptOf, once, withStart } from './once.ts';
import { likelier } from './sense.ts';
import { notTitle } from './title.ts';
import { wantedIn, type Wanted } from './wanted.ts';
import { isOfTime, isPlain, readWhen, type When } from './when.ts';

/** One thing or several of them. What can be noted at once is; of the rest the first is asked about. */
export function taskOf(heard: Heard, frames: Place[]): Output {
  const named = wantedIn(heard, frames);
  const wanted = named.length > 0 ? named : byEvent(heard);
  const made = wanted
    .flatMap((one) => datesOf(one.facts, heard.text).map((facts) => ({ ...one, facts })))
    .flatMap((one) => reminded(heard, one, oneTask) ?? tasksOf(heard, one));
  const [nothing] = made.length === 0 ? [nameless(heard)] : [];
  return nothing ?? several(made);
}

/** "Remind me before my 3 pm meeting": it is called by what it comes before. */
function byEvent(heard: Heard): Wanted[] {
  const title = heard.facts
    .map((fact) => eventWords(heard, fact))
    .find((words) => words !== '' && !/^(?:i|we|it|he|she|they)\b/i.test(words));
  return title === undefined
    ? []
    : [{ ...NOTHING, title: capital(title), facts: heard.facts, isNamedFirst: false }];
}

/** Several clocks or days of one thing are several tasks. */
function tasksOf(heard: Heard, wanted: Wanted): Output[] {
  const moments = momentsOf(wanted.facts, heard.text);
  return moments.map((facts) => oneTask(heard, { ...wanted, facts }, moments.length > 1));
}

function nameless(heard: Heard): Output {
  const { now_local: now } = heard.input;
  const when = readWhen(heard, heard.facts);
  const alarm = /\bwake\b/i.test(heard.text) ? 'Wake up' : /\balarm\b/i.test(heard.text) ? 'Alarm' : null;
  if (alarm !== null) return several(tasksOf(heard, { ...NOTHING, title: alarm, facts: heard.facts }));
  const task = result({ intent: 'NEW_TASK', payload: { duration_minutes: when.minutes } });
  return askFor('What should I remind you of?', 'title', withStart(task, when, now), keptOf(when));
}

const NOTHING: Wanted = {
  title: '',
  words: [],
  facts: [],
  isNamedFirst: true,
  anchor: null,
  odd: null,
  isAnchor: false,
  left: [],
  isDoubtful: false,
};

/** The title stays, and what is missing is asked. */
export function oneTask(heard: Heard, wanted: Wanted, isEachClock = false): Output {
  const made = madeOf(heard, wanted, isEachClock);
  if (made.intent === 'NEW_TASK') return wanted.isDoubtful ? readBack([made]) : made;
  const { assumed } = made.asks?.act.payload ?? { assumed: null };
  // What was left out is said with the question, too.
  return assumed === null || wanted.left.length === 0
    ? made
    : { ...made, clarification_question: `${assumed}. ${made.clarification_question}` };
}

function madeOf(heard: Heard, wanted: Wanted, isEachClock: boolean): Output {
  const { now_local: now } = heard.input;
  const { facts, title } = wanted;
  const rule = readRule(facts, now.slice(0, 10), isEachClock);
  const ofRule = rule && rule !== 'vague' ? rule.used : new Set();
  const when = bySense(
    readWhen(
      heard,
      facts.filter((fact) => !ofRule.has(fact)),
      heard.facts,
    ),
    wanted,
    heard,
  );
  const used = new Set([...when.used, ...ofRule]);
  const left =
    wanted.left.length === 0 ? null : `I left out ${wanted.left.map((one) => `“${one}”`).join(', ')}`;
  const task = result({
    intent: 'NEW_TASK',
    payload: { task_title: title, duration_minutes: when.minutes, assumed: left },
  });
  if (title === '') return nameless(heard);
  const missed = facts.find((fact) => isOfTime(fact) && (!used.has(fact) || isOfOther(fact, rule)));
  // Ten o'clock elsewhere is not ten o'clock here.
  const zone = wanted.words.find((word) => ZONES.has(word)) ?? ELSEWHERE.exec(heard.all.join(' '))?.[0];
  const odd = wanted.odd ?? zone ?? (missed ? heard.text.slice(missed.from, missed.to) : null);
  // What was read stays, and the answer has only to say the rest.
  const notPlaced = (): Output =>
    askFor(
      `I could not place “${odd}”. When exactly should I remind you: ${title}?`,
      'time',
      rule && rule !== 'vague'
        ? { ...task, payload: { ...task.payload, rrule: rule.rrule, exdates: rule.exdates } }
        : task,
      keptOf(when),
    );
  if (wanted.odd !== null || zone !== undefined) return notPlaced();
  if (notTitle(wanted.words))
    return askFor('What shall I call it, in a few words?', 'title', withStart(task, when, now), keptOf(when));
  if (when.isImpossible)
    return askFor(`There is no ${when.vague}. When should I remind you: ${title}?`, 'time', task);
  const often = rule === 'vague' ? oftenIn(facts) : null;
  if (often !== null)
    return askFor(
      `${often}: ${title}?`,
      'time',
      { ...task, payload: { ...task.payload, rrule: eachDay(facts, now) } },
      keptOf(when),
    );
  if (rule === 'vague' || (rule && isOthers(heard, facts)))
    return askFor(`On which days exactly, and at what time: ${title}?`, 'time', task, keptOf(when));
  if (when.date !== null && when.date > addDays(now.slice(0, 10), 400))
    return askFor(`That would be on ${when.date}. When should I remind you: ${title}?`, 'time', task);
  if (missed) return notPlaced();
  return rule ? recurring(heard, task, when, rule) : once(heard, task, when, wanted.anchor);
}

const ELSEWHERE = /\b(?:her|his|their|your|local) time\b/;
const ZONES = new Set('pst est cst mst pdt edt cdt gmt utc bst cet cest aest ist'.split(' '));

/** "Every Tuesday, in that week it is Monday": a weekday that the rule does not hold. */
const isOfOther = (fact: Fact, rule: Recurs | 'vague' | null): boolean =>
  rule !== null &&
  rule !== 'vague' &&
  !rule.used.has(fact) &&
  fact.value.kind === 'date' &&
  fact.value.day !== null;

/** "School nights at 9" is no morning. */
function bySense(when: When, { words }: Wanted, { all }: Heard): When {
  const { minute, other } = when;
  if (minute === null || other === null) return when;
  // "The evening before" says nothing of the hour itself.
  const apart = all.filter((_, index) => !/^(?:before|prior|earlier)$/.test(all[index + 1] ?? ''));
  const meant = likelier(words, minute, other) ?? likelier(apart, minute, other);
  // Nobody means the small hours.
  if (meant === null) return minute < 300 && other >= 300 ? { ...when, minute: other, other: minute } : when;
  const taken = `I took it as ${timeOf(meant)}, not ${timeOf(meant === minute ? other : minute)}`;
  return {
    ...when,
    minute: meant,
    other: null,
    assumed: joined(when.assumed, isPlain(meant) ? null : taken),
  };
}

function recurring(heard: Heard, task: Output, said: When, rule: Recurs): Output {
  const when = beforeDeadline(said, null);
  const payload = { ...task.payload, rrule: rule.rrule, exdates: rule.exdates };
  const known = result({ intent: 'NEW_TASK', payload });
  const date = rule.startOn ?? heard.input.now_local.slice(0, 10);
  if (rule.isOpen)
    return askFor(`From which day on, and at what time: ${payload.task_title}?`, 'time', known, keptOf(when));
  if (when.minute === null || when.vague !== null)
    return askFor(`At what time of day: ${payload.task_title}?`, 'time', known, { date });
  const taken = when.other === null ? null : `I took it as ${timeOf(when.minute)}, not ${timeOf(when.other)}`;
  const assumed = joined(when.assumed, taken, payload.assumed);
  const starts = `${date}T${timeOf(when.minute)}`;
  return result({ intent: 'NEW_TASK', payload: { ...payload, task_starts_local: starts, assumed } });
}

/** It only says when, or asks for a reminder of something else. */
export const isNameless = (heard: Heard, frames: Place[]): boolean =>
  wantedIn(heard, frames).every(({ isAnchor }) => isAnchor);
