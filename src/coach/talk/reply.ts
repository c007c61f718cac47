// An answer read against what was asked.
import { addDays, weekdayOf } from '../../kernel/time.ts';
import { capital } from '../capital.ts';
import { actOf, ask, askFor, list, result, type Act, type Asks, type Output } from './answer.ts';
import { amended, amendedOf, behindNo } from './amend.ts';
import { isReport, lastSaid } from './asked-before.ts';
import { chosenFor, giveMoment } from './give-moment.ts';
import { hear, type Heard } from './heard.ts';
import { isTimeOnly } from './loose-answer.ts';
import { match } from './match.ts';
import { sidesOf } from './move-sides.ts';
import { moved } from './move-to.ts';
import { asksToRemind, newTask } from './new-task.ts';
import { affirmed, byPlace, byTime, byWord, isOnlyThat, onlySome } from './offered.ts';
import { phrases } from './phrases.ts';
import { asksAbout, named } from './task-meant.ts';
import { toldIn } from './told.ts';

const YES = phrases(
  `^ yes|yep|yeah|yh|ya|yea|yup|aye|ay|och|ja|oya|abeg|yebo|sure|ok|okay|okey|k|kk|please|definitely|absolutely|certainly|right|correct|exactly|indeed|👍|👌|✅|🙏|fine|do|go|great|good|perfect|cool|sweet|deal|bet|alright|agreed|done|grand|lovely|sounds  ^ of course  ^ that is|'s right|it|correct|fine|good|ok  ^ i do|am|did  ^ why not  ^ all good|right  ^ only|just today|this|once|tomorrow  ^ the? whole|entire lot|series|thing  ^ all of it|them|those`,
);
const NO = phrases(
  `^ no|nope|nah|naw|na|never|nay|don't|not|keep  ^ do not  never mind  forget it|that  leave it  ^ cancel|stop  ^ nevermind  changed my mind  rather not  on second thoughts  leave it|that|them|as  ^ yeah|ya|yea|aye|ay nah|no|naw|na`,
);
const STOP = phrases(
  `never mind  nevermind  forget it|that|about|i  ^ cancel that?  leave it  ^ no $  ^ no thanks|thank|need  do not bother  ^ nope|nah|stop $  changed my mind  ^ nah? leave|drop|scrap it`,
);
const OTHER = phrases(`
  how am i  what 's|is|do|are  tell|show me what|which|when  what i|we have|got|do  move|reschedule|postpone|cancel|delete my|the  show|list me|my  i want|would|need  ^ i did|finished|missed
`);
/** Left to the coach. */
const YOU_PICK = phrases(`
  whatever|whichever|whenever|anything|anytime|either  up to you  you choose|pick|decide|tell  your choice|call  do not|not mind|care|know|fussed|bothered|fussy  no preference  idk|dunno|idc  any day|time|hour  any of them  surprise me  does not|not matter  not sure
`);
const ALL = phrases(`^ both  ^ all  ^ the? both|lot  ^ everything  ^ each`);
const NONE = phrases(`^ neither|none|nothing`);

/** A yes or thanks is nothing to be reminded of. */
const NO_NAME =
  /^(?:(?:yes|yep|yeah|yea|ya|ok|okay|k|sure|please|thanks|thank you|do it|go ahead|fine|great|good|right|of course|cool|[,.!?])(?: |$))+$/;

/** The act completed, another question, or null where it is plainly something else. */
export function answer(heard: Heard, asks: Asks): Output | null {
  const act = result(asks.act);
  const { words, all } = heard;
  if (asks.missing === 'yes') return agreedTo(heard, act, asks);
  if (STOP(all)) return ask('Good, then I leave it. Is there something else?');
  if (asksToRemind(heard)) return null;
  if (asks.missing === 'wish')
    return OTHER(words) ? null : { ...act, payload: { ...act.payload, wish: wishOf(heard.text, act) } };
  if (asks.missing === 'title' && isTimeOnly(heard)) return giveMoment(heard, act, asks);
  if (asks.missing === 'title' && NO_NAME.test(heard.all.join(' ')))
    return ask('What should I remind you of? A few words will do.', asks);
  if (asks.missing === 'title') return OTHER(words) ? null : titled(heard, act, asks);
  if (asks.missing === 'time') return OTHER(words) ? null : timed(heard, act, asks);
  return chosen(heard, act, asks);
}

/** To a question that takes a yes: agreed, refused, or agreed with a change. */
function agreedTo(heard: Heard, act: Output, asks: Asks): Output | null {
  const { all, words } = heard;
  const text = lastSaid(heard.input) ?? '';
  if (act.intent === 'COMPLETE' && isReport(text)) return reported(heard, act, asks);
  const told = act.intent === 'COMPLETE' && asks.choices.length === 0 ? toldIn(behindNo(heard)) : null;
  // "Missed, was it?" "No, I did it, just late."
  if ((told === 'done' || told === 'missed') && told !== act.payload.status)
    return { ...act, payload: { ...act.payload, status: told } };
  const acts = [asks.act, ...asks.also];
  // "No, keep the Spanish" names what is refused, and no part of what was asked.
  const isPart = KEPT(all) === null && (NO(all) === null || isOnlyThat(heard));
  const [goal, other] =
    isPart && /^(?:PAUSE|PROGRESS)$/.test(act.intent) ? match(affirmed(words), heard.input.open_goals) : [];
  if (goal && !other) return { ...act, goal_id: goal.id };
  const [one, ...others] = isPart && acts.length > 1 ? onlySome(heard, acts) : [];
  if (one) return { ...result(one), also: others };
  const instead = act.intent === 'CANCEL_TASK' ? movedInstead(heard, acts) : null;
  if (instead) return instead;
  const isOnce = /^(?:no,? )?(?:only|just) (?:today|tomorrow|this|(?:the )?once)/i.test(heard.text);
  const change = isOnce ? { ...act, also: asks.also } : amendedOf(heard, acts);
  if (change) return change;
  const isPlain = heard.facts.length === 0 && !words.includes('but');
  if (NO(all)) return isPlain ? ask('Good, then nothing changes. Is there something else?') : null;
  return YES(all) && isPlain ? { ...act, also: asks.also } : null;
}

/** What is to go on. */
const KEPT = phrases(
  `keep|keeps|leave|leaves|stay|stays|stand|stands|remain|continue  go|goes|carry on|ahead`,
);
const MOVE_IT = phrases(`move|shift|push|reschedule|another|other|later|postpone|instead|rather`);

/** "Shall I leave it out?" "No, tomorrow at seven": it is moved; of several the one that is named. */
function movedInstead(heard: Heard, acts: readonly Act[]): Output | null {
  const tasks = heard.input.upcoming_tasks.filter(({ id }) => acts.some(({ task_id }) => task_id === id));
  const [task, other] = acts.length > 1 ? match(heard.words, tasks) : tasks;
  if (other) return null;
  const times = heard.facts.filter(
    ({ negated, role, value: { kind } }) => !negated && role !== 'except' && kind !== 'ordinal',
  );
  if (!task || (times.length === 0 && !MOVE_IT(heard.words))) return null;
  return moved(heard, task, times);
}

const HALF = phrases(`half|partly|partially|almost|nearly|some|most|bit|kind|kinda|sort`);
const DID = phrases(
  `^ i? did|have|finished|managed  ^ done|donee|dun|finished  went|was|all|really? well|great|good|fine|ok`,
);
const DID_NOT = phrases(`not|never|no|nope|nah|missed|skipped|forgot|could|neither|none`);

/** "Did you finish the vacuuming and the laundry?" */
function reported(heard: Heard, act: Output, { choices }: Asks): Output | null {
  const { all, words } = heard;
  if (heard.facts.some(({ value: { kind } }) => kind === 'clock' || kind === 'date')) return null;
  const some = match(words, choices);
  const meant = some.length > 0 ? some : choices;
  const settled = (status: 'done' | 'missed'): Output => {
    const [first, ...more] = meant.map(({ id }) => ({
      ...act,
      task_id: id,
      payload: { ...act.payload, status },
    }));
    return { ...first!, also: more.map(actOf) };
  };
  if (HALF(words) || toldIn(heard) === 'partly')
    return askFor(`Shall I count ${list(meant.map(({ title }) => title))} as done?`, 'yes', {
      ...act,
      task_id: meant[0]!.id,
    });
  if (DID_NOT(all)) return settled('missed');
  return YES(all) || ALL(words) || DID(words) ? settled('done') : null;
}

/** "The second", "the Spanish one", "2", "both", "you pick". */
function chosen(heard: Heard, act: Output, { choices, missing, date }: Asks): Output | null {
  const { words, input } = heard;
  // "Move the call to Friday at 3" is a whole request of its own.
  if (words.length > 12 || (OTHER(words) && MOVE_IT(words) && sidesOf(heard).to.length > 0)) return null;
  if (NONE(words)) return ask('Good, then I leave it. Which one do you mean instead?');
  const byName = match(affirmed(words), choices);
  const one = byName.length === 1 ? byName[0] : (byPlace(heard, choices) ?? byTime(heard, choices));
  const isAll = ALL(words) && missing === 'task' && act.intent !== 'CANCEL_TASK';
  const meant = one ? [one] : isAll ? choices : YOU_PICK(words) ? choices.slice(0, 1) : [];
  const acts = meant.map(({ id }) => {
    const task = input.upcoming_tasks.find((one) => one.id === id);
    const local = task && date !== null ? `${date}T${task.starts_local.slice(11)}` : null;
    const isMove = act.intent === 'RESCHEDULE_TASK' && local !== null;
    const payload = isMove ? { ...act.payload, task_starts_local: local } : act.payload;
    return { ...act, payload, ...(missing === 'task' ? { task_id: id } : { goal_id: id }) };
  });
  const [first, ...more] = acts;
  if (!first) return null;
  const task = input.upcoming_tasks.find(({ id }) => id === first.task_id);
  const title = task ? named(task) : `"${meant[0]!.title}"`;
  if (first.intent === 'CANCEL_TASK') return askFor(`Shall I take ${title} off your calendar?`, 'yes', first);
  if (first.intent === 'CLARIFY') return ask(asksAbout(title));
  return { ...first, also: more.map(actOf) };
}

/** A moment that they name, one of those that were offered, or one that the coach picks. */
function timed(heard: Heard, act: Output, asks: Asks): Output | null {
  const { words, input } = heard;
  const isPicked = YOU_PICK(words) !== null;
  const worded = byWord(heard, asks.choices);
  const option = worded ?? byPlace(heard, asks.choices) ?? (isPicked ? asks.choices[0] : undefined);
  if (option) {
    const first = giveMoment(hear(option.title, input), act, asks);
    return (first && !worded && amended(heard, first)) || first;
  }
  // "Any day but Sunday": the next of those that are left.
  const [days, ...more] = isPicked ? heard.facts : [];
  if (days?.value.kind === 'days' && more.length === 0) {
    const left = days.value.days;
    const next = [1, 2, 3, 4, 5, 6, 7].map((ahead) => addDays(input.now_local.slice(0, 10), ahead));
    const date = next.find((day) => left.includes(weekdayOf(day))) ?? null;
    return { ...act, payload: { ...act.payload, ...chosenFor(date, undefined, input) } };
  }
  const given = giveMoment(heard, act, asks);
  if (given || !isPicked) return given;
  // The first free time is found by code.
  if (act.intent === 'RESCHEDULE_TASK') return act;
  return { ...act, payload: { ...act.payload, ...chosenFor(asks.date, undefined, input) } };
}

/** The title came last: the time may be known, or come with it. */
function titled({ text, input }: Heard, known: Output, asks: Asks): Output {
  const { task_starts_local: starts, task_starts_in_minutes: minutes } = known.payload;
  const order = /^(?:to|about|that|of)\b/i.test(text.trim()) ? '' : 'to ';
  const told = newTask(hear(`remind me ${order}${text.trim()}`, input));
  const title =
    told?.payload.task_title ?? told?.asks?.act.payload.task_title ?? capital(text.trim().slice(0, 80));
  const isTold = starts === null && minutes === null && asks.date === null;
  if (isTold && told?.intent === 'NEW_TASK') return told;
  const act = { ...known, payload: { ...known.payload, task_title: title } };
  if (starts !== null || minutes !== null) return act;
  return askFor(`When should I remind you: ${title}?`, 'time', act, { date: asks.date, times: asks.times });
}

/** The name that was asked for goes before what was said of it. */
const wishOf = (name: string, { payload: { wish } }: Act): string =>
  wish === null ? name : `${name}. ${wish}`;
