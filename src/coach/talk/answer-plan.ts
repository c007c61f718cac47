// What is said to a plan that waits: yes, another one please, a question about it, or that it has time.
import { unread } from '../../english/unread.ts';
import { ask, askFor, list, result, type OpenGoal, type Output } from './answer.ts';
import { planBack } from './plan-back.ts';
import { answerQuestion } from './plan-questions.ts';
import type { Heard } from './heard.ts';
import { isHearsay } from './hearsay.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';

const YES = phrases(`
  ^ yes|yep|yh|yeah|yea|ya|yah|yas|yup|yess|yesss|yessir|aye|sure|absolutely|definitely|certainly|ok|okay|oki|okey|k|kk|alright|aight|approve|approved|agreed|deal|perfect|great|fine|good|brilliant|lovely|excellent|awesome|super|wonderful|cool|lgtm|👍|👌|✅
  ^ sweet|grand|ace|mint|lush|bet|sorted|champion|fab|fabulous|splendid|bingo|spot|amen|fantastic|bonza|ripper|ideal|proceed|confirmed|confirm|done  ^ happy days  no worries|problem|complaints|objections
  sounds|looks|seems|is|'s|all|that works? good|great|perfect|fine|right|ok|okay|lovely|brilliant|doable|reasonable|grand|ace|spot|ideal|sweet  like a plan  looks|works for|to me  that works|suits  works|fine|good for|by|with me  suits me
  go ahead  go for it  let us do|go|start|begin|try|roll|have  i am in|happy|on|ready|down|game|up  i approve|agree|accept|like|love|take  ^ do it|that  go on then  count me in  will do nicely|fine|me|grand  crack on  fire away
  ^ love|like|loving|liking it|this|that|the  ^ of course  ^ please do  ^ go on $  ^ go $  ^ aproved|approvd|approv  start it  start|begin|launch the|this|that plan|it  happy with  approve the|this|it|my|that  book|lock|put|add|pop|stick it|that|them|me  set it|that up  you bet  why not  nothing to change|add  no changes? needed|required? $  as it is|stands $
`);
/** Less than a yes. */
const DOUBT = phrases(`
  but  however  except  although  unless  not  never  wait  what if  ^ why  how  when  who  maybe  later  perhaps  ?  if  no  yet  only  instead  rather  though  just  apart  without  think about
`);
/** They stand in a yes, and take nothing from it. */
const SURE =
  /\b(?:why not|no (?:worries|problem|complaints|objections|changes?)|can'?t wait|not bad|happy days)\b/i;
/** Something is to be different. */
export const CHANGE = phrases(`
  earlier  later  shorter  longer  easier  harder  lighter  slower  faster  gentler  fewer  less  more  smaller  bigger  too  instead  rather  further
  change|adjust|modify|alter|edit|revise|update|tweak|reduce|increase|skip|remove|add|swap|switch|replace|move|shift|spread|halve|double|lower|raise|extend|shorten|start|begin|stretch|cut|drop|cancel|scratch|trim|split|push|bring
  make it|that|this|them|the|my  half it|that|them|this  without  not so|on|in|at|before|after|every  only  prefer  can not  could we|you|i  hurts|hurt|aches|injured|broke|sprained|twisted|sore|ill|sick|pain|pregnant  playing|acting up  go|take it? easy
  unrealistic  busy  boring  beginner  but  except  bit|little|very|quite|so early|late|long|short|much|hard|easy|often|nicer|better  would be nicer|better  no running|gym|weekends|weights|equipment|app  leave out  rest day|week  week|day off  twice  once  what|how about  i need|want  need|want|wants|needs to  would|'d|i'd like  would|'d rather  wrong  off  is no good|use  does not|not|never work|suit|fit  keep
`);
/** Something is asked, of the plan or of anything. */
export const QUESTION = phrases(
  `^ what|why|who|where|when|which|how|is|are|does|do|did|will|am|should|has|have`,
);
/** A question that asks for a change. */
export const REQUEST = phrases(`^ what|how about  could|can we|you|i  make  possible`);
/** It need not be now. */
const LATER = phrases(`
  let me think|check|see|ask|sleep|mull|look|talk|consider|get|read|discuss  need|have to|a? think|check|sleep|ask|talk|consider|mull  think about it|that|this  think it over|through  sleep on it  not sure|certain|decided  ^ hm|hmm|hmmm|hmmmm|er|erm|um|umm $
  ^ hm|hmm|hmmm|er|erm|um|umm? maybe|perhaps|possibly|dunno|idk $  ^ maybe|perhaps|possibly $  give me a|some|until|till day|bit|time|while|minute|min|moment|sec|tomorrow|tonight  hang|hold on|off  one|a sec|second|moment|min|minute $  not yet|now|tonight $  ^ not now|yet|today  ask me again  ask|remind me later|tomorrow  get|come back to  undecided  in|of two minds  on the fence  later $  tell|let you know? later|tomorrow|soon
`);
const YOU_PICK = phrases(`
  whatever|whichever|whenever|anything you|suits|works|is  ^ whatever  ^ either  up to you  you choose|pick|decide  your choice|call  no preference  ^ idk|dunno  do not|not mind|fussed|bothered|fussy  surprise me
`);
const POSSIBLE = phrases(`^ can|could i|we  ^ is it|that`);

/** GOAL with approve or revise, or a question; null where nothing waits, or something else is spoken of. */
export function answerPlan(heard: Heard): Output | null {
  const waiting = waitingOf(heard);
  if (waiting.length === 0) return null;
  const { words, facts } = heard;
  if (isYes(heard) && !isChange(heard)) return isSure(heard) ? upon(heard, waiting, 'approve') : null;
  const others = heard.input.open_goals.filter((goal) => !goal.awaits_approval);
  const isOther = isNewWish(heard) || (match(words, waiting).length === 0 && match(words, others).length > 0);
  if (!isChange(heard) || isOther || (QUESTION(words) && !REQUEST(words))) return null;
  // "Can I cancel a single day?" asks, and names none.
  if (facts.length === 0 && heard.input.message.includes('?') && POSSIBLE(words)) return null;
  return upon(heard, waiting, 'revise');
}

const isYes = ({ all, words }: Heard): boolean => YES(all) !== null || YES(words) !== null;
const isChange = ({ facts, words }: Heard): boolean =>
  facts.some(({ value: { kind } }) => kind !== 'ordinal') || CHANGE(withoutPraise(words)) !== null;
/** It changes nothing of a yes. */
const PRAISE = phrases(`
  thanks|thank|ta you? so|very much  thanks|thank you? a lot|bunch|million  suits|fits|pleases|like|likes me|it very|really? well|much  please|do? start|begin|launch it|now|the? plan? please? .? $  very|really good|nice|fine|happy|well
`);

function withoutPraise(words: readonly string[]): string[] {
  const praise = PRAISE(words);
  return praise ? withoutPraise([...words.slice(0, praise.start), ...words.slice(praise.end)]) : [...words];
}

/**
 * What can only be meant for the one plan that waits, whatever else the words might be: a plain yes, that it has time,
 * that it is left to the coach, or a question about it.
 */
export function toPlan(heard: Heard): Output | null {
  const [goal, ...more] = waitingOf(heard);
  const { words } = heard;
  if (!goal || more.length > 0) return null;
  const isOfTask = match(words, heard.input.upcoming_tasks).length > 0;
  const isTimed = heard.facts.some(({ value: { kind } }) => /^(?:date|days|clock|part)$/.test(kind));
  // "Looks good, but put nothing on Mondays".
  if (isYes(heard) && isTimed && BUT(words) && !isOfTask) return upon(heard, [goal], 'revise');
  const back = planBack(heard, [goal]);
  if (back || DONE(words)) return back;
  const isPlain = isYes(heard) && !isChange(heard) && isSure(heard);
  if (isPlain && words.length <= 6) return upon(heard, [goal], 'approve');
  if (isTimed && isHearsay(heard) && RATHER(words)) return upon(heard, [goal], 'revise');
  if (isYes(heard) && !LATER(words)) return null;
  const question = isOfTask ? null : answerQuestion(heard);
  return question ? ask(`${question} ${waits(goal)}`) : aside(heard, goal);
}
/** "She says it is fine, but better Friday": what is told ends in what is wanted. */
const RATHER = phrases(`better|rather|instead|prefer|must  so|but make|put|move|not`);
const BUT = phrases(`but|except  not put|do|plan|schedule|start`);
const DONE = phrases(`done|finished|did|missed|skipped|remind  i have|am`);

function isSure(heard: Heard): boolean {
  const { text, words, facts } = heard;
  if (words.length > 14 || facts.length > 0 || /\d/.test(text)) return false;
  return SURE.test(text) || (!DOUBT(words) && unread(heard).length === 0);
}

/** Neither yes nor no: it is left to the coach, or it has time. */
function aside(heard: Heard, { id, title }: OpenGoal): Output | null {
  const { words, facts } = heard;
  const approve = result({ intent: 'GOAL', payload: { decision: 'approve' }, goal_id: id });
  if (YOU_PICK(words) && facts.length === 0)
    return askFor(`Then I would take the plan for "${title}" as it stands. Shall I?`, 'yes', approve);
  const isAsked = ASK_LATER(words) !== null;
  const isLater = facts.every(({ value: { kind } }) => isAsked || /^(?:date|span|length|offset)$/.test(kind));
  return LATER(words) &&
    isLater &&
    !words.some((word) => MUCH.has(word)) &&
    words.filter((word) => /\p{L}/u.test(word)).length <= 9 &&
    !CHANGE(words.filter((word) => word !== 'later'))
    ? ask(
        `Take your time: the plan for "${title}" waits for you. Is there something in it that you would rather have otherwise?`,
      )
    : null;
}

/** With a day or an hour it is about when to speak of it, not about the plan. */
const ASK_LATER = phrases(
  `ask|remind|tell|talk me? again  get|come back to  let you know  ask|remind me on|at|in|next|later|tomorrow`,
);
/** "A bit later" is said of its hour. */
const MUCH = new Set(['bit', 'little', 'tad', 'much', 'slightly', 'hour']);

/** What is asked wherever a plan waits and nothing is decided. */
export const waits = ({ title }: OpenGoal): string =>
  `The plan for "${title}" is waiting for you: approve it, tell me what to change, or drop it?`;

export const waitingOf = ({ input }: Heard): OpenGoal[] =>
  input.open_goals.filter((goal) => goal.awaits_approval);

function upon({ words, input }: Heard, waiting: OpenGoal[], decision: 'approve' | 'revise'): Output {
  const named = match(words, waiting);
  const shown = input.history.at(-1);
  const lately = shown?.role === 'assistant' ? waiting.filter(({ title }) => shown.text.includes(title)) : [];
  const [goal, ...more] = named.length > 0 ? named : lately.length === 1 ? lately : waiting;
  const act = result({
    intent: 'GOAL',
    payload: { decision, wish: decision === 'revise' ? input.message : null },
  });
  if (goal && more.length === 0) return { ...act, goal_id: goal.id, payload: { ...act.payload, wish: null } };
  return whichGoal('Which plan do you mean', waiting, act);
}

/** "Which one: A or B?", to be answered by a title or a number. */
export function whichGoal(question: string, goals: readonly OpenGoal[], act: Output): Output {
  const choices = goals.map(({ id, title }) => ({ id, title }));
  return askFor(`${question}: ${list(goals.map(({ title }) => title))}?`, 'goal', act, { choices });
}

const NEW = phrases(`^ also  ^ another  new goal  another goal  besides  another thing`);
const VERBS =
  'learn|read|write|save|lose|quit|study|build|practise|practice|swim|cycle|cook|draw|paint|play|meditate|declutter|find|launch|publish|sing|knit|organise|organize|visit|spend|eat|drink|sleep|earn|pass|speak';
const NEW_WISH = phrases(`i also? really? finally? want|would also? like|love? to ${VERBS}`);

/** A wish of its own, whatever waits: "I want to learn the piano" beside Spanish. */
export function isNewWish(heard: Heard): boolean {
  const { words, input } = heard;
  const message = input.message
    .toLowerCase()
    .split(/[^\p{L}']+/u)
    .filter(Boolean);
  const wish = NEW_WISH(words);
  const rest = wish ? words.slice(wish.end) : words;
  return (NEW(message) ?? NEW(words) ?? wish) !== null && match(rest, waitingOf(heard)).length === 0;
}
