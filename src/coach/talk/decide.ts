// What is said about goals: yes to a plan, another one please, a change of one that runs, or that it is let go.
import { ask, askFor, list, result, type OpenGoal, type Output } from './answer.ts';
import { unread } from '../../english/unread.ts';
import type { Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';

const YES = phrases(`
  ^ yes|yep|yh|yeah|yup|yess|yesss|sure|absolutely|definitely|ok|okay|approve|approved|agreed|deal|perfect|great|fine|good|brilliant|lovely|excellent|awesome|super|wonderful|cool|lgtm|👍|👌|✅
  sounds|looks|seems|is|'s|all|that works? good|great|perfect|fine|right|ok|okay|lovely|brilliant|doable|reasonable  looks|works for|to me  that works|suits  works for me  suits me
  go ahead  go for it  let us do|go|start|begin|try  i am in|happy|on|ready  i approve|agree|accept|like|love|take  ^ do it|that  go on then  count me in
  ^ of course  ^ please do  ^ go on $  ^ aproved|approvd|approv  start it  happy with  approve the|this|it|my|that  book it  set it up  you bet  why not
`);
/** Less than a yes. */
const DOUBT = phrases(`
  but  however  except  although  unless  not  never  wait  what if  ^ why  how  when  who  maybe  later  perhaps  ?  if  no  yet  only  instead  rather  though  just  apart  without  think about
`);
const CHANGE = phrases(`
  earlier  later  shorter  longer  easier  harder  lighter  slower  faster  gentler  fewer  less  more  smaller  bigger  too  instead  rather
  change|adjust|modify|alter|edit|revise|update|tweak|reduce|increase|skip|remove|add|swap|switch|replace|move|shift|spread|halve|double|lower|raise|extend|shorten|start|begin|stretch|cut|drop|cancel
  make it|that|this|them|the|my  without  not so|on|in|at|before|after|every  only  prefer  can not  could we|you|i  hurts|hurt|aches|injured|broke|sprained|twisted|sore|ill|sick|pain|pregnant
  unrealistic  busy  boring  beginner  but  except  bit|little|very|quite|so early|late|long|short|much|hard|easy|often|nicer|better  would be nicer|better  no running|gym|weekends|weights|equipment|app  leave out  rest day|week  week off  twice  once  what|how about  need|want|like  wrong  off
`);
const QUESTION = phrases(`^ what|why|who|where|when|which|how|is|are|does|do|did|will|am|should|has|have`);
const REQUEST = phrases(`^ what|how about  could|can we|you|i  make  possible`);
const MAKE = phrases(
  `^ make|change|shorten|lengthen|reduce my|the * longer|shorter|easier|harder|less|more|fewer`,
);
const END = phrases(`
  forget about? it|that|this|the|my  never mind  ^ nevermind  cancel|abandon|scrap|discard|delete|drop|bin|trash|kill|ditch|end|quit|stop it|that|this|everything|all
  cancel|abandon|scrap|discard|delete|drop|bin|trash|kill|ditch|end|quit|stop|remove my|the|this|that|our * goal|plan|project|thing|goals|plans
  ^ abandon  give|giving|gave up  let go of  let * go  no longer want  do not want * any|anymore  do not want to do|continue|have|keep * any
  ^ cancel|abandon|scrap|delete|drop|end|quit * goal|plan   do not want to do this|that|it  ^ no thanks|thank  i am done with  call it off  call off my|the|this  not interested any
  reject|decline|refuse the|this|it  no thanks  end|abandon|cancel|drop|quit one of my
  cancel|abandon|scrap|drop|delete|ditch|quit my|the  give it up  get rid of
`);
const HABIT = phrases(
  `want|like|love|need|try|trying|help|how|able to|me give|quit|stop|to  smoking|alcohol|sugar|drinking|snacking|vaping`,
);
const MODIFY = phrases(
  `my|the|this|that|our * goal|goals|plan|sessions|schedule|sprint|programme|program|routine|runs|training|workouts|lessons|practice`,
);
const NEW = phrases(
  `^ also  ^ another  new goal  another goal  in addition  on top  besides  as well  another thing`,
);

/** GOAL, MODIFY_GOAL or a question; null where no goal is decided upon. */
export function decide(heard: Heard): Output | null {
  return letGo(heard) ?? answerPlan(heard) ?? modify(heard);
}

const waitingOf = ({ input }: Heard): OpenGoal[] => input.open_goals.filter((goal) => goal.awaits_approval);

function answerPlan(heard: Heard): Output | null {
  const waiting = waitingOf(heard);
  if (waiting.length === 0) return null;
  const { words, facts } = heard;
  const isYes = YES(heard.all) !== null || YES(words) !== null;
  const times = facts.filter(({ value: { kind } }) => kind !== 'number' && kind !== 'ordinal');
  const isChange = times.length > 0 || CHANGE(words) !== null;
  const isSure =
    !DOUBT(words) &&
    words.length <= 12 &&
    unread(heard).length === 0 &&
    facts.length === 0 &&
    !/\d/.test(heard.text);
  if (isYes && !isChange) return isSure ? upon(heard, waiting, 'approve') : null;
  if (!isChange || (QUESTION(words) && !REQUEST(words))) return null;
  const others = heard.input.open_goals.filter((goal) => !goal.awaits_approval);
  if (match(words, waiting).length === 0 && (match(words, others).length > 0 || isNewWish(heard)))
    return null;
  // "Can I cancel a single day?" asks, and names none.
  if (times.length === 0 && heard.input.message.includes('?') && POSSIBLE(words)) return null;
  return upon(heard, waiting, 'revise');
}

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

export function whichGoal(question: string, goals: readonly OpenGoal[], act: Output): Output {
  const choices = goals.map(({ id, title }) => ({ id, title }));
  return askFor(`${question}: ${list(goals.map(({ title }) => title))}?`, 'goal', act, { choices });
}

/** It cannot be taken back: the goal is named and asked about. */
function letGo(heard: Heard): Output | null {
  const { words, input, facts } = heard;
  const open = input.open_goals;
  if (!END(words)) return null;
  if (REFUSED(heard.all))
    return ask('Good, then nothing ends. Is there something that you would like to change?');
  if (isPartOnly(heard)) return null;
  const bare = match(
    words.filter((word) => word !== 'running'),
    open,
  );
  const named = bare.length > 0 ? bare : match(words, open);
  // "I want to stop smoking" is a wish; "my phone plan" is none of ours.
  if (named.length === 0 && HABIT(words) && !/\b(?:goal|plan|it|that|this)\b/.test(words.join(' ')))
    return null;
  const isBare = BARE(words) !== null && waitingOf(heard).length > 0;
  const isOfGoal = isBare || /\b(?:goals?|plans?|it|that|this|everything|thing|one)\b/.test(words.join(' '));
  if (open.length === 0)
    return isOfGoal && (/\bgoal\b/.test(words.join(' ')) || !words.includes('want')) ? ask(NONE_OPEN) : null;
  if (facts.some(({ value: { kind } }) => kind === 'clock' || kind === 'rhythm')) return null;
  if (named.length === 0 && !isOfGoal) return null;
  const waiting = waitingOf(heard);
  const isShown = /\b(?:it|that|this|plan|thing)\b/.test(words.join(' '));
  const goals = named.length > 0 ? named : isShown && waiting.length > 0 ? waiting : open;
  const act = result({ intent: 'GOAL', payload: { decision: 'abandon' } });
  const [goal] = goals;
  return goal && goals.length === 1
    ? askFor(
        `Shall I let go of "${goal.title}"?`,
        'yes',
        { ...act, goal_id: goal.id },
        { choices: [{ id: goal.id, title: goal.title }] },
      )
    : whichGoal('Which goal shall I let go of', goals, act);
}

const NONE_OPEN = 'There is no open goal that I could end. What would you like to do?';

/** "Drop it to two days", "cancel the Monday sessions", "can I cancel a single day?". */
function isPartOnly({ words, facts, text }: Heard): boolean {
  const isTimed = facts.some(({ value: { kind } }) =>
    /^(?:date|dates|days|rhythm|clock|part|length|number)$/.test(kind),
  );
  const isPart = /\b(?:sessions?|single|one day|days?|week|part|to)\b/.test(words.join(' '));
  // "Drop the goal to 5 km" is less of it.
  const isLess = facts.some(
    ({ value, from }) => value.kind === 'amount' && /\bto\s+$/.test(text.slice(0, from)),
  );
  return isLess || (isTimed && !/\b(?:goal)\b/.test(words.join(' '))) || (isPart && isTimed);
}

function modify(heard: Heard): Output | null {
  const { words, input, facts } = heard;
  const running = input.open_goals.filter((goal) => !goal.awaits_approval);
  const isChange = CHANGE(words) !== null || facts.length > 0;
  if (!isChange || isNewWish(heard) || GOAL_IS(words) || (QUESTION(words) && !REQUEST(words))) return null;
  const named = match(words, running);
  const isSpoken = MODIFY(words) !== null;
  if (named.length === 0 && !isSpoken) return null;
  if (named.length === 0 && WISH(words)) return null;
  const goals = named.length > 0 ? named : running;
  const act = result({ intent: 'MODIFY_GOAL' });
  const [goal] = goals;
  if (!goal)
    return isSpoken
      ? ask('There is no running goal that I could change. What would you like to work towards?')
      : null;
  if (
    named.length === 0 &&
    !/\b(?:goals?|plan|schedule|sessions?|everything|routine)\b/.test(words.join(' '))
  )
    return MAKE(words) ? whichGoal('I find no goal of that name. Which one do you mean', running, act) : null;
  return goals.length === 1 ? { ...act, goal_id: goal.id } : whichGoal('Which goal do you mean', goals, act);
}

const GOAL_IS = phrases(`^ my goal|plan|dream|aim is|would|:`);
const WISH = phrases(`^ i want|would|need|wish|hope|plan`);
const REFUSED = phrases(`not|never want|going? to? cancel|drop|abandon|end|stop|delete|let|give`);
/** Under a plan that waits it is about the plan. */
const BARE = phrases(`^ never mind  ^ nevermind  ^ no thanks|thank`);
const POSSIBLE = phrases(`^ can|could i|we  ^ is it|that`);
/** A wish of its own, whatever waits. */
const NEW_WISH = phrases(`
  i also? really? finally? want|would also? like|love? to learn|read|write|save|lose|quit|study|build|practise|practice|swim|cycle|cook|draw|paint|play|meditate|declutter|find|launch|publish|sing|knit|organise|organize|visit|spend|eat|drink|sleep|earn|pass|speak
`);

function isNewWish({ words, input }: Heard): boolean {
  const message = input.message
    .toLowerCase()
    .split(/[^\p{L}']+/u)
    .filter(Boolean);
  return (NEW(message) ?? NEW(words) ?? NEW_WISH(words)) !== null;
}
