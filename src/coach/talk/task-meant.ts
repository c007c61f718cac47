// Which of the upcoming tasks a request means: by its title, by the day or the hour that it stands at, or pointed at.
import type { Fact } from '../../english/facts.ts';
import { timeOf } from '../../kernel/time.ts';
import { askFor, list, result, unique, type Output, type UpcomingTask } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';

const POINTED = phrases(`
  it  that  this  this|that one  the next one|task|session|thing  my next one|task|session|thing|appointment  them
`);

export type Meant = { task: UpcomingTask } | { several: UpcomingTask[] } | null;

/** `at`: facts that say where it stands now. */
export function taskMeant({ words, input }: Heard, at: readonly Fact[], tasks = input.upcoming_tasks): Meant {
  const named = match(words, tasks);
  const isPointed = named.length === 0 && POINTED(words) !== null;
  const found = standingAt(named.length > 0 ? named : tasks, at);
  if (named.length === 0 && !isPointed && found.length === tasks.length) return null;
  const meant = isPointed && at.length === 0 ? tasks.slice(0, 1) : found;
  if (isPointed && tasks.length > 1 && at.length === 0 && !words.includes('next'))
    return { several: [...tasks] };
  const titles = unique(meant.map(({ title }) => title));
  const [first] = meant.toSorted((a, b) => a.starts_local.localeCompare(b.starts_local));
  if (!first) return named.length > 0 ? { several: named } : null;
  return titles.length > 1 ? { several: meant } : { task: first };
}

function standingAt(tasks: readonly UpcomingTask[], at: readonly Fact[]): UpcomingTask[] {
  const days = factsOf(at, 'date').flatMap(({ value, alternatives }) => [
    value.date,
    ...alternatives.flatMap((other) => (other.kind === 'date' ? [other.date] : [])),
  ]);
  days.push(...factsOf(at, 'part').flatMap(({ value }) => (value.date === null ? [] : [value.date])));
  const times = factsOf(at, 'clock').flatMap(({ value, alternatives }) => [
    timeOf(value.minute),
    ...alternatives.flatMap((other) => (other.kind === 'clock' ? [timeOf(other.minute)] : [])),
  ]);
  return tasks.filter(
    ({ starts_local: starts }) =>
      (days.length === 0 || days.includes(starts.slice(0, 10))) &&
      (times.length === 0 || times.includes(starts.slice(11, 16))),
  );
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

/** "Run 5 km" on 2026-11-25 at 18:00. */
export const named = ({ title, starts_local }: UpcomingTask): string =>
  `"${title}" on ${starts_local.slice(0, 10)} at ${starts_local.slice(11, 16)}`;

export const nothing = result({ intent: 'CLARIFY' });
