// A deed that the words together speak against is no deed yet: it is read back, or what it more likely was is answered.
import { weighIntents, type Intent, type Weighed } from '../intents/weigh-intents.ts';
import { spokenTime } from '../../kernel/spoken-time.ts';
import { ask, askFor, result, type Act, type Input, type Output } from './answer.ts';
import { lastSaid } from './asked-before.ts';
import { isVerbOfErrand } from './chore.ts';
import { doubted } from './doubt.ts';
import { shallPlan } from './guess.ts';
import { hear, type Heard } from './heard.ts';
import { look } from './look.ts';
import { framesOf, newTask } from './new-task.ts';
import { WHERE } from './settings.ts';
import { aboutNamed, NOTED_NOTHING, NOT_SURE } from './small-talk.ts';
import { named } from './task-meant.ts';
import { isWishAt, propose } from './wish.ts';

/** Below which share what was read is not believed, and above which another counts. */
const UNLIKELY = 0.12;
const LIKELY = 0.45;
/** Above which it counts where nothing was read. */
const PLAIN = 0.6;
const SURE = 0.8;

/** What each is read as, in other words too. */
const KIN: Readonly<Record<Intent, readonly Intent[]>> = {
  goal: ['goal'],
  task: ['task'],
  move: ['move', 'change', 'cancel', 'answer'],
  change: ['change', 'move', 'cancel', 'answer', 'pause', 'goal'],
  report: ['report', 'chat', 'cancel', 'answer'],
  cancel: ['cancel', 'change', 'answer', 'report', 'pause'],
  pause: ['pause', 'cancel', 'change', 'settings', 'chat'],
  look: ['look', 'question'],
  settings: ['settings', 'pause', 'question'],
  question: ['question'],
  chat: ['chat'],
  answer: ['answer'],
};

/** The same, or a question in its place. What answers a question is not weighed: it is known what it belongs to. */
export function secondOpinion(said: Output, input: Input): Output {
  const weighed = weighIntents(input.message, lastSaid(input)?.includes('?') ? null : 'answer');
  const likeliest = topOf(weighed);
  const share = weighed[likeliest];
  if (said.intent === 'CLARIFY' && said.asks === null)
    return isUnread(said) ? unread(said, input, likeliest, share) : said;
  // What is done, asked for or asked about beside it is neither dropped nor held up.
  if (!isOfOneSort(said)) return said;
  if (said.intent === 'NEW_TASK' && (isOfTwo(said) || isLong(input.message))) return doubted(said);
  if (said.intent === 'RESCHEDULE_TASK' && wordsIn(input.message) > LONG) return noDeed(said, input);
  // What is done beside a question was read beyond it.
  const intent = intentOf(said.intent === 'CLARIFY' ? said.asks!.act : said);
  if (intent === null || KIN[intent].includes(likeliest)) return said;
  const kin = KIN[intent].reduce((sum, one) => sum + weighed[one], 0);
  if (kin > UNLIKELY || isPlain(said, hear(input.message, input), likeliest, share)) return said;
  if (intent === 'task') return noTask(said, input, likeliest, share);
  if (said.intent === 'CLARIFY') return said;
  return intent === 'report' || intent === 'move' ? noDeed(said, input) : noGoal(said, input, likeliest);
}

/** Asked for in so many words, or the other reading is not sure enough to count. */
function isPlain(said: Output, heard: Heard, likeliest: Intent, share: number): boolean {
  const { remind, note } = framesOf(heard);
  if (said.intent === 'NEW_TASK') return remind !== null || share < LIKELY;
  if (said.intent === 'CLARIFY')
    return Boolean(remind ?? note) || isVerbOfErrand(heard.words) || share < PLAIN;
  // "How can I sleep better?" is a wish.
  return share < (likeliest === 'question' && isWishAt(heard.words) ? SURE : PLAIN);
}

/** One question, or deeds of one kind with no question behind them. */
const isOfOneSort = ({ intent, also, asks }: Output): boolean =>
  intent === 'CLARIFY' ? also.length === 0 : asks === null && also.every((act) => act.intent === intent);

/** A long message, or one of more than a clause: what was read of it is said back before it counts. */
const isLong = (message: string): boolean =>
  wordsIn(message) > LONG || (wordsIn(message) > 9 && CLAUSES.test(message.trim()));
const LONG = 14;
const wordsIn = (message: string): number => message.trim().split(/\s+/).length;
const CLAUSES =
  /[.!?;]\s+\S|,\s*(?:\S+\s+){3}|\b(?:but|because|cos|if|except|excepting|unless|until|otherwise)\b/i;

/** "Bring the form and top up the card": one title that may be two. */
const isOfTwo = ({ payload: { task_title: title } }: Output): boolean =>
  /\S+ \S+ (?:and|then|plus|&) \S+ \S+/.test(title ?? '');

function topOf(weighed: Weighed): Intent {
  const [first] = (Object.keys(weighed) as Intent[]).toSorted((a, b) => weighed[b] - weighed[a]);
  return first!;
}

/** As what it counts; null for what changes nothing or is asked about anyway. */
function intentOf({ intent, payload: { decision } }: Act): Intent | null {
  if (intent === 'NEW_TASK') return 'task';
  if (intent === 'MODIFY_GOAL') return 'change';
  if (intent === 'COMPLETE') return 'report';
  if (intent === 'RESCHEDULE_TASK') return 'move';
  return intent === 'GOAL' && decision === 'propose' ? 'goal' : null;
}

const isUnread = ({ clarification_question: question }: Output): boolean =>
  question === NOT_SURE || question === NOTED_NOTHING;

/** Nothing was read, and what it is, is plain. */
function unread(said: Output, input: Input, likeliest: Intent, share: number): Output {
  if (share < PLAIN) return said;
  if (likeliest === 'goal') return share < SURE ? shallPlan(input.message) : propose(null, input);
  if (likeliest === 'task') return asTask(input.message, input) ?? said;
  return answerTo(likeliest, input) ?? said;
}

/** What stands in place of an answer that is none of a task or a goal. */
function answerTo(likeliest: Intent, input: Input): Output | null {
  if (likeliest === 'look') return look(hear(`What is on: ${input.message}`, input));
  const answer = { question: CANNOT_TELL, settings: WHERE, chat: NOTED_NOTHING }[likeliest as string];
  return answer === undefined ? null : ask(answer);
}
const CANNOT_TELL =
  'That is a question that I have no answer to, and I have changed nothing. I can say what is on, how your goals go, and what I can do: “what is on this week”, “how am I doing”, “what can you do”.';

function noTask(said: Output, input: Input, likeliest: Intent, share: number): Output {
  const isDone = said.intent === 'NEW_TASK';
  const isMoved = likeliest === 'move' || likeliest === 'change';
  const about = isMoved ? aboutNamed(hear(input.message, input)) : null;
  if (about) return about;
  if (isDone) return doubted(said);
  if (likeliest === 'goal') return share < SURE ? shallPlan(input.message) : propose(null, input);
  return answerTo(likeliest, input) ?? said;
}

/** What would be ticked off or moved is named first, and waits for one yes. */
function noDeed(said: Output, input: Input): Output {
  const deeds = [said, ...said.also].map((act) => deedOf(act, input));
  if (said.asks || deeds.includes(null)) return said;
  return askFor(`Shall I ${deeds.join(', and ')}?`, 'yes', said, { also: said.also });
}

/** "move “Run” (Monday 6 July at 18:00) to …"; null for what is neither of them. */
function deedOf({ intent, task_id: id, payload: { status, task_starts_local: local } }: Act, input: Input) {
  const task = input.upcoming_tasks.find((one) => one.id === id);
  if (!task) return null;
  if (intent === 'COMPLETE') return `mark ${named(task)} as ${status ?? 'done'}`;
  if (intent !== 'RESCHEDULE_TASK' || local === null) return null;
  return `move ${named(task)} to ${spokenTime(new Date(`${local}Z`), 'UTC')}`;
}

/** No plan is made, and none changed, where something else was most likely meant. */
function noGoal(said: Output, input: Input, likeliest: Intent): Output {
  const words = said.payload.wish ?? input.message;
  const heard = hear(input.message, input);
  const [goal, ...more] = input.open_goals;
  if (likeliest === 'task') return asTask(words, input) ?? shallPlan(words);
  if (said.intent !== 'GOAL') return said;
  if (likeliest === 'change' && goal && more.length === 0 && !goal.awaits_approval)
    return result({ intent: 'MODIFY_GOAL', goal_id: goal.id });
  return answerTo(likeliest, input) ?? aboutNamed(heard) ?? shallPlan(words);
}

/** "I need to remember to water the plants on Mondays", read back; null where it is none all the same. */
function asTask(words: string, input: Input): Output | null {
  const task = newTask(hear(`Remind me: ${words}`, input));
  if (task && task.intent !== 'CLARIFY') return doubted(task);
  return task?.asks && task.asks.missing !== 'title' ? task : null;
}
