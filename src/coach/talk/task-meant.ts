// Which of the upcoming tasks a request means: by its title, by the day or the hour that it stands at, or pointed at.
import type { Fact } from '../../english/facts.ts';
import { askFor, list, unique, type Input, type Output, type UpcomingTask } from './answer.ts';
import type { Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';
import { standingAt } from './standing-at.ts';

const POINTED = phrases(`
  it  that  this  move|shift|push|put|cancel|do am  this|that one  the * one  one $  the|my next one|task|session|thing|appointment  them  today|tonight|tomorrow's
  ^ not today|tonight|tomorrow
`);
const NEXT = phrases(`next one|task|session|thing|appointment`);

const SESSION = phrases(`session|sessions|training|practice|workout|lesson`);

export type Meant = { task: UpcomingTask } | { several: UpcomingTask[] } | null;

/** `at`: facts that say where it stands now. */
export function taskMeant(
  { text, words, input }: Heard,
  at: readonly Fact[],
  tasks = input.upcoming_tasks,
): Meant {
  const begun = THAT.test(text) && spokenOf(input).length === 0 ? justBegun(input) : null;
  if (begun && tasks.includes(begun)) return { task: begun };
  const named = match(words, tasks);
  if (named.length > 0) {
    const found = standingAt(named, at);
    return oneOf(found) ?? { several: named };
  }
  const found = standingAt(tasks, at);
  const isNarrow = found.length > 0 && found.length < tasks.length;
  const sessions = SESSION(words) ? found.filter((task) => isOfGoal(task, input)) : [];
  if (isNarrow) return oneOf(sessions.length > 0 ? sessions : found);
  if (POINTED(words) === null || found.length === 0) return null;
  if (NEXT(words)) return oneOf(found.slice(0, 1));
  const spoken = spokenOf(input);
  return oneOf(spoken.length > 0 ? spoken : found);
}

/** "Snooze that": what has just begun, whatever is named in the reason behind it. */
const THAT = /^\W*(?:please |can (?:you|we) )?(?:snooze|push|move|delay|postpone|shift) (?:it|that|this)\b/i;

const justBegun = ({ now_local: now, upcoming_tasks: tasks }: Input): UpcomingTask | null =>
  tasks.findLast(
    ({ starts_local: starts }) =>
      starts <= now && Date.parse(`${now.slice(0, 16)}Z`) - Date.parse(`${starts}Z`) <= HOUR_MS,
  ) ?? null;
const HOUR_MS = 3_600_000;

/** What belongs to a plan, as far as is known: by its goal, or by a word of it. */
const isOfGoal = ({ title, goal_id: id }: UpcomingTask, { open_goals: goals }: Input): boolean =>
  id ? true : match(title.toLowerCase().split(/[^\p{L}\d']+/u), goals).length > 0;

/** Of one title the earliest; else it has to be asked. */
function oneOf(found: readonly UpcomingTask[]): Meant {
  const [first] = found.toSorted((a, b) => a.starts_local.localeCompare(b.starts_local));
  if (!first) return null;
  return unique(found.map(({ title }) => title)).length > 1 ? { several: [...found] } : { task: first };
}

/** What the last answer did something to, or named: what "it" means. */
export function spokenOf({ dialogue, history, upcoming_tasks: tasks }: Input): UpcomingTask[] {
  const [did] = dialogue?.did ?? [];
  const done = did ? tasks.filter(({ id }) => id === did.task_id) : [];
  if (done.length > 0) return done;
  const last = history.at(-1);
  if (last?.role !== 'assistant') return [];
  return match(last.text.toLowerCase().split(/[^\p{L}\d']+/u), tasks);
}

/** "Which one: A or B?", to be answered by a title, a number or a day. */
export function askWhich(question: string, tasks: readonly UpcomingTask[], act: Output): Output {
  const some = firstOfEach(tasks).slice(0, 5);
  const choices = some.map(({ id, title }) => ({ id, title }));
  return askFor(`${question}: ${list(some.map(({ title }) => title))}?`, 'task', act, { choices });
}

function firstOfEach(tasks: readonly UpcomingTask[]): UpcomingTask[] {
  return unique(tasks.map(({ title }) => title)).map((title) => tasks.find((task) => task.title === title)!);
}

/** What can be done with a task that is named, and nothing is said of it. */
export const asksAbout = (name: string): string =>
  `${name}: shall I move it, tick it off, or take it off your calendar?`;

/** "Run 5 km" on 2026-11-25 at 18:00. */
export const named = ({ title, starts_local }: UpcomingTask): string =>
  `"${title}" on ${starts_local.slice(0, 10)} at ${starts_local.slice(11, 16)}`;
