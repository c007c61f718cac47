// Goals that go by stages: a skill, a habit, something given up, a day to prepare for, a thing to finish, people.
import { daysBetween } from '../../kernel/time.ts';
import { rounded, type Course, type Frame, type Step } from './frame.ts';
import type { Goal } from '../goal.ts';

const SPRINT_DAYS = 42;

export function skillCourse(goal: Goal, frame: Frame): Course {
  const hours = goal.amounts.find(({ unit }) => unit === 'hour');
  if (hours) return hoursCourse(goal, frame, hours.amount);
  const title = titleOf(goal);
  return { title, sessions: overSessions(goal, frame), roadmap: roadmapOf(goal, frame, title), notes: [] };
}

/** "100 hours of practice": so many sessions of so many minutes are so many hours, and no more is said. */
function hoursCourse(goal: Goal, frame: Frame, hours: number): Course {
  const title = titleOf(goal);
  const sum = (frame.weekOf.length * frame.minutes) / 60;
  const sessions = overSessions({ ...goal, minutes: frame.minutes }, frame);
  if (sum >= hours) return { title, sessions, roadmap: [], notes: [] };
  const shown = Math.round(sum * 10) / 10;
  const notes = [
    `${frame.weekOf.length} sessions of ${frame.minutes} minutes are ${shown} of the ${hours} hours.`,
  ];
  return { title, sessions, roadmap: [`The first ${shown} hours`, `On to ${hours} hours in all`], notes };
}

export function habitCourse(goal: Goal, frame: Frame): Course {
  return { title: titleOf(goal), sessions: overSessions(goal, frame), roadmap: [], notes: [] };
}

export const abstainCourse = habitCourse;
export const peopleCourse = habitCourse;

export function projectCourse(goal: Goal, frame: Frame): Course {
  const title = titleOf(goal);
  return { title, sessions: overSessions(goal, frame), roadmap: roadmapOf(goal, frame, title), notes: [] };
}

export function datedCourse(goal: Goal, frame: Frame): Course {
  const title = titleOf(goal);
  return { title, sessions: overSessions(goal, frame), roadmap: roadmapOf(goal, frame, title), notes: [] };
}

/** The person's own words where they hold a title; else that of the kind. */
export function titleOf({ phrase, kind, topic }: Goal): string {
  if (phrase !== '')
    return isNoun(phrase, kind)
      ? `${kind.verb} ${kind.key === 'instrument' ? phrase.toLowerCase() : phrase}`
      : phrase;
  if (kind.title) return kind.title;
  const [word = ''] = kind.words.exec(topic) ?? [];
  const noun = word === '' ? '' : ` ${word.toLowerCase()}`;
  if (kind.verb && noun !== '' && word.toLowerCase() !== kind.verb.toLowerCase())
    return `${kind.verb}${noun}`;
  return noun === '' ? 'Reach your goal' : `${noun.trim().charAt(0).toUpperCase()}${noun.trim().slice(1)}`;
}

/** "Piano", "Spanish": what is done with it belongs into a title. */
const isNoun = (phrase: string, { key, verb }: Goal['kind']): boolean =>
  /^[\p{L}'-]+$/u.test(phrase) &&
  verb !== undefined &&
  ['language', 'code', 'instrument', 'chess'].includes(key) &&
  !NO_NOUN.test(phrase);

const NO_NOUN = /^(?:learn|study|practi[sc]e|code|program|memori[sz]e)/i;

/** The kind's steps laid over the sessions, each growing a little unless the length was named. */
export function overSessions(goal: Goal, { weekOf, minutes }: Frame): Step[] {
  const { steps, brief, counts, progress } = goal.kind;
  const isFixed = goal.minutes !== null || goal.weekMinutes !== null || brief;
  const count = weekOf.length;
  // The last look before a day is one session, or a week of them.
  const isDated = counts === 'dated' && steps.length === 4;
  const lastOnes = isDated ? Math.min(3, Math.max(1, Math.floor(count / 6))) : 0;
  const spread = isDated ? steps.slice(0, 3) : steps;
  return weekOf.map((week, index) => {
    const weeks = isDated ? 1 : (weekOf.at(-1) ?? 1);
    const stage = Math.min(spread.length - 1, stageOf(index, count - lastOnes, week, spread.length, weeks));
    const isLast = index >= count - lastOnes && isDated;
    const { title, how } = isLast ? steps[3]! : spread[stage]!;
    const share = isFixed ? 1 : isLast ? 0.6 : 0.7 + (0.3 * (stage + 1)) / spread.length;
    return { title, how: index === 0 ? `${how} ${progress}` : how, minutes: rounded(minutes * share) };
  });
}

/** By weeks where there are enough of them, so that a step is a stretch of weeks; else by sessions. */
function stageOf(index: number, count: number, week: number, stages: number, weeks: number): number {
  if (weeks >= stages) return Math.floor(((week - 1) * stages) / weeks);
  return Math.floor((index * stages) / Math.max(1, count));
}

/** The parts of what is big by its words, and of what has an end far behind these weeks. */
function roadmapOf(goal: Goal, { firstOn }: Frame, title: string): string[] {
  const { kind, topic, endsOn } = goal;
  const isBig = kind.big !== undefined && new RegExp(`\\b(?:${kind.big})\\b`, 'i').test(topic);
  const isFar = endsOn !== null && firstOn !== null && daysBetween(firstOn, endsOn) > SPRINT_DAYS + 7;
  if (!isBig && !isFar) return [];
  if (kind.parts && isBig) return kind.parts.slice(0, 5);
  return [`${title}: the first six weeks`.slice(0, 80), `Go on until it is done`];
}
