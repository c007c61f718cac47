// The builtin scheduler: says which sessions a goal needs and when they would suit. Whether there is room is for code to find.
import type { AgentInput, AgentOutput } from '../../agents.ts';
import { arrange } from './arrange.ts';
import { timeOf } from '../../kernel/time.ts';
import { understandGoal } from './understand-goal.ts';

/** One wish per kind of session, in the order of the course; `preferred_days` are spread over the week. Pure. */
export function wishForTimes(input: AgentInput<'scheduler'>): AgentOutput<'scheduler'> {
  const goal = understandGoal(input.goal_text, input.revisions, input.today);
  const { course, sessions } = arrange(goal, input.profile);
  return {
    wishes: sessions.map(({ strand, days, hours, minutes }) => ({
      title: sessions.length === 1 ? course.title : `${course.title}: ${strand.name}`,
      days_per_week: Math.max(1, days.length),
      preferred_days: days,
      earliest: timeOf(hours.earliest),
      latest: timeOf(hours.latest),
      duration_minutes: minutes,
      window_is_firm: hours.firm,
    })),
    start_on: goal.startOn,
  };
}
