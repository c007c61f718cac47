// Losing or gaining weight: at most half a kilo a week, whatever was wished; more becomes parts that say so.
import type { Course, Frame } from './frame.ts';
import type { Goal } from '../goal.ts';
import { figure, inWordsOf, saysAmount, waypoints } from './figures.ts';
import { overSessions, titleOf } from './stages.ts';

/** A week, in the unit that was named. */
const PACE = new Map([
  ['kg', 0.5],
  ['kilo', 0.5],
  ['lb', 1],
  ['pound', 1],
  ['stone', 0.08],
]);

export function weightCourse(goal: Goal, frame: Frame): Course {
  const target = goal.amounts.find(({ unit }) => PACE.has(unit));
  const sessions = overSessions(goal, frame);
  if (!target)
    return {
      title: titleOf({ ...goal, phrase: goal.phrase || 'Reach a healthy weight' }),
      sessions,
      roadmap: [],
      notes: [],
    };
  const verb = /\b(?:gain|put on)\b/.test(goal.topic) ? 'Gain' : 'Lose';
  const title = saysAmount(goal) ? goal.phrase : `${verb} ${inWordsOf(target, target.amount)}`;
  const pace = PACE.get(target.unit)!;
  const part = Math.round(pace * Math.max(1, frame.weeks) * 10) / 10;
  if (target.amount <= part * 1.05) return { title, sessions, roadmap: [], notes: [] };
  const points = waypoints(Math.min(part, target.amount), target.amount);
  const steps = points.map((point, index) => {
    if (index === 0) return `${verb} the first ${inWordsOf(target, point)}`;
    const isFar = index === points.length - 1 && point - points[index - 1]! > part * 1.05;
    return isFar
      ? `Go on at the same pace to ${inWordsOf(target, point)}`
      : `${inWordsOf(target, point)} in all`;
  });
  const notes = [
    `At ${figure(pace)} ${target.unit} a week these weeks hold ${inWordsOf(target, part)} of it.`,
  ];
  return { title, sessions, roadmap: steps, notes };
}
