// The builtin scheduler: which sessions a goal needs and when they would suit. Whether there is room, code finds out.
import type { AgentInput, AgentOutput } from '../agents.ts';
import { arrange } from './arrange.ts';
import { timeOf } from '../kernel/time.ts';
import { understandGoal } from './understand-goal.ts';

/**
 * One wish per kind of session that has hours of its own, in the order of the course. `preferred_days` is empty where
 * the person named no days: then whoever knows the calendar spreads them. Pure.
 */
export function wishForTimes(input: AgentInput<'scheduler'>): AgentOutput<'scheduler'> {
  const goal = understandGoal(input);
  const { course, wishes } = arrange(goal, input.profile, input.today);
  return {
    wishes: wishes.map(({ name, count, preferred, hours, minutes }) => ({
      title: name === null ? course.title : `${course.title}: ${name}`,
      days_per_week: count,
      preferred_days: preferred,
      earliest: timeOf(hours.earliest),
      latest: timeOf(hours.latest),
      duration_minutes: minutes,
      window_is_firm: hours.firm,
    })),
    start_on: goal.startOn,
  };
}
