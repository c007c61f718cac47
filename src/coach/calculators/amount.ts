// So many pages, words, books, letters: shares that add up, things that are numbered, or the part that these weeks
// hold.
import { daysBetween } from '../../kernel/time.ts';
import type { Course, Frame, Step } from './frame.ts';
import type { Amount, Goal } from '../goal.ts';
import { figure, plural, shared, waypoints } from './figures.ts';
import { overSessions, skillCourse, titleOf } from './stages.ts';

const NOT_COUNTED = /^(?:hour|kg|lb|km|mile|eur|usd|gbp|percent|litre|person)$/;
/** Things of which one takes weeks. */
const LARGE = new Map([
  ['book', 2],
  ['novel', 2],
  ['chapter', 0.25],
  ['song', 1],
  ['story', 1],
]);

export function amountCourse(goal: Goal, frame: Frame): Course {
  const target = goal.amounts.find(
    ({ unit, amount }) => !NOT_COUNTED.test(unit) && Number.isInteger(amount) && amount > 0,
  );
  if (!target) return goal.kind.parts || goal.endsOn ? skillCourse(goal, frame) : plainCourse(goal, frame);
  if (target.per !== null || isEach(goal, target)) return rateCourse(goal, frame, target);
  const part = partOf(goal, frame, target);
  const sessions =
    part <= frame.weekOf.length ? numbered(goal, frame, target, part) : portions(goal, frame, target, part);
  const title =
    goal.phrase === ''
      ? `${goal.kind.verb ?? 'Do'} ${target.amount} ${plural(target.unit, target.amount)}`
      : titleOf(goal);
  const roadmap =
    part === target.amount
      ? []
      : waypoints(part, target.amount).map((point, index, all) => {
          const isFar = index === all.length - 1 && point - (all[index - 1] ?? 0) > part * 1.05;
          const amount = `${point} ${plural(target.unit, point)}`;
          return index === 0
            ? `The first ${amount}`
            : isFar
              ? `Go on at the same pace to ${amount}`
              : `${amount} in all`;
        });
  return { title, sessions, roadmap, notes: [] };
}

/** "20 pages every evening" is each time; "300 words, twice a week" is the whole. */
const isEach = ({ rhythm, endsOn, kind }: Goal, { amount, unit }: Amount): boolean =>
  rhythm !== null && endsOn === null && kind.measure?.unit === unit && amount <= 3 * kind.measure.usual;

const plainCourse = (goal: Goal, frame: Frame): Course => ({
  title: titleOf(goal),
  sessions: overSessions(goal, frame),
  roadmap: [],
  notes: [],
});

/** "20 pages a day": in each session what falls on it. */
function rateCourse(goal: Goal, frame: Frame, { amount, unit, per }: Amount): Course {
  const perWeek = frame.weekOf.filter((week) => week === 1).length || 1;
  const parts = per === 'week' ? shared(amount, perWeek) : [amount];
  const counted = new Map<number, number>();
  const sessions = frame.weekOf.map((week): Step => {
    const index = counted.get(week) ?? 0;
    counted.set(week, index + 1);
    const each = parts[index % parts.length]!;
    return stepOf(goal, frame, `${goal.kind.verb ?? 'Do'} ${figure(each)} ${plural(unit, each)}`, unit, each);
  });
  const each = per === null ? (goal.rhythm?.count === 7 ? ' a day' : ' each time') : ` a ${per}`;
  const rate = `${goal.kind.verb ?? 'Do'} ${amount} ${plural(unit, amount)}${each}`;
  // "Finish War and Peace, 20 pages a night": the pages are how.
  const isHow = goal.phrase.split(' ').length > 2 && !/\d/.test(goal.phrase);
  const title = isHow ? titleOf(goal) : rate;
  return { title, sessions, roadmap: [], notes: [] };
}

function stepOf(goal: Goal, frame: Frame, title: string, unit: string, count: number): Step {
  const { measure } = goal.kind;
  const needed = measure?.unit === unit ? Math.round((count * measure.pace) / 5) * 5 : frame.minutes;
  const minutes = goal.minutes ?? Math.max(5, Math.min(frame.minutes * 2, 120, needed));
  return { title, how: goal.kind.progress, minutes: Math.round(minutes / 5) * 5 };
}

function partOf({ endsOn, kind }: Goal, { firstOn, weeks, weekOf }: Frame, { amount, unit }: Amount): number {
  const days = endsOn === null || firstOn === null ? null : daysBetween(firstOn, endsOn) + 1;
  if (days !== null)
    return days <= 7 * weeks
      ? amount
      : Math.max(1, Math.min(amount, Math.round((amount * 7 * weeks) / days)));
  const size = LARGE.get(unit);
  const most =
    size !== undefined
      ? Math.floor(weeks / size)
      : kind.measure?.unit === unit
        ? weekOf.length * kind.measure.usual * 2
        : weekOf.length * 3;
  return amount <= most ? amount : Math.max(1, Math.round(most));
}

/** "Book 2 of 3": each session belongs to one of them, the last one to the last. */
function numbered(goal: Goal, frame: Frame, { unit }: Amount, count: number): Step[] {
  const name = unit.charAt(0).toUpperCase() + unit.slice(1);
  return frame.weekOf.map((_, index, all) => {
    const which = Math.min(count, Math.floor((index * count) / all.length) + 1);
    return { title: `${name} ${which} of ${count}`, how: goal.kind.steps[0]!.how, minutes: frame.minutes };
  });
}

function portions(goal: Goal, frame: Frame, { unit }: Amount, part: number): Step[] {
  return shared(part, frame.weekOf.length).map((each) =>
    stepOf(goal, frame, `${goal.kind.verb ?? 'Do'} ${each} ${plural(unit, each)}`, unit, each),
  );
}
