// What is said about goals: yes to a plan, another one please, a change of one that runs, or that it is let go.
import { ask, askFor, result, type Output } from './answer.ts';
import type { Heard } from './heard.ts';
import { answerPlan, CHANGE, isNewWish, QUESTION, REQUEST, waitingOf, whichGoal } from './answer-plan.ts';
import { match } from './match.ts';
import { isPastVerb } from './past-verbs.ts';
import { planBack } from './plan-back.ts';
import { phrases } from './phrases.ts';

const MAKE = phrases(
  `^ make|change|shorten|lengthen|reduce my|the * longer|shorter|easier|harder|less|more|fewer`,
);
const END = phrases(`
  forget about? it|that|this|the|my  never mind  ^ nevermind  cancel|abandon|scrap|discard|delete|drop|bin|trash|kill|ditch|end|quit|stop it|that|this|everything|all
  cancel|abandon|scrap|discard|delete|drop|bin|trash|kill|ditch|end|quit|stop|remove my|the|this|that|our * goal|plan|project|thing|goals|plans
  ^ abandon  give|giving|gave up  let go of  let * go  no longer want  do not want * any|anymore  do not want to do|continue|have|keep * any
  ^ cancel|abandon|scrap|delete|drop|end|quit * goal|plan   do not want to do this|that|it  ^ no thanks|thank  not for me  ^ do not bother  i am done with  call it off  call off my|the|this  not interested any
  reject|decline|refuse the|this|it  no thanks  end|abandon|cancel|drop|quit one of my
  cancel|abandon|scrap|drop|delete|ditch|quit my|the  give it up  get rid of
`);
const HABIT = phrases(
  `want|like|love|need|try|trying|help|how|able to|me give|quit|stop|to  smoking|alcohol|sugar|drinking|snacking|vaping`,
);
const MODIFY = phrases(
  `my|the|this|that|our * goal|goals|plan|sessions|schedule|sprint|programme|program|routine|runs|training|workouts|lessons|practice`,
);
/** GOAL, MODIFY_GOAL or a question; null where no goal is decided upon. */
export function decide(heard: Heard): Output | null {
  return letGo(heard) ?? planBack(heard, waitingOf(heard)) ?? answerPlan(heard) ?? modify(heard);
}

/** It cannot be taken back: the goal is named and asked about. */
function letGo(heard: Heard): Output | null {
  const { words, input, facts } = heard;
  const open = input.open_goals;
  if (!END(words)) return null;
  if (/\bforget (?:that )?i (?:asked|said)\b/i.test(heard.text))
    return ask('Good, then I leave it. Is there something else?');
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
  if (
    !isChange ||
    isPastVerb(words) ||
    isNewWish(heard) ||
    GOAL_IS(words) ||
    (QUESTION(words) && !REQUEST(words))
  )
    return null;
  const named = match(words, running);
  const isSpoken = MODIFY(words) !== null;
  if (named.length === 0 && isOfOurs(heard) && running.length > 0) {
    const act = result({ intent: 'MODIFY_GOAL' });
    return running.length === 1
      ? { ...act, goal_id: running[0]!.id }
      : whichGoal('Which goal do you mean', running, act);
  }
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

/** Of all that follow. */
export const FROM_THEN = phrases(`from now|then|next|this|monday|tomorrow week|month? on  same days`);
const OURS = phrases(`can|could|should|shall we  let us  we do|go|have|make|keep|start`);

/** "Can we do 3 not 4 a week?": between the two of us there is nothing else that has a rhythm. */
const isOfOurs = ({ words, facts, input }: Heard): boolean =>
  (OURS(words) !== null || (FROM_THEN(words) !== null && input.open_goals.length === 1)) &&
  facts.some(({ value: { kind } }) => /^(?:rhythm|days|part|dates|length)$/.test(kind)) &&
  !/\b(?:remind|meet|book|see|call)\b/.test(words.join(' '));

const GOAL_IS = phrases(`^ my goal|plan|dream|aim is|would|:`);
const WISH = phrases(`^ i want|would|need|wish|hope|plan`);
const REFUSED = phrases(`not|never want|going? to? cancel|drop|abandon|end|stop|delete|let|give`);
/** Under a plan that waits it is about the plan. */
const BARE = phrases(`^ never mind  ^ nevermind  ^ no thanks|thank  ^ not for me  ^ do not bother`);
