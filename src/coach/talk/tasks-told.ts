// Which tasks a clause tells of: named outright, named alone behind another report, or with what was done to them.
import type { UpcomingTask } from './answer.ts';
import { addDays, weekdayOf } from '../../kernel/time.ts';
import { factsOf, type Heard } from './heard.ts';
import { match, stemsOf } from './match.ts';
import { isParticiple } from './past-verbs.ts';
import { phrases } from './phrases.ts';
import { standingAt } from './standing-at.ts';

/** The tasks that it names and that could be told of: what has begun before what is to come. */
export function namesIn(clause: Heard): UpcomingTask[] {
  const { upcoming_tasks: tasks, now_local: now } = clause.input;
  const isToday = ({ starts_local: starts }: UpcomingTask): boolean =>
    starts.slice(0, 10) <= now.slice(0, 10);
  const at = clause.facts.filter(({ value: { kind } }) => /^(?:date|dates|days|part|clock)$/.test(kind));
  const all = match(clause.words, tasks);
  if (all.length === 0) return [];
  const here = match(clause.words, tasks.filter(isToday));
  const found = here.some((task) => all.includes(task)) ? here : all;
  const past = onDaysPast(found, clause);
  const dated =
    past.length > 0
      ? past
      : standingAt(
          found,
          at.filter(({ value: { kind } }) => kind !== 'clock'),
        );
  return dated.length > 0 ? dated : found;
}

/** Of a report "Monday" is the last one. */
export const onDaysPast = (
  tasks: readonly UpcomingTask[],
  { facts, input: { now_local: now } }: Heard,
): UpcomingTask[] =>
  tasks.filter(({ starts_local: starts }) => {
    const weekday = weekdayOf(starts.slice(0, 10));
    return (
      starts <= now &&
      (factsOf(facts, 'date').some(
        ({ value: { date, day } }) => starts.startsWith(date) || weekday === day,
      ) ||
        (starts > addDays(now.slice(0, 10), -7) &&
          factsOf(facts, 'days').some(({ value: { days } }) => days.includes(weekday))))
    );
  });

/** "… and the feed order": a clause that only names a task belongs to the report before it. */
export function isNameOnly(clause: Heard): boolean {
  const [name, ...more] = namesIn(clause);
  const own = clause.words.flatMap((word) => stemsOf(word).map((stem) => [word, stem] as const));
  if (!name || more.some(({ title }) => title !== name.title) || clause.facts.length > 0) return false;
  return !clause.words.includes('not') && own.every(([word]) => match([word], [name]).length > 0);
}

/** "Dinner money paid": a task of the calendar, and what was done to it. */
export function isNamePaid({ words, facts, input }: Heard): boolean {
  const [last = ''] = words.slice(-1);
  const rest = words.slice(0, -1);
  const isShort = rest.length > 0 && rest.length <= 5 && facts.length === 0 && !NOT_DONE(words);
  return (
    isShort && isParticiple(last) && !OF_OTHERS.has(last) && match(rest, input.upcoming_tasks).length > 0
  );
}
/** "The dentist rang": that is what others do. */
const OF_OTHERS = new Set(
  'rang called phoned texted emailed messaged wrote said told asked cancelled postponed moved came went'.split(
    ' ',
  ),
);
const NOT_DONE = phrases(`to|be|get|not|need|needs|want|wants|have|has|is|was|were|will|can|should|if|when`);
