// Another time for a task that stands in the calendar: which one is meant, and when it should be.
import type { Fact } from '../../english/facts.ts';
import { addDays, weekdayOf } from '../../kernel/time.ts';
import { clocked } from './give-moment.ts';
import { actOf, ask, askFor, list, result, type Output, type UpcomingTask } from './answer.ts';
import type { Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';
import { AWAY, sidesOf, type Sides } from './move-sides.ts';
import { FROM_THEN } from './decide.ts';
import { cannotDo } from './cannot.ts';
import { moved } from './move-to.ts';
import { nearest } from './not-found.ts';
import { standingAt } from './standing-at.ts';
import { askWhich, named, taskMeant } from './task-meant.ts';

const MOVE = phrases(`
  ^ move|shift|push|bump|nudge|postpone|delay|reschedule|rearrange|rebook|snooze|prepone|defer|stick|advance|slide  could|can|please|to|and|,|so|then|i|you|shall|should|we|will|the|one move|shift|push|bump|nudge|postpone|delay|reschedule|rearrange|rebook|snooze|prepone|defer
  bring|put|push|pull * forward|back|off|earlier|later  put off  push back  bring forward  swap|switch * to|with  change|switch * to|from  change the time of  later today
  try again  another go  can|could wait
`);
/** Moves only where a time stands beside it. */
const PUT = phrases(`
  make it|that  put it|that on|to|at monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|next  make my|the|this  ^ make|set|change|move * from now on  ^ from now on make|set|change|move  let us|me|them? do  do * instead  have * instead  * instead  am|be running late  do not do  * earlier|later|sooner  should|must|has|needs to? be  call it  is|'s|are|has|have|been|got moved|pushed|put|brought|shifted|rescheduled|postponed  go|be to  is|are? it|this|that? possible  do it|that|this  we|i do the
`);
const OUTRIGHT = phrases(
  `^ move|shift|push|bump|postpone|delay|reschedule|rebook|bring|snooze|prepone|defer my|the|it|that|this|them|those|these|everything|all|both|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|today|tomorrow|tonight`,
);
const GOAL = phrases(
  `my|the|this|that * goal|plan|schedule|routine  every|each  from now on  always  all my|the`,
);
const ALL = phrases(`
  move|shift|push|bump|nudge|postpone|delay|reschedule|bring|put|slide back|forward? everything|all|both|them|the|my|this|today's|tomorrow's all|lot|rest|whole|entire?
`);
/** Only looks. */
const ASKED = phrases(`^ did|have|has|when|what|how|why|who|where  ^ do|am i`);
const AGAIN = phrases(`try|go|have|do * again|go`);
const EVERYTHING = phrases(`everything  all  both  the lot|rest  whole  entire`);
const ALWAYS = phrases(`from now on  always  every  for good  all of them  permanently  each`);

/** RESCHEDULE_TASK, or the question what is missing; null where nothing is to be moved, or a goal is meant. */
export function moveTask(told: Heard): Output | null {
  const heard = /\b(?:make|call) it \d/i.test(told.text) ? { ...told, facts: clocked(told) } : told;
  const { words, facts, input } = heard;
  // "Make it Tuesdays instead", said of a plan that waits.
  const isOfPlan = input.open_goals.some((goal) => goal.awaits_approval);
  if (isOfPlan && match(words, input.upcoming_tasks).length === 0) return null;
  if (ASKED(words)) return null;
  const cannot = cannotDo(heard);
  if (cannot) return cannot;
  if (LENGTH(words)) return otherLength(heard);
  const isAway = AWAY(words) !== null;
  const isPut = !isAway && !MOVE(words);
  if (isPut && !PUT(words)) return null;
  const isForGood =
    (ALWAYS(words) ?? FROM_THEN(words)) !== null ||
    facts.some(({ value: { kind }, role }) => kind === 'days' && role === 'to');
  const { from, to } = isPut ? behind(sidesOf(heard), heard, PUT(words)!.start) : sidesOf(heard);
  if ((isPut || words.includes('again')) && to.length === 0) return null;
  if (facts.some(({ value: { kind } }) => kind === 'rhythm') && !isForGood) return null;
  if (ALL(words) && EVERYTHING(words)) return allMoved(heard, from, to);
  const begun = input.upcoming_tasks.filter(({ starts_local }) => starts_local <= input.now_local).at(-1);
  const isAgain = AGAIN(words) && match(words, input.upcoming_tasks).length === 0 && begun;
  const meant = isAgain ? { task: begun } : taskMeant(heard, from.length > 0 || to.length > 0 ? from : facts);
  if (isForGood || GOAL(words)) return meant && 'task' in meant ? forGood(heard, meant.task, to) : null;
  if (!meant) return nothingMeant(heard, isAway || isPut);
  const act = result({ intent: 'RESCHEDULE_TASK' });
  if ('several' in meant) return askWhich('Which task should I move', meant.several, act);
  // Nothing of a day that is over is left out.
  const isOver = meant.task.starts_local.slice(0, 10) < input.now_local.slice(0, 10);
  if (isAway && to.length === 0) return isOver ? null : skipOrMove(meant.task);
  const said = moved(heard, meant.task, to);
  // "Can it go to three, and take 45 minutes": what was not read of it is asked for.
  const isUnread = facts.some(({ value: { kind }, role }) => kind === 'number' && role !== 'except');
  return isUnread &&
    said.intent === 'RESCHEDULE_TASK' &&
    said.payload.task_starts_local === null &&
    to.length > 0
    ? askFor(`To when exactly should I move "${meant.task.title}"?`, 'time', said)
    : said;
}

const LENGTH = phrases(`^ shorten|lengthen|extend|prolong|stretch|trim`);

/** "Shorten tomorrow's run to half an hour": that one alone; null where it is said of all, which is of the plan. */
function otherLength(heard: Heard): Output | null {
  const { from, to } = sidesOf(heard);
  const isOne = from.some(({ value: { kind } }) => kind === 'date' || kind === 'clock');
  const meant = isOne ? taskMeant(heard, from) : null;
  if (!meant || !to.some(({ value: { kind } }) => kind === 'length')) return null;
  const act = result({ intent: 'RESCHEDULE_TASK' });
  return 'several' in meant
    ? askWhich('Which task do you mean', meant.several, act)
    : moved(heard, meant.task, to);
}

/** "It finishes at quarter to 8, so call it 8.15": what is said before the request is no part of it. */
function behind({ from, to }: Sides, { tokens, lead }: Heard, start: number): Sides {
  const at = tokens[lead + start]?.from ?? 0;
  const after = to.filter((fact) => fact.from >= at);
  return after.some(({ value: { kind } }) => kind === 'clock') ? { from, to: after } : { from, to };
}

/** What somebody cannot do: nothing is changed before they say how. */
function skipOrMove(task: UpcomingTask): Output {
  return askFor(
    `Shall I leave out ${named(task)} this once? Or tell me to when I should move it.`,
    'yes',
    result({ intent: 'CANCEL_TASK', task_id: task.id }),
  );
}

function nothingMeant(heard: Heard, isVague: boolean): Output | null {
  const { open_goals: goals } = heard.input;
  // "Move it to Tuesday", said of a plan that waits.
  const isOfPlan = match(heard.words, goals).length > 0 || goals.some((goal) => goal.awaits_approval);
  return isOfPlan || isVague || !OUTRIGHT(heard.words) ? null : nearest(heard, 'RESCHEDULE_TASK');
}

/** How many are moved at once. */
const MOST = 12;

/** "Push everything this afternoon back an hour": each of what stands there; what goes later begins with the last. */
function allMoved(heard: Heard, from: readonly Fact[], to: readonly Fact[]): Output | null {
  const { input, words } = heard;
  // "Everything today back by an hour": with how much, a day says which ones.
  const isBy = to.some(({ value: { kind } }) => /^(?:length|shift|span)$/.test(kind));
  const range = isBy ? /^(?:part|dates|date)$/ : /^(?:part|dates)$/;
  const ranges = [...from, ...to].filter(({ value: { kind } }) => range.test(kind));
  const where = from.length > 0 ? from : ranges;
  const rest = to.filter((fact) => !where.includes(fact));
  const named_ = match(words, input.upcoming_tasks);
  const all = named_.length > 0 ? named_ : input.upcoming_tasks;
  const tasks = standingAt(all, where).filter(({ starts_local }) => starts_local > input.now_local);
  if (tasks.length === 0) return ask('I see nothing there that I could move. Which task do you mean?');
  if (tasks.length > MOST)
    return ask(`That is ${tasks.length} tasks, more than I move at once. Which day first?`);
  const acts = tasks.map((task) => moved(heard, task, rest));
  const open = acts.find(({ intent }) => intent === 'CLARIFY');
  if (open)
    return rest.length === 0
      ? ask(`By how much, or to which day, shall I move ${list(tasks.map(({ title }) => title))}?`)
      : open;
  const isLater = (acts[0]!.payload.task_starts_local ?? '') > tasks[0]!.starts_local;
  const [first, ...more] = isLater ? acts.toReversed() : acts;
  return { ...first!, also: more.map(actOf) };
}

/** All that follow of a rule made by hand; null for the sessions of a plan, which are changed with it. */
function forGood(heard: Heard, first: UpcomingTask, to: readonly Fact[]): Output | null {
  const { upcoming_tasks: tasks, open_goals: goals } = heard.input;
  if (!(first.recurs ?? goals.length === 0)) return null;
  // "From Monday on" says from which one, and "from now on" from the next.
  const [start = ''] = to.flatMap(({ role, value }) =>
    role === 'from' && value.kind === 'date' ? [value.date] : [],
  );
  const task =
    tasks.find(({ title, starts_local }) => title === first.title && starts_local >= start) ?? first;
  const rest = to.filter(
    ({ role, value: { kind } }) => role !== 'from' || (kind !== 'date' && kind !== 'offset'),
  );
  const plain = rest.map((fact): Fact => {
    const [day, other] = fact.value.kind === 'days' ? fact.value.days : [];
    if (day === undefined || other !== undefined) return fact;
    return { ...fact, value: { kind: 'date', date: nextDay(task.starts_local.slice(0, 10), day), day } };
  });
  const said = moved(heard, task, plain);
  return said.intent === 'RESCHEDULE_TASK'
    ? { ...said, payload: { ...said.payload, scope: 'following' } }
    : said;
}

const nextDay = (from: string, day: string): string =>
  Array.from({ length: 7 }, (_, index) => addDays(from, index)).find((date) => weekdayOf(date) === day)!;
