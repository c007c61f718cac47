// Goals that grow to a target: so many kilometres, so many push-ups. At most a fifth more a week, or a roadmap that
// says so.
import { rounded, type Course, type Frame, type Step } from './frame.ts';
import type { Amount, Goal } from '../goal.ts';
import { figure, plural, saysAmount, shared } from './figures.ts';
import { overSessions, titleOf } from './stages.ts';

const KM_OF = new Map([
  ['km', 1],
  ['kilometre', 1],
  ['kilometer', 1],
  ['mile', 1.609],
  ['m', 0.001],
  ['metre', 0.001],
  ['meter', 0.001],
]);
/** What is nearly reached is reached: growth is a rule of thumb. */
const NEARLY = 0.97;
const EASY_SHARE = 0.6;

interface Target {
  amount: number;
  unit: string;
  per: Amount['per'];
  /** Kilometres of one. */
  size: number;
}

export function rampCourse(goal: Goal, frame: Frame): Course {
  const target = targetOf(goal);
  if (!target) return { title: titleOf(goal), sessions: overSessions(goal, frame), roadmap: [], notes: [] };
  return target.per === null ? growing(goal, frame, target) : evenly(goal, frame, target);
}

function targetOf({ amounts, topic, kind }: Goal): Target | null {
  const { unit: measured = '' } = kind.measure ?? {};
  if (measured !== 'km') {
    const reps = amounts.find(
      ({ unit }) => !/^(?:hour|kg|lb|eur|usd|gbp|percent|set|round|sitting|session)$/.test(unit),
    );
    return reps ? { amount: reps.amount, unit: reps.unit, per: reps.per, size: 1 } : null;
  }
  const length = amounts.find(({ unit, amount }) => KM_OF.has(unit) && amount > 0);
  if (length) {
    const size = KM_OF.get(length.unit)!;
    if (size === 0.001) return { amount: length.amount / 1000, unit: 'km', per: length.per, size: 1 };
    return { amount: length.amount, unit: size === 1 ? 'km' : 'mile', per: length.per, size };
  }
  if (/\bhalf[- ]marathon/.test(topic)) return { amount: 21, unit: 'km', per: null, size: 1 };
  return /\bmarathon/.test(topic) ? { amount: 42, unit: 'km', per: null, size: 1 } : null;
}

const say = ({ unit }: Target, amount: number): string => `${figure(amount)} ${plural(unit, amount)}`;

/** "Ten push-ups a day", "20 km a week": the same in each session, and together what was said. */
function evenly(goal: Goal, frame: Frame, target: Target): Course {
  const verb = goal.kind.verb ?? 'Do';
  const perWeek = frame.weekOf.filter((week) => week === 1).length || 1;
  const parts = target.per === 'week' ? shared(Math.round(target.amount), perWeek) : [target.amount];
  const counted = new Map<number, number>();
  const sessions = frame.weekOf.map((week): Step => {
    const index = counted.get(week) ?? 0;
    counted.set(week, index + 1);
    const amount = parts[index % parts.length]!;
    return {
      title: `${verb} ${say(target, amount)}`,
      how: goal.kind.progress,
      minutes: minutesFor(goal, frame, target, amount),
    };
  });
  return { title: `${verb} ${say(target, target.amount)} a ${target.per}`, sessions, roadmap: [], notes: [] };
}

function minutesFor(goal: Goal, frame: Frame, { size }: Target, amount: number): number {
  if (goal.minutes !== null) return frame.minutes;
  const { pace = 5, unit } = goal.kind.measure ?? {};
  const needed = amount * size * pace + 5;
  return unit === 'km'
    ? Math.min(180, rounded(needed))
    : Math.min(frame.minutes, Math.max(5, rounded(needed)));
}

function growing(goal: Goal, frame: Frame, target: Target): Course {
  const { usual = 1, growth = 1.2 } = goal.kind.measure ?? {};
  const isNew = /\bnever\b|from scratch|beginner|couch/.test(goal.topic);
  const most = (usual * (isNew ? 1 : 3)) / target.size;
  const eased = goal.load < 0 ? 0.8 ** -goal.load : 1;
  const base =
    Math.min(target.amount, goal.has ?? Math.min(target.amount * 0.4, most)) *
    (goal.has === null ? eased : 1);
  const weeks = Math.max(1, frame.weekOf.at(-1) ?? 1);
  const reach = base * growth ** (weeks - 1);
  const isBig = reach < target.amount * NEARLY;
  const peak = isBig ? reach : target.amount;
  const sessions = climb(goal, frame, target, { base, peak, weeks, isBig });
  const verb = goal.kind.verb ?? 'Do';
  const whole = `${verb} ${say(target, target.amount)}`;
  const isSaid = /\d|marathon/i.test(goal.phrase) || saysAmount(goal);
  const title = goal.phrase !== '' && isSaid ? goal.phrase : whole;
  const assumed =
    goal.has === null
      ? [
          `I assumed that you can ${verb.toLowerCase()} about ${say(target, stepped(base, target))} today; tell me the real number and the steps follow it.`,
        ]
      : [];
  return {
    title,
    sessions,
    roadmap: isBig ? waysTo(verb, target, stepped(peak, target), growth ** 5) : [],
    notes: assumed,
  };
}

const stepped = (amount: number, { unit }: Target): number =>
  unit === 'km' || unit === 'mile'
    ? Math.max(0.5, Math.round(amount * (amount < 2 ? 4 : 2)) / (amount < 2 ? 4 : 2))
    : Math.max(1, Math.round(amount));

/** The last session of each week is the long one, the others are easy. */
function climb(
  goal: Goal,
  { weekOf, minutes, ...frame }: Frame,
  target: Target,
  { base, peak, weeks, isBig }: { base: number; peak: number; weeks: number; isBig: boolean },
): Step[] {
  const verb = goal.kind.verb ?? 'Do';
  const ratio = weeks > 1 ? (peak / base) ** (1 / (weeks - 1)) : 1;
  const [easy, long] = [goal.kind.steps[0]!, goal.kind.steps.at(-1)!];
  return weekOf.map((week, index) => {
    const isLong = weekOf[index + 1] !== week;
    const top = weeks > 1 ? base * ratio ** (week - 1) : peak;
    const isLast = index === weekOf.length - 1;
    const amount = isLast
      ? isBig
        ? stepped(peak, target)
        : target.amount
      : stepped(isLong ? top : top * EASY_SHARE, target);
    const how = isLong ? long.how : easy.how;
    return {
      title: `${verb} ${say(target, amount)}`,
      how: index === 0 ? `${how} ${goal.kind.progress}` : how,
      minutes: minutesFor(goal, { weekOf, minutes, ...frame }, target, amount),
    };
  });
}

/** Each part grows no faster than the first one did. */
function waysTo(verb: string, target: Target, first: number, growth: number): string[] {
  const points = [first];
  while (points.length < 4 && points.at(-1)! * growth < target.amount)
    points.push(stepped(points.at(-1)! * growth, target));
  const isNear = points.at(-1)! * growth >= target.amount * NEARLY;
  const end = isNear
    ? `${verb} ${say(target, target.amount)}`
    : `Go on at the same pace to ${say(target, target.amount)}`;
  return [...points.map((point) => `${verb} ${say(target, point)}`), end];
}
