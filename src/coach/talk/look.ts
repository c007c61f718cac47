// Looking at what is planned or was, and at how it goes.
import { addDays } from '../../kernel/time.ts';
import { ask, askFor, result, unique, type Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { match } from './match.ts';
import { nameIn } from './name-in.ts';
import { phrases } from './phrases.ts';
import { spokenDays } from './standing-at.ts';

const PROGRESS = phrases(`
  how am|have|are i|we been? doing|getting|performing|going|coming  how is|are|'s my|the|it|everything|things * going|coming|progressing|doing|looking|goin
  how is|'s it going|goin  my progress  progress report|update|check|so  ^ progress  how far  how many|much * have|did|do i  how many|much * i have|need|must|did|do|lost|saved|ran|read|left
  am i on track|behind|ahead  on track  my streak  how did i do  how did|was my week  how well
  how * hows  am i getting anywhere  any progress  show|see|check|tell * progress|stats|statistics|state|status  how goes
`);
const LIST = phrases(`
  wetin dey|be|remain  what is|'s|are on|up|next|planned|scheduled|coming|due|my|left  what else? do|have i|we still? have|got|gotta|need|must|planned|left  what am i doing|supposed  ^ what i|we have|got  tell|show me what|which i|we have|got|do  anything tomorrow|today|tonight|later|on|planned|due|happening|for|left|else|this|next  something on|planned|due|happening
  what does * look like  how does * look  ^ show|list|see|display|read|tell|give * tasks|agenda|schedule|calendar|plan|reminders|list|diary|week|day|sessions|appointments
  ^ agenda|schedule|list|calendar  ^ my tasks|agenda|schedule|reminders|list|day|week  what reminders|tasks|appointments|sessions|goals  what|which * do i have
  do i have|need|got anything|something|any|a|to  have i got anything|something|any|a  is there anything  am i free|busy|doing  remaining
  summary|overview of|for my|the|this|today|tomorrow|next  when is|'s|are|was|do|am|did my|the|i|we|that  which tasks|reminders  which|what one|task|thing? is|'s|dey|comes next  ^ is|was it today|tomorrow|on|this|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday  what time is|'s|do|am|was|are  what * is|'s there  how many tasks|sessions|reminders  what is|'s for|happening
`);
/** Of what was. */
const WAS = phrases(
  `what did|have i|we do|done|did|manage|miss|finish|get  ^ did|have i|we * yesterday|last|this|on|today|already  ^ did|have i|we take|do|done|go|run|call|finish|miss|pay|make`,
);
const GOALS = phrases(`what|which|how|list|show|all * goals`);
const REACH = phrases(`reach|reaching|achieve|achieving|hit|hitting|meet|meeting`);
const WITHOUT = phrases(
  `apart|aside from  except|besides|excluding|without  other than  but not  not counting|including`,
);
const BETWEEN = phrases(`between now and  from now until|to|till  before|until|till|by|up  left|remaining`);
const WHEN = phrases(
  `^ is|was it  when is|'s|are|was|do|am|did|will  what time|day  next run|one  ^ did|have i|we`,
);

/** PROGRESS with its goal, or LIST with its days; null where nothing is looked at. */
export function look(heard: Heard): Output | null {
  const { words, input } = heard;
  if (/^(?:do|did)$/.test(words[0] ?? '') && words[1] === 'not') return null;
  const isPast = WAS(words) !== null;
  const goals = unique(input.open_goals.map(({ title }) => title));
  if (
    GOALS(words) &&
    !PROGRESS(words) &&
    match(words, input.open_goals).length === 0 &&
    heard.facts.every(({ value: { kind } }) => kind === 'offset')
  )
    return goals.length === 0
      ? ask('There is no goal yet. What would you like to work towards?')
      : askFor(
          `${REACH(words) ? 'Step by step, by the sessions of their plans' : 'Your goals'}: ${goals.map((title) => `"${title}"`).join(', ')}. Shall I say how they go?`,
          'yes',
          result({ intent: 'PROGRESS' }),
        );
  if (PROGRESS(words) && !isPast) {
    const [goal, other] = match(words, input.open_goals);
    return result({ intent: 'PROGRESS', goal_id: goal && !other ? goal.id : null });
  }
  if (!isPast && !LIST(words)) return null;
  const cut = WITHOUT(words);
  const [kept, left] = cut ? [words.slice(0, cut.start), words.slice(cut.end)] : [words, []];
  const today = input.now_local.slice(0, 10);
  const spoken = spokenDays(heard.facts);
  // "Did I swim on Tuesday?": the last one.
  if (words[0] === 'did') spoken.days = spoken.days.map((day) => (day > today ? addDays(day, -7) : day));
  const only = isPast || WHEN(words) ? nameIn(heard, kept) : null;
  const isOpen = spoken.days.length === 0 && spoken.from === '' && !spoken.isEnded;
  if (isPast && isOpen && only === null) return result({ intent: 'PROGRESS' });
  const [from, to] = rangeOf(spoken, {
    today,
    isPast,
    isAhead: BETWEEN(words) !== null,
    isLong: only !== null,
    isOneOf: factsOf(heard.facts, 'date').length > 1,
  });
  return result({
    intent: 'LIST',
    payload: { list_from: from, list_to: to, list_only: only, list_without: nameIn(heard, left) },
  });
}

interface Asked {
  today: string;
  isPast: boolean;
  /** From now until the day that is named. */
  isAhead: boolean;
  /** One thing is looked for, however far ahead. */
  isLong: boolean;
  /** "Today or tomorrow": all that are named. */
  isOneOf: boolean;
}

function rangeOf({ days, from, to, isEnded }: ReturnType<typeof spokenDays>, asked: Asked): [string, string] {
  const { today, isPast, isAhead, isLong, isOneOf } = asked;
  const [day] = days;
  if (day !== undefined) {
    const last = days.at(-1)!;
    if (isAhead && day > today) return [today, day];
    const isWide = last < day || last > addDays(day, 6) || (days.length > 1 && !isOneOf);
    return [day, isWide ? day : last];
  }
  if (from !== '') return [from, isEnded ? to : addDays(from, 6)];
  if (isEnded) return [today, to];
  if (isPast) return [addDays(today, -1), today];
  return [today, addDays(today, isLong ? 60 : 6)];
}
