// A goal through the builtin coach as the negotiation does it: classifier, scheduler, slots (the first that fit), planner; every answer validated.
import type { AgentOutput, FoundSlots, PlanningProfile } from '../../src/agents.ts';
import { minutesOf, timeOf } from '../../src/kernel/time.ts';
import { builtinModel } from '../../src/llm/builtin.ts';
import { runAgent } from '../../src/llm/model.ts';

// Monday.
export const TODAY = '2026-11-23';
export const officeWorker: PlanningProfile = {
  chronotype: 'neutral',
  sleep_window: { from: '22:30', to: '06:30' },
  work_hours: { from: '09:00', to: '17:00', days: ['MO', 'TU', 'WE', 'TH', 'FR'] },
  session_minutes: null,
  tone: 'gentle',
};

export interface Planned {
  tags: AgentOutput<'classifier'>['tags'];
  wishes: AgentOutput<'scheduler'>['wishes'];
  startOn: string | null;
  plan: AgentOutput<'planner'>;
}

export async function planGoal(
  goal_text: string,
  revisions: string[] = [],
  profile = officeWorker,
): Promise<Planned> {
  const asked = { goal_text, revisions, today: TODAY, zone: 'Europe/Berlin', profile };
  const { tags } = (await runAgent(builtinModel, 'classifier', { goal_text })).output;
  const { wishes, start_on } = (await runAgent(builtinModel, 'scheduler', asked)).output;
  const found = firstFittingSlots(wishes, start_on ?? '2026-11-24');
  const { output: plan } = await runAgent(builtinModel, 'planner', {
    ...asked,
    tags,
    wishes,
    found,
    patterns: null,
    missing_specialists: [],
  });
  return { tags, wishes, startOn: start_on, plan };
}

/** An empty calendar: the earliest quarter of an hour of each window on each wished day. */
function firstFittingSlots(wishes: Planned['wishes'], first_available_start: string): FoundSlots {
  const slots = wishes.flatMap((wish, index) =>
    wish.preferred_days.slice(0, wish.days_per_week).map((day) => {
      const exact = minutesOf(wish.latest) - minutesOf(wish.earliest) === wish.duration_minutes;
      const earliest = minutesOf(wish.earliest);
      return {
        wish: index,
        day,
        time: timeOf(exact ? earliest : Math.ceil(earliest / 5) * 5),
        duration_minutes: wish.duration_minutes,
        conflict: null,
      };
    }),
  );
  return { slots, conflicts: [], first_available_start };
}

/** Sessions in a week of the sprint. */
export function sessionsInWeek({ plan }: Planned, week: number): number {
  return plan.proposed_tasks
    .filter(({ week_range }) => week_range.from <= week && week <= week_range.to)
    .reduce((sum, { scheduled_days }) => sum + scheduled_days.length, 0);
}

export function lastWeek({ plan }: Planned): number {
  return Math.max(...plan.proposed_tasks.map(({ week_range }) => week_range.to));
}
