// The builtin orchestrator: what a message wants. Each request of it is read by the acts, from the most certain to the
// least; where none holds it asks, and never guesses.
import { ask, type Input, type Output } from './talk/answer.ts';
import { ASK_WORDS, together, wholeWish } from './talk/together.ts';
import { toPlan } from './talk/answer-plan.ts';
import { askedBefore } from './talk/asked-before.ts';
import { cancelTask } from './talk/cancel-task.ts';
import { correct } from './talk/correct.ts';
import { decide } from './talk/decide.ts';
import { foreign } from './talk/foreign.ts';
import { orGuess } from './talk/guess.ts';
import { hear, type Heard } from './talk/heard.ts';
import { isHearsay } from './talk/hearsay.ts';
import { leadsIn } from './talk/lead.ts';
import { look } from './talk/look.ts';
import { looseAnswer } from './talk/loose-answer.ts';
import { moveTask } from './talk/move-task.ts';
import { asksToNote, asksToRemind, isBareRequest, isErrandHeard, newTask } from './talk/new-task.ts';
import { ofTheOne, readAgain } from './talk/read-again.ts';
import { refuseHarm } from './talk/refuse-harm.ts';
import { notFound } from './talk/not-found.ts';
import { openedGoal, type Opened } from './talk/opens-goal.ts';
import { onHold, pause } from './talk/pause.ts';
import { repeated } from './talk/repeat.ts';
import { plainWords } from './talk/plain-words.ts';
import { answer } from './talk/reply.ts';
import { requestsOf } from './talk/requests.ts';
import { secondOpinion } from './talk/second-opinion.ts';
import { settleTask } from './talk/settle-task.ts';
import { smallTalk } from './talk/small-talk.ts';
import { settings } from './talk/settings.ts';
import { isOrder, openGoal, propose } from './talk/wish.ts';
import { withUntold } from './talk/with-untold.ts';

/** One intent with what it needs, and what else is asked for. English. Pure; words are never obeyed, only read. */
export function orchestrate(input: Input): Output {
  const message = plainWords(input.message.normalize('NFKC').slice(0, 1500));
  const read = { ...input, message };
  if (!/\p{L}{2}|\d|^[ykn]$/iu.test(message.trim()) && !/[👍👌✅🙏]/u.test(message)) return ask(ASK_WORDS);
  const harm = refuseHarm(message.toLowerCase());
  if (harm) return notAgain(harm, input);
  const answered = inDialogue(read);
  const said = answered ?? looseAnswer(hear(message, read), inRequests(read), read);
  const whole = withUntold(said, read, (text) => readOne(hear(text, read)));
  return notAgain(orGuess(answered ? whole : secondOpinion(whole, read), read), input);
}

/** Against what was asked or done just before. */
function inDialogue(input: Input): Output | null {
  const heard = hear(input.message, input);
  const asks = askedBefore(input, inRequests);
  const said = asks && answer(heard, asks);
  if (said && asks.missing === 'task') return readAgain(said, input, inRequests) ?? said;
  return said ?? correct(heard) ?? (asks && ofTheOne(input, asks, inRequests));
}

function inRequests(input: Input): Output {
  const requests = requestsOf(input.message);
  const whole = hear(input.message, input);
  if (isOrder(whole)) return smallTalk(whole);
  const opened = openedGoal(requests, input);
  if (opened) return opening(opened, input);
  const [named = ''] = requests;
  // "The 3 o'clock one, shift it to six": it is named before it is said what to do.
  if (requests.length > 1 && REFERENCE.test(named)) return readOne(whole);
  const held = requests.length > 1 ? onHold(whole) : null;
  if (held) return held;
  const read = readEach(withReminders(requests, input), input);
  const acts = read.filter(({ said }) => isAct(said));
  const [only] = acts;
  if (acts.length > 0 && acts.every(isReport)) {
    // "Done and done. The ironing too": each belongs to the others.
    const told = settleTask(whole);
    if (told) return told;
  }
  if (!only) return (requests.length > 1 ? settings(whole) : readOne(whole)) ?? smallTalk(whole);
  if (acts.length === 1) {
    const others = read.filter((one) => one !== only);
    // "Remind me to call the bank. Tomorrow at 9." is one request.
    const isOne = others.some(
      ({ heard }) => heard.facts.some(({ value: { kind } }) => kind !== 'number') && !isHearsay(heard),
    );
    return wholeWish((isOne ? readOne(whole) : null) ?? only.said);
  }
  // "…, mornings work best, 9 to 11": what is said of a goal is no task of its own.
  const wish = acts.find(({ said }) => said.intent === 'GOAL' && said.payload.decision === 'propose');
  const isOfWish = ({ said, heard }: (typeof acts)[number]): boolean =>
    said.intent === 'NEW_TASK' && !asksToRemind(heard) && !isErrandHeard(heard);
  if (wish && acts.every((one) => one === wish || isOfWish(one))) return wholeWish(wish.said);
  return together(acts);
}

/** "Flu jab Monday at 2. Remind me an hour before.": it is about what stands in front of it. */
function withReminders(requests: readonly string[], input: Input): string[] {
  const joined: string[] = [];
  for (const text of requests) {
    const last = joined.at(-1);
    const heard = hear(text, input);
    if (last !== undefined && (isBareRequest(heard) || isBeforeIt(heard)))
      joined[joined.length - 1] = `${last}, ${text}`;
    else joined.push(text);
  }
  return joined;
}

/** "My flight is on Sunday. Remind me a day before to check in": so long before what was told. */
function isBeforeIt(heard: Heard): boolean {
  const [lead] = leadsIn(heard, heard.facts);
  if (!lead || !asksToRemind(heard)) return false;
  const other = lead.minutes % 1440 === 0 ? /^(?:date|rhythm|days)$/ : /^(?:date|clock|rhythm|days)$/;
  return !heard.facts.some(({ value: { kind } }) => other.test(kind));
}

/** A goal in several sentences, and what is asked for beside it. */
function opening({ wish, others }: Opened, input: Input): Output {
  const goal = propose(wish, input);
  const parts = others.map((text) => ({ text, said: readOne(hear(text, input)) }));
  return parts.length === 0 ? goal : together([...parts, { text: wish ?? input.message, said: goal }]);
}

const REFERENCE = /^(?:so |ok |and )?(?:the|my|that) [\p{L}\d':. ]{0,30}\b(?:one|thing)$/iu;

/** Each by itself; "it" is what the one before was about. */
function readEach(requests: readonly string[], input: Input): { text: string; heard: Heard; said: Output }[] {
  let about = input;
  return requests.map((text) => {
    const heard = hear(text, about);
    const said = readOne(heard);
    const id = said.task_id ?? said.asks?.act.task_id;
    const task = input.upcoming_tasks.find((one) => one.id === id);
    if (task) {
      const did = [
        { kind: 'moved' as const, task_id: task.id, title: task.title, starts_local: null, was_local: null },
      ];
      about = { ...input, dialogue: { asks: null, did } };
    }
    return { text, heard, said };
  });
}

const isReport = ({ said }: { said: Output }): boolean => (said.asks?.act ?? said).intent === 'COMPLETE';
const isAct = (said: Output): boolean => said.intent !== 'CLARIFY' || said.asks !== null;
const readOne = (heard: Heard): Output =>
  (asksToRemind(heard) ? null : (toPlan(heard) ?? settleTask(heard))) ??
  settings(heard) ??
  (isHearsay(heard) ? behindStory(heard) : actIn(heard)) ??
  smallTalk(heard);

/** "They moved my shift, so can we do Sunday instead?": what is asked for behind what is told. */
function behindStory({ text, input }: Heard): Output | null {
  const [, rest = ''] = /(?:,(?! (?:which|who|and|he|she|it|they)\b)| so | but )(.*)/is.exec(text) ?? [];
  const heard = hear(rest.trim(), input);
  if (heard.words.length < 2 || isHearsay(heard)) return null;
  const said = actIn(heard);
  const isOfGoal = said?.intent === 'GOAL' || said?.intent === 'MODIFY_GOAL';
  return isOfGoal && !/^(?:so )?i\b/i.test(rest.trim()) ? null : said;
}

function actIn(heard: Heard): Output | null {
  return (
    (asksToRemind(heard) || asksToNote(heard) ? newTask(heard) : null) ??
    pause(heard) ??
    repeated(heard) ??
    moveTask(heard) ??
    cancelTask(heard) ??
    look(heard) ??
    decide(heard) ??
    foreign(heard) ??
    notFound(heard) ??
    newTask(heard) ??
    openGoal(heard)
  );
}

/** A question that was asked twice is not asked a third time. */
function notAgain(said: Output, { history }: Input): Output {
  const lately = history.filter(({ role }) => role === 'assistant').slice(-2);
  const isThird = lately.length === 2 && lately.every(({ text }) => text === said.clarification_question);
  return isThird && said.intent === 'CLARIFY' ? { ...said, clarification_question: CHOICES } : said;
}

const CHOICES =
  'I still do not get it, so I leave it here. You can say for example “remind me tomorrow at 9 to call mum”, “move my run to Friday at 18:00”, “what is on this week”, or “I want to learn Spanish”.';
