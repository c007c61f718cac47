// Being away: all tasks, or those of one goal, rest for some days, and come back.
import type { Fact } from '../../english/facts.ts';
import { addDays } from '../../kernel/time.ts';
import { actOf, ask, askFor, result, type OpenGoal, type Output, type UpcomingTask } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { whichGoal } from './answer-plan.ts';
import { match } from './match.ts';
import { nameIn } from './name-in.ts';
import { phrases } from './phrases.ts';
import { named } from './task-meant.ts';

const PAUSE = phrases(`
  ^ pause  pause everything|all|my|it|the|things|reminders  i|we am|are|will|be be? away|abroad|travelling|traveling  ^ i|we am|are|will|be be? off to|until|from|sick|next|this|all|for|on  i|we am|are|will|be be? on holiday|holidays|vacation|leave  going on|away holiday|vacation|holidays  going away
  ^ on leave|holiday|holidays|vacation  mute all|everything  vacation|holiday mode  put * on hold|ice  freeze everything|all|my  away from  off sick  take|taking|having|need|want a? break|week|fortnight|day|days|time off|from  leave * be|alone
  not bug|bother|disturb|message|text|remind|contact|nag|ping me|us  no reminders|messages|pings|notifications|nudges|runs|sessions|training  nothing for|this|next|until|those|then|on|from|between|in  on a break  stop everything|reminders|reminding
  not be? do|doing any|anything|the  give me|us a? break|rest  rest for|until|till  give me * off
`);
const RESUME = phrases(`
  ^ resume|unpause  ^ i|we|and|ok|okay|right|righto i|we? am|are? back|home  ready to start|begin|go|carry again|on|back  ^ back now|again|home|from|in|,|.|!  ^ back $  end|stop|cancel|lift the|my pause|vacation|holiday|break  carry on again|now|as|then|please?  carry on $  back from holiday|vacation|holidays|hols|leave
  start|switch|turn again|everything|reminders|it|them back? on|again $  start me back|up? on|again  i am better|well|recovered now|again
`);
const NOT_YET = phrases(
  `until|till|when|once|if|after|before|unless|while i|we  will be back  back on|in|by|the _`,
);
/** Somebody who is ill, or away in so many words: a pause even without a day. */
const AWAY = phrases(
  `away|abroad|holiday|holidays|vacation|hold|break|pause|freeze|sick  on leave  leave me alone`,
);
const UNTIL = phrases(`until|till|til`);
/** One session is left out, and nothing rests. */
const SKIP = phrases(
  `^ skip|miss|cancel|drop|move my|the|this|that|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow`,
);
const KEEP = phrases(`keep|not|but|except|apart|carry|still the|my|on|from|do|going?`);

/** PAUSE with its days, RESUME, or the question from when to when; null where nobody is away. */
export function pause(heard: Heard): Output | null {
  const { words, facts, input } = heard;
  if (RESUME(words) && !NOT_YET(words) && facts.length === 0) return result({ intent: 'RESUME' });
  // Told of a plan that waits, days away are about the plan.
  const isOfPlan = input.open_goals.some((goal) => goal.awaits_approval) && words[0] !== 'pause';
  if (!PAUSE(words) || /^(?:when|what|which)$/.test(words[0] ?? '') || isOfPlan || SKIP(words)) return null;
  const ranges = rangesOf(facts, input.now_local.slice(0, 10), UNTIL(words) !== null);
  const isClocked = facts.some(({ value: { kind } }) =>
    /^(?:clock|clock_range|rhythm|days|length)$/.test(kind),
  );
  if ((isClocked || ranges.length === 0) && !AWAY(words)) return null;
  const goals = goalsMeant(heard);
  const kept = keptIn(heard);
  const [goal = null, ...others] = goals;
  const tasks = goal === null && kept === null ? tasksMeant(heard) : [];
  if (tasks.length > 0) return leftOut(tasks, ranges, input.now_local);
  const acts = ranges.map(([list_from, list_to]) => pauseOf(goal, list_from, list_to));
  const [first = pauseOf(goal, input.now_local.slice(0, 10), null), ...more] = acts;
  if (others.length > 0)
    return whichGoal(`${kept === null ? '' : `Not “${kept}”. `}Which goal shall rest`, goals, {
      ...first,
      goal_id: null,
    });
  if (goal === null && kept !== null)
    return askFor(
      `I can let all tasks rest, or those of one goal, and cannot leave out “${kept}” alone. Shall all rest?`,
      'yes',
      first,
    );
  if (kept !== null) first.payload.assumed = `“${kept}” goes on, everything else of it rests`;
  if (acts.length > 0) return { ...first, also: more.map(actOf) };
  const what = goal ? `"${goal.title}" rest` : 'all your tasks rest';
  if (facts.some(({ value: { kind } }) => kind !== 'number' && kind !== 'amount'))
    return askFor(`From which day to which day shall ${what}?`, 'time', first);
  return askFor(`Shall I let ${what} from today, until you say that you are back?`, 'yes', first);
}

const HOLD = phrases(`put|leave it|that|this on hold|ice  pause it|that|this`);

/** "No swimming for three weeks. Can we put it on hold?": what it is was said before; null where no goal is. */
export function onHold(whole: Heard): Output | null {
  const said = HOLD(whole.words) ? pause(whole) : null;
  return said?.intent === 'PAUSE' && said.goal_id !== null ? said : null;
}

/** Who is away means all of it, whatever else is named. */
const GONE = phrases(
  `away|abroad|holiday|holidays|vacation|sick|ill|leave|travelling|traveling|everything|all  i am off`,
);
const cutOf = (words: readonly string[]): string[] => {
  const cut = words.findIndex((word) => /^(?:keep|but|except|rest|until|while|because)$/.test(word));
  return cut > 0 ? words.slice(0, cut) : [...words];
};

/** "Pause walking the dog": what stands, and is of no goal that is named. */
const tasksMeant = ({ words, input }: Heard): UpcomingTask[] =>
  GONE(words) ? [] : match(cutOf(words), input.upcoming_tasks);

/** A task by itself cannot rest: its times in these days, or in the coming week, are left out after a yes. */
function leftOut(
  tasks: readonly UpcomingTask[],
  said: readonly [string | null, string | null][],
  now: string,
): Output {
  const today = now.slice(0, 10);
  const ranges = said.length > 0 ? said : [[null, addDays(today, 6)] as const];
  const some = tasks.filter(
    ({ starts_local: starts }) =>
      starts > now &&
      ranges.some(
        ([from, to]) => starts.slice(0, 10) >= (from ?? today) && starts.slice(0, 10) <= (to ?? starts),
      ),
  );
  const rest = `I can let all your tasks rest, or those of one goal, but not "${tasks[0]!.title}" alone.`;
  const [first, ...more] = some.slice(0, 13).map(({ id }) => result({ intent: 'CANCEL_TASK', task_id: id }));
  return first
    ? askFor(`${rest} Shall I leave out ${some.slice(0, 13).map(named).join(', ')}?`, 'yes', first, {
        also: more.map(actOf),
      })
    : ask(`${rest} I see nothing of it in these days, so I have changed nothing. Which days do you mean?`);
}

const pauseOf = (goal: OpenGoal | null, list_from: string | null, list_to: string | null): Output =>
  result({ intent: 'PAUSE', goal_id: goal?.id ?? null, payload: { list_from, list_to } });

/** From a day to a day, each as it was said; a single day is itself. */
function rangesOf(facts: readonly Fact[], today: string, isEnd: boolean): [string | null, string | null][] {
  const ranges = factsOf(facts, 'dates').map(rangeOf);
  const dates = factsOf(facts, 'date').filter(({ role }) => role !== 'except' && role !== 'by');
  const [first, second] = dates;
  if (ranges.length > 0) return ranges;
  if (first && second) return [[first.value.date, second.value.date]];
  if (first?.role === 'until' || first?.role === 'before')
    return [[null, first.role === 'before' ? addDays(first.value.date, -1) : first.value.date]];
  const [span] = factsOf(facts, 'span');
  const days = span
    ? { day: 1, week: 7, month: 30, quarter: 91, year: 365 }[span.value.unit] * span.value.most
    : 0;
  const from = first?.value.date ?? today;
  if (span) return [[from, addDays(from, days - 1)]];
  if (first?.role === 'from' || first?.role === 'after') return [[first.value.date, null]];
  // "Til lambing's done, say first of May".
  if (first && isEnd) return [[null, first.value.date]];
  return first ? [[first.value.date, first.value.date]] : [];
}

/** "Till January" ends where it begins. */
function rangeOf({
  role,
  value,
}: ReturnType<typeof factsOf<'dates'>>[number]): [string | null, string | null] {
  if ((role === 'until' || role === 'before') && value.from !== null) return [null, addDays(value.from, -1)];
  return [value.from, role === 'from' || role === 'after' ? null : value.to];
}

const KEPT = phrases(`keep|but|except|bar|besides  apart from`);

/** "… but the pills": what goes on, as it was called; null where nothing that stands is kept. */
function keptIn(heard: Heard): string | null {
  const { words, input } = heard;
  const rest = words.slice(KEPT(words)?.end ?? words.length);
  return match(rest, [...input.upcoming_tasks, ...input.open_goals]).length > 0 ? nameIn(heard, rest) : null;
}

/** "No runs, but keep the tablets": the goals whose sessions rest; none where all tasks do. */
function goalsMeant(heard: Heard): OpenGoal[] {
  const { words, input } = heard;
  const isSome = keptIn(heard) !== null;
  if (/\b(?:everything|all)\b/.test(words.join(' ')) && !isSome && !KEEP(words)) return [];
  const meant = match(cutOf(words), input.open_goals);
  if (meant.length > 0 || !isSome) return meant;
  const kept = match(words.slice(KEPT(words)!.end), input.open_goals);
  return input.open_goals.filter((goal) => !kept.includes(goal));
}
