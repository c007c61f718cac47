// Saving and paying off: the parts of all sessions add up to the sum, or to the part of it that these weeks hold.
import { daysBetween, shortDate } from '../../kernel/time.ts';
import type { Course, Frame, Step } from './frame.ts';
import type { Amount, Goal } from '../goal.ts';
import { asSaid, inWordsOf, shared, waypoints } from './figures.ts';
import { overSessions, titleOf } from './stages.ts';

export const MONEY =
  /^(?:eur|usd|gbp|chf|sek|nok|dkk|jpy|inr|ngn|php|zar|aud|cad|nzd|sgd|dollar|euro|pound|money|cent)/;
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

const PER = /\s*(?:a|an|per|each|every|\/)\s*\p{L}+$/iu;

/** With what it is for, where a title has room for it. */
function titled(verb: string, sum: string, { purpose, phrase, kind }: Goal): string {
  if (kind.key === 'debt' && /debt|loan|card|mortgage|overdraft/i.test(phrase)) return phrase;
  const whole = `${verb} ${sum}${kind.key === 'save' ? purpose : ''}`;
  return whole.length <= 60 ? whole : `${verb} ${sum}`;
}

/** "200 euros a month": once a month the whole, else its share of each session. */
function rateCourse(goal: Goal, frame: Frame, rate: Amount): Course {
  const verb = goal.kind.verb ?? 'Save';
  const title = titled(verb, `${asSaid({ ...rate, said: rate.said.replace(PER, '') })} a ${rate.per}`, goal);
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
  const title = titled(verb, asSaid(sum), goal);
  const total = Math.round(sum.amount);
  const most = mostIn(goal, frame);
  const part = Math.min(total, most ?? total, partOf(goal, frame, total));
  const capped = most !== null && part === most && goal.endsOn !== null && most < partOf(goal, frame, total);
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
  return { title, sessions, roadmap, notes: capped ? [tooLittle(goal, sum), ...notes] : notes };
}

/** The sum that a limit leaves to these sessions; null without one. */
function mostIn({ cap }: Goal, { weekOf, weeks }: Frame): number | null {
  if (!cap || cap.unit === 'minute' || (cap.per !== 'month' && cap.per !== 'week')) return null;
  const times =
    cap.per === 'week' ? weeks : Math.max(1, Math.min(weekOf.length, Math.round((weeks * 7) / 30.44) + 1));
  return Math.floor(cap.amount * times);
}

function tooLittle({ cap, endsOn }: Goal, sum: Amount): string {
  const needed = Math.ceil(sum.amount / (cap?.amount ?? 1));
  return `At most ${inWordsOf(sum, cap?.amount ?? 0)} a ${cap?.per} the whole takes ${needed} ${cap?.per}s, longer than until ${shortDate(endsOn ?? '')}: tell me which of them should give.`;
}

/** What of the sum falls into these weeks: all of it, an even share until a far end, or what people usually can. */
function partOf(
  { endsOn, rhythm, spanDays }: Goal,
  { firstOn, weeks, weekOf }: Frame,
  total: number,
): number {
  const days = endsOn === null || firstOn === null ? null : daysBetween(firstOn, endsOn) + 1;
  if (days !== null && days > 7 * weeks) {
    const isMonthly = rhythm?.per === 'month' && rhythm.count === 1 && rhythm.interval === 1;
    const months = Math.max(1, spanDays === null ? Math.floor(days / 30.44) : Math.round(spanDays / 30.44));
    const share = isMonthly ? Math.ceil(total / months) * weekOf.length : (total * 7 * weeks) / days;
    return Math.max(1, Math.min(total, Math.round(share)));
  }
  return endsOn !== null || total <= USUAL_SPRINT ? total : USUAL_SPRINT;
}
