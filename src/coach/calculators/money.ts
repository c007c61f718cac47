// Saving and paying off: the parts of all sessions add up to the sum, or to the part of it that these weeks hold.
import { daysBetween } from '../../kernel/time.ts';
import type { Course, Frame, Step } from './frame.ts';
import type { Amount, Goal } from '../goal.ts';
import { inWordsOf, shared, waypoints } from './figures.ts';
import { overSessions, titleOf } from './stages.ts';

const MONEY = /^(?:eur|usd|gbp|chf|sek|nok|dkk|jpy|inr|dollar|euro|pound|money|cent)/;
/** More than that in six weeks is for the person to say. */
const USUAL_SPRINT = 1500;
const WEEKS_OF = new Map<string, number>([
  ['day', 1 / 7],
  ['week', 1],
  ['month', 365 / 84],
  ['quarter', 13],
  ['year', 52],
]);

export function moneyCourse(goal: Goal, frame: Frame): Course {
  const sum = goal.amounts.find(({ unit }) => MONEY.test(unit));
  if (!sum) return { title: titleOf(goal), sessions: overSessions(goal, frame), roadmap: [], notes: [] };
  return sum.per !== null ? rateCourse(goal, frame, sum) : sumCourse(goal, frame, sum);
}

const actOf = ({ kind }: Goal, amount: string): string =>
  kind.key === 'debt' ? `Pay ${amount}` : `Set ${amount} aside`;

/** "200 euros a month": once a month the whole, else its share of each session. */
function rateCourse(goal: Goal, frame: Frame, rate: Amount): Course {
  const verb = goal.kind.verb ?? 'Save';
  const title = `${verb} ${inWordsOf(rate, rate.amount)} a ${rate.per}`;
  const perWeek = frame.weekOf.filter((week) => week === 1).length || 1;
  const isEach = rate.per === 'day' || goal.rhythm?.per === 'month';
  const weeks = WEEKS_OF.get(rate.per ?? 'week') ?? 1;
  const each = isEach ? rate.amount : Math.ceil(rate.amount / weeks / perWeek);
  const step: Step = {
    title: actOf(goal, inWordsOf(rate, each)),
    how: goal.kind.steps[0]!.how,
    minutes: frame.minutes,
  };
  return { title, sessions: frame.weekOf.map(() => step), roadmap: [], notes: [] };
}

function sumCourse(goal: Goal, frame: Frame, sum: Amount): Course {
  const verb = goal.kind.verb ?? 'Save';
  const title = `${verb} ${inWordsOf(sum, sum.amount)}`;
  const total = Math.round(sum.amount);
  const part = partOf(goal, frame, total);
  const count = frame.weekOf.length;
  const parts = shared(part, count);
  const sessions = parts.map((each, index): Step => {
    const isLast = index === count - 1;
    const reached = part === total ? inWordsOf(sum, sum.amount) : inWordsOf(sum, part);
    return {
      title: actOf(goal, inWordsOf(sum, each + (isLast && part === total ? sum.amount - total : 0))),
      how: isLast
        ? `With this it is ${reached} in all.`
        : `${goal.kind.steps[0]!.how} If one is missed, its part goes into the next.`,
      minutes: frame.minutes,
    };
  });
  if (part === total) return { title, sessions, roadmap: [], notes: [] };
  const points = waypoints(part, total);
  const roadmap = points.map((point, index) => {
    if (index === 0) return `${verb} the first ${inWordsOf(sum, point)}`;
    const isFar = index === points.length - 1 && point - points[index - 1]! > part * 1.05;
    return isFar ? `Go on at the same pace to ${inWordsOf(sum, point)}` : `${inWordsOf(sum, point)} in all`;
  });
  const notes =
    goal.endsOn === null
      ? [`I took ${inWordsOf(sum, part)} for these weeks; tell me if you can spare more or less.`]
      : [];
  return { title, sessions, roadmap, notes };
}

/** What of the sum falls into these weeks: all of it, an even share until a far end, or what people usually can. */
function partOf({ endsOn }: Goal, { firstOn, weeks }: Frame, total: number): number {
  const days = endsOn === null || firstOn === null ? null : daysBetween(firstOn, endsOn) + 1;
  if (days !== null && days > 7 * weeks)
    return Math.max(1, Math.min(total, Math.round((total * 7 * weeks) / days)));
  return endsOn !== null || total <= USUAL_SPRINT ? total : USUAL_SPRINT;
}
