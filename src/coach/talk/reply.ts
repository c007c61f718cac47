// An answer read against what was asked, and a correction of what was just done.
import { readValue } from '../../english/read-value.ts';
import { minutesOf, timeOf } from '../../kernel/time.ts';
import { ask, askFor, result, type Act, type Asks, type Input, type Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { match } from './match.ts';
import { moved } from './move-task.ts';
import { keptOf } from './make-task.ts';
import { asksToRemind } from './new-task.ts';
import { phrases } from './phrases.ts';
import { readWhen, startOf } from './when.ts';

const YES = phrases(
  `^ yes|yep|yeah|yup|sure|ok|okay|please|definitely|absolutely|right|correct|exactly|👍|👌|✅|fine|do  ^ go ahead  ^ of course  ^ that is|'s right|it|correct  ^ i do|am|did`,
);
const NO = phrases(
  `^ no|nope|nah|never|don't|not|keep  ^ do not  never mind  forget it|that  leave it  ^ cancel|stop  ^ nevermind  changed my mind`,
);
const STOP = phrases(
  `never mind  nevermind  forget it|that|about  ^ cancel that?  leave it  ^ no $  ^ no thanks|thank  do not bother  ^ nope|nah|stop`,
);
const OTHER = phrases(`
  how am i  what 's|is|do|are  move|reschedule|postpone|cancel|delete my|the  show|list me|my  i want|would|need  ^ i did|finished|missed
`);

/** The act completed, another question, or null where it is plainly something else. */
export function answer(heard: Heard, asks: Asks): Output | null {
  const act = outputOf(asks.act);
  const { words, all } = heard;
  if (asks.missing === 'yes') {
    if (NO(all)) return ask('Good, then nothing changes. Is there something else?');
    return YES(all) && heard.facts.length === 0 && !words.includes('but') ? act : null;
  }
  if (STOP(all)) return ask('Good, then I leave it. Is there something else?');
  if (asksToRemind(heard)) return null;
  if (asks.missing === 'wish')
    return OTHER(words) ? null : { ...act, payload: { ...act.payload, wish: heard.text } };
  if (asks.missing === 'title')
    return OTHER(words)
      ? null
      : completed({ ...act, payload: { ...act.payload, task_title: heard.text.slice(0, 80) } }, asks);
  if (asks.missing === 'time') return OTHER(words) ? null : timed(heard, act, asks);
  return chosen(heard, act, asks);
}

const outputOf = (act: Act): Output => result(act);

/** "The second", "the Spanish one", "2". */
function chosen(heard: Heard, act: Output, { choices, missing }: Asks): Output | null {
  if (heard.words.length > 8) return null;
  const named = match(heard.words, choices);
  const nth = readValue(heard.text, 'ordinal', { now: heard.input.now_local, zone: heard.input.zone })?.value;
  const index = nth?.kind === 'ordinal' ? nth.nth : null;
  const one =
    named.length === 1 ? named[0] : index === null ? undefined : choices.at(index > 0 ? index - 1 : index);
  if (!one) return null;
  const meant = { ...act, ...(missing === 'task' ? { task_id: one.id } : { goal_id: one.id }) };
  if (meant.intent === 'CANCEL_TASK')
    return askFor(`Shall I take "${one.title}" off your calendar?`, 'yes', meant);
  return meant;
}

function timed(heard: Heard, act: Output, asks: Asks): Output | null {
  const { input } = heard;
  const when = readWhen(heard, heard.facts);
  const said = { now: input.now_local, zone: input.zone };
  if (when.minute === null && when.inMinutes === null) {
    const bare = readValue(heard.text, 'clock', said);
    if (bare?.value.kind === 'clock') {
      when.minute = bare.value.minute;
      const [other] = bare.alternatives;
      when.other = other?.kind === 'clock' ? other.minute : null;
    }
  }
  if (when.date === null && when.minute === null && when.inMinutes === null && when.vague === null)
    return null;
  if (act.intent === 'RESCHEDULE_TASK') {
    const task = input.upcoming_tasks.find(({ id }) => id === act.task_id);
    if (!task) return null;
    const day = asks.date ?? task.starts_local.slice(0, 10);
    return moved(heard, { ...task, starts_local: `${day}T${task.starts_local.slice(11)}` }, heard.facts);
  }
  const half = factsOf(heard.facts, 'part')[0]?.value.part;
  const known = asks.times.map(minutesOf);
  const today = input.now_local.slice(0, 10);
  when.date ??= asks.date !== null && asks.date >= today ? asks.date : null;
  if (when.minute === null && known.length > 0) when.minute = ofHalf(known, half) ?? known[0]!;
  if (half && when.minute !== null && when.other !== null) {
    when.minute = ofHalf([when.minute, when.other], half) ?? when.minute;
    when.other = null;
  }
  return withMoment(act, when, input);
}

/** The one of them in that part of the day. */
function ofHalf(minutes: readonly number[], part: string | undefined): number | undefined {
  const isLate = /evening|night|afternoon|dinner|bedtime/.test(part ?? '');
  return part === undefined ? undefined : minutes.find((minute) => minute >= 720 === isLate);
}

function withMoment(act: Output, when: ReturnType<typeof readWhen>, input: Input): Output {
  const title = act.payload.task_title ?? '';
  if (when.inMinutes !== null)
    return { ...act, payload: { ...act.payload, task_starts_in_minutes: when.inMinutes } };
  const { rrule } = act.payload;
  if (rrule !== null && when.minute !== null) {
    const from = when.date ?? input.now_local.slice(0, 10);
    return { ...act, payload: { ...act.payload, task_starts_local: `${from}T${timeOf(when.minute)}` } };
  }
  const start = startOf(when, input.now_local);
  const again = start === 'passed' ? ' That time has passed already.' : '';
  if (start === null || start === 'passed')
    return askFor(
      `When should I remind you: ${title}? Please name a day and a time.${again}`,
      'time',
      act,
      keptOf(when),
    );
  return { ...act, payload: { ...act.payload, task_starts_local: start.starts, assumed: start.assumed } };
}

/** The title came last: the time may be known. */
function completed(act: Output, asks: Asks): Output {
  const { task_starts_local: starts, task_starts_in_minutes: minutes, task_title: title } = act.payload;
  if (starts !== null || minutes !== null) return act;
  return askFor(`When should I remind you: ${title}?`, 'time', act, { date: asks.date, times: asks.times });
}

const WRONG = phrases(
  `^ no  ^ nope  ^ i meant|mean|said  ^ sorry  ^ not  ^ actually  ^ make it|that  ^ wait  ^ oops  ^ rather  ^ better  ^ i took|wanted  instead $  ^ correction`,
);
const UNDO = phrases(
  `^ undo  undo that|it|this|the  take that|it back  that is|'s|was wrong|not  scratch that  revert  ^ oops $  ^ no no? $  change it back  by mistake  ^ never mind`,
);

/** "Undo", "no, evening", "I meant Thursday", right after something was done; null where it is none. */
export function correct(heard: Heard): Output | null {
  const [did] = heard.input.dialogue?.did ?? [];
  if (!did) return null;
  const { all, words, facts, input } = heard;
  const times = facts.filter(({ negated, role }) => !negated && role !== 'except');
  if (UNDO(all) && times.length === 0) return result({ intent: 'UNDO', task_id: did.task_id });
  if (!(WRONG(all) || WRONG(words)) || all.length > 10 || times.length === 0 || did.starts_local === null)
    return null;
  const task = { id: did.task_id, title: did.title, starts_local: did.starts_local };
  const part = factsOf(times, 'part')[0]?.value.part;
  if (part && times.length === 1) {
    const minute = minutesOf(task.starts_local.slice(11, 16));
    const other = ofHalf([minute, (minute + 720) % 1440], part);
    const local = `${task.starts_local.slice(0, 10)}T${timeOf(other ?? minute)}`;
    if (other !== undefined && local > input.now_local)
      return result({ intent: 'RESCHEDULE_TASK', task_id: task.id, payload: { task_starts_local: local } });
  }
  return moved(heard, task, times);
}

/** What the last question was about: kept with it, or read again from what was said before it. */
export function askedBefore(input: Input, again: (before: Input) => Output): Asks | null {
  if (input.dialogue?.asks) return input.dialogue.asks;
  const asked = input.history.at(-1);
  const before = input.history.findLast(({ role }) => role === 'user');
  if (asked?.role !== 'assistant' || !asked.text.includes('?') || !before) return null;
  const offered = input.open_goals.filter(({ title }) => asked.text.includes(`"${title}"`));
  if (/\blet go of\b/.test(asked.text) && offered.length > 0) {
    const abandon = result({ intent: 'GOAL', payload: { decision: 'abandon' }, goal_id: offered[0]!.id });
    const choices = offered.map(({ id, title }) => ({ id, title }));
    return askFor('', offered.length === 1 ? 'yes' : 'goal', abandon, { choices }).asks;
  }
  const said = again({
    ...input,
    message: before.text,
    history: [],
    dialogue: null,
    now_local: before.said_local,
  });
  return said.asks;
}
