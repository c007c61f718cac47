// Another time for a task that stands in the calendar: which one is meant, and when it should be.
import type { Fact } from '../../english/facts.ts';
import { addDays, minutesOf, timeOf } from '../../kernel/time.ts';
import { ask, askFor, result, type Output, type UpcomingTask } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';
import { askWhich, taskMeant } from './task-meant.ts';

const MOVE = phrases(`
  move|shift|push|bump|nudge|postpone|delay|reschedule|rearrange|rebook  bring|put|push * forward|back|off|earlier|later
  put off  push back  bring forward  swap|switch * to|with  change|switch * to|from  change the time of
  can|could not make|do|attend|come  will not make|manage|be able  not able to  later today
`);
/** Moves only where a time stands beside it. */
const PUT = phrases(`
  make it|that  make my|the|this  let us do  do * instead  have * instead  * instead  am|be running late  do not do  * earlier|later|sooner  should|must|has|needs to? be
`);
const OUTRIGHT = phrases(`^ move|shift|push|bump|postpone|delay|reschedule|rebook|bring`);
const LATER = phrases(`back  later  postpone  delay  push  off`);
const EARLIER = phrases(`earlier  forward  sooner  up`);
const CANNOT = phrases(`can|could|will not`);
const GOAL = phrases(
  `my|the|this|that * goal|plan|sessions|schedule|routine  every|each|all  from now on  always  all my|the`,
);

/** RESCHEDULE_TASK, or the question what is missing; null where nothing is to be moved, or a goal is meant. */
export function moveTask(heard: Heard): Output | null {
  const isPut = !MOVE(heard.words);
  if ((isPut && !PUT(heard.words)) || GOAL(heard.words)) return null;
  const { upcoming_tasks: tasks, open_goals: goals } = heard.input;
  if (heard.facts.some(({ value: { kind } }) => kind === 'rhythm' || kind === 'days')) return null;
  const { from, to } = sidesOf(heard);
  if (isPut && to.length === 0) return null;
  const isAway = CANNOT(heard.words) !== null && !to.some(({ role }) => role === 'to');
  const meant = taskMeant(heard, isAway ? heard.facts : from);
  const act = result({ intent: 'RESCHEDULE_TASK' });
  if (!meant) {
    // "Move it to Tuesday", said of a plan that waits.
    if (match(heard.words, goals).length > 0 || goals.some((goal) => goal.awaits_approval)) return null;
    if (isPut || !OUTRIGHT(heard.words)) return null;
    if (tasks.length === 0)
      return ask('I see no upcoming task that I could move. Which one do you mean, and to when?');
    return askWhich('Which task should I move', tasks, act);
  }
  if ('several' in meant) return askWhich('Which task should I move', meant.several, act);
  if (isAway) return moved(heard, meant.task, []);
  return moved(
    heard,
    meant.task,
    to.filter((fact) => !from.includes(fact)),
  );
}

interface Sides {
  from: Fact[];
  to: Fact[];
}

/** What says where it stands, and what says where it goes. */
function sidesOf({ facts, text, tokens }: Heard): Sides {
  const times = facts.filter(({ value: { kind }, negated }) => KINDS.has(kind) && !negated);
  const isOwner = (fact: Fact): boolean =>
    fact.role === 'instead' ||
    /^\s*['’]s?\s/.test(text.slice(fact.to)) ||
    /\b(?:my|the|from)\s+$/i.test(text.slice(0, fact.from)) ||
    isFollowed(fact, tokens, facts);
  const aimed = times.filter(
    ({ role, from, to }) => role === 'to' && !text.slice(from, to).endsWith('instead'),
  );
  if (aimed.length > 0) {
    const first = aimed[0]!.from;
    return {
      from: times.filter((fact) => fact.from < first && fact.value.kind !== 'length'),
      to: times.filter((fact) => fact.from >= first || fact.value.kind === 'length'),
    };
  }
  return { from: times.filter(isOwner), to: times.filter((fact) => !isOwner(fact)) };
}

/** "Move the 6 pm run": its word comes next. */
function isFollowed(fact: Fact, tokens: Heard['tokens'], facts: readonly Fact[]): boolean {
  const next = tokens.find(({ from }) => from >= fact.to);
  const isOther = next && next.claimedBy !== null && facts[next.claimedBy] !== fact;
  return (
    fact.role === 'at' &&
    Boolean(next) &&
    !isOther &&
    /^\p{L}{3,}$/u.test(next!.word) &&
    !ENDS.has(next!.word)
  );
}
const ENDS = new Set(
  'instead please thanks because since and but for with when then because later earlier sharp rather'.split(
    ' ',
  ),
);

const KINDS = new Set<Fact['value']['kind']>(
  'clock clock_range date dates part offset shift length span impossible'.split(
    ' ',
  ) as Fact['value']['kind'][],
);

/** That task to what the facts say; what was not said stays as it was. */
export function moved(
  heard: Pick<Heard, 'text' | 'words' | 'input'>,
  task: UpcomingTask,
  to: readonly Fact[],
): Output {
  const act = result({ intent: 'RESCHEDULE_TASK', task_id: task.id });
  const at = (local: string, assumed: string | null = null): Output => {
    if (local <= heard.input.now_local.slice(0, 16))
      return askFor(`That time has passed already. To when should I move "${task.title}"?`, 'time', act);
    return { ...act, payload: { ...act.payload, task_starts_local: local, assumed } };
  };
  const impossible = to.find(({ value: { kind } }) => kind === 'impossible');
  if (impossible)
    return askFor(
      `There is no ${heard.text.slice(impossible.from, impossible.to)}. To when should I move "${task.title}"?`,
      'time',
      act,
    );
  const shift = shiftOf(heard.words, to);
  const [offset] = factsOf(to, 'offset');
  if (offset?.value.minutes)
    return { ...act, payload: { ...act.payload, task_starts_in_minutes: offset.value.minutes } };
  if (shift !== null) return at(later(task.starts_local, shift));
  const [date] = factsOf(to, 'date');
  const [clock] = factsOf(to, 'clock');
  const [range] = factsOf(to, 'clock_range');
  const vague = to.find(
    ({ role, value: { kind } }) =>
      (kind === 'part' && !clock && !range) ||
      kind === 'dates' ||
      (kind === 'clock' && role !== 'to' && role !== 'at' && role !== 'for'),
  );
  const day = date?.value.date ?? offset?.value.date ?? task.starts_local.slice(0, 10);
  if (vague)
    return askFor(
      `At what time exactly should "${task.title}" be (${heard.text.slice(vague.from, vague.to)})?`,
      'time',
      act,
      { date: day },
    );
  if (!date && !clock && !range && !offset)
    return to.length === 0 ? act : askFor(`To when exactly should I move "${task.title}"?`, 'time', act);
  const minute = clock
    ? nearest(clock, task, `${day}T`, heard.input.now_local)
    : range
      ? range.value.from % 1440
      : minutesOf(task.starts_local.slice(11, 16));
  return at(`${day}T${timeOf(minute)}`);
}

/** Of two hours that the words may mean, the one in the half of the day in which the task stood. */
function nearest(
  clock: ReturnType<typeof factsOf<'clock'>>[number],
  { starts_local }: UpcomingTask,
  day: string,
  now: string,
): number {
  const { minute } = clock.value;
  const [other] = clock.alternatives;
  if (clock.certainty === 'said' || other?.kind !== 'clock') return minute;
  const was = minutesOf(starts_local.slice(11, 16));
  const both = [minute, other.minute].toSorted((a, b) => Math.abs(a - was) - Math.abs(b - was));
  // What has passed can hardly be meant.
  return both.find((one) => `${day}${timeOf(one)}` > now.slice(0, 16)) ?? both[0]!;
}

/** In minutes; days count as days of the calendar. */
function shiftOf(words: readonly string[], to: readonly Fact[]): number | null {
  const [shift] = factsOf(to, 'shift');
  if (shift) {
    const { minutes, days } = shift.value;
    return minutes ?? (days === null ? null : days * 1440);
  }
  const [span] = factsOf(to, 'span');
  const [length] = factsOf(to, 'length');
  const sign = EARLIER(words) ? -1 : LATER(words) ? 1 : 0;
  if (length && sign !== 0) return sign * length.value.least;
  if (span && sign !== 0 && (span.value.unit === 'day' || span.value.unit === 'week'))
    return sign * span.value.least * (span.value.unit === 'week' ? 7 * 1440 : 1440);
  return null;
}

/** That many minutes later on the clock. */
export const later = (local: string, minutes: number): string => {
  const total = minutesOf(local.slice(11, 16)) + minutes;
  const days = Math.floor(total / 1440);
  return `${addDays(local.slice(0, 10), days)}T${timeOf(total - days * 1440)}`;
};
