// The builtin scheduler: which sessions a goal needs and when they would suit. Whether there is room, code finds out.
import type { AgentInput, AgentOutput } from '../agents.ts';
import { timeOf } from '../kernel/time.ts';
import { arrange, firstDayOf } from './arrange.ts';
import { courseOf } from './course.ts';
import { readGoal } from './read-goal.ts';

/**
 * One wish per kind of session that has hours of its own. `preferred_days` is empty where the person named no days:
 * then
 * whoever knows the calendar spreads them. Pure.
 */
export function wishForTimes(input: AgentInput<'scheduler'>): AgentOutput<'scheduler'> {
  const { goal } = readGoal(input);
  const { strands, weeks } = arrange(goal, input.profile, firstDayOf(goal, input.today));
  const { title } = courseOf(goal, { weeks, weekOf: [1], minutes: 30, firstOn: null });
  return {
    wishes: strands.slice(0, 8).map(({ name, count, days, window, minutes }, index) => ({
      title: name === null ? (strands.length > 1 ? `${title} ${index + 1}` : title) : `${title}: ${name}`,
      days_per_week: count,
      preferred_days: days,
      earliest: timeOf(window.earliest),
      latest: timeOf(window.latest),
      duration_minutes: minutes,
      window_is_firm: window.firm,
    })),
    start_on: goal.startOn,
  };
}
