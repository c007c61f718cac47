// A goal through the builtin coach as the negotiation does it: classifier, scheduler, slots, planner, the composed plan; every answer validated.
import type { PlanningProfile } from '../../../src/account/planning-profile.ts';
import type { AgentOutput } from '../../../src/agents.ts';
import type { FoundSlots } from '../../../src/planning/wish.ts';
import type { BusyTime } from '../../../src/planning/busy-time.ts';
import { composePlan } from '../../../src/planning/compose-plan.ts';
import { findSlots } from '../../../src/planning/find-slots.ts';
import type { PlanContent } from '../../../src/planning/plan.ts';
import { addDays } from '../../../src/kernel/time.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';

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
  /** The start that was asked for. */
  startOn: string | null;
  startsOn: string;
  found: FoundSlots;
  plan: AgentOutput<'planner'>;
}

const zone = 'Europe/Berlin';
const nowMs = Date.parse(`${TODAY}T09:00:00Z`);

export async function planGoal(
  goal_text: string,
  revisions: string[] = [],
  profile = officeWorker,
  busy: BusyTime[] = [],
): Promise<Planned> {
  const said = revisions.map((text) => ({ text, said_on: TODAY }));
  const asked = { goal_text, goal_said_on: TODAY, revisions: said, today: TODAY, zone, profile };
  const { tags } = await askBuiltin('classifier', { goal_text });
  const { wishes, start_on } = await askBuiltin('scheduler', asked);
  const calendar = { profile, busy, avoidSlots: [], zone, weeks: 6, nowMs };
  const found = findSlots({ ...calendar, wishes, startOn: start_on ?? addDays(TODAY, 1) });
  const plan = await askBuiltin('planner', {
    ...asked,
    tags,
    wishes,
    found,
    patterns: null,
    missing_specialists: [],
  });
  return { tags, wishes, startOn: start_on, startsOn: found.first_available_start, found, plan };
}

/** The plan as the person sees it: dates, and what code moved. */
export async function composeGoal(
  goal_text: string,
  revisions: string[] = [],
  profile = officeWorker,
): Promise<PlanContent> {
  const { plan, startsOn } = await planGoal(goal_text, revisions, profile);
  return composePlan({
    proposal: plan,
    profile,
    busy: [],
    avoidSlots: [],
    zone,
    startOn: startsOn,
    weeks: 6,
    nowMs,
    missingSpecialists: [],
  });
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
