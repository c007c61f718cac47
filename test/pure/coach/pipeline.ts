// A goal through the builtin coach as the negotiation does it: classifier, scheduler, slots, planner, the composed plan; every answer validated.
import type { PlanningProfile } from '../../../src/account/planning-profile.ts';
import type { BusyTime } from '../../../src/planning/busy-time.ts';
import type { PlanContent } from '../../../src/planning/plan.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';
import { composeFrom, planWith, type Planned, type Wished } from '../../harness/plan-with.ts';

// Monday.
export const TODAY = '2026-11-23';
export const officeWorker: PlanningProfile = {
  chronotype: 'neutral',
  sleep_window: { from: '22:30', to: '06:30' },
  work_hours: { from: '09:00', to: '17:00', days: ['MO', 'TU', 'WE', 'TH', 'FR'] },
  session_minutes: null,
  tone: 'gentle',
};

const zone = 'Europe/Berlin';
const nowMs = Date.parse(`${TODAY}T09:00:00Z`);

const wishedFor = (
  goal_text: string,
  revisions: string[],
  profile: PlanningProfile,
  busy: BusyTime[],
): Wished => ({
  goal_text,
  goal_said_on: TODAY,
  revisions: revisions.map((text) => ({ text, said_on: TODAY })),
  today: TODAY,
  zone,
  profile,
  busy,
  nowMs,
});

export async function planGoal(
  goalText: string,
  revisions: string[] = [],
  profile = officeWorker,
  busy: BusyTime[] = [],
): Promise<Planned> {
  return planWith(askBuiltin, wishedFor(goalText, revisions, profile, busy));
}

/** The plan as the person sees it: dates, and what code moved. */
export async function composeGoal(
  goalText: string,
  revisions: string[] = [],
  profile = officeWorker,
): Promise<PlanContent> {
  const wished = wishedFor(goalText, revisions, profile, []);
  const before = revisions.length > 0 ? await composeGoal(goalText, revisions.slice(0, -1), profile) : null;
  return composeFrom(await planWith(askBuiltin, wished), wished, before);
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
