// A goal on its way to a plan as the negotiation takes it, without its database: classifier, scheduler, slots, planner,
// and code's last word; whoever thinks is handed in.
import type { PlanningProfile } from '../../src/account/planning-profile.ts';
import type { AgentInput, AgentName, AgentOutput } from '../../src/agents.ts';
import { addDays } from '../../src/kernel/time.ts';
import type { BusyTime } from '../../src/planning/busy-time.ts';
import { composePlan } from '../../src/planning/compose-plan.ts';
import { findSlots } from '../../src/planning/find-slots.ts';
import type { PlanContent } from '../../src/planning/plan.ts';
import type { FoundSlots } from '../../src/planning/wish.ts';

/** Goes through `ask`. */
export type Asks = <A extends AgentName>(agent: A, input: AgentInput<A>) => Promise<AgentOutput<A>>;

export interface Wished extends Omit<AgentInput<'scheduler'>, 'profile'> {
  profile: PlanningProfile;
  busy: BusyTime[];
  nowMs: number;
}

export interface Planned {
  tags: AgentOutput<'classifier'>['tags'];
  wishes: AgentOutput<'scheduler'>['wishes'];
  /** The start that was asked for. */
  startOn: string | null;
  startsOn: string;
  found: FoundSlots;
  plan: AgentOutput<'planner'>;
}

const WEEKS = 6;

/** What each of them answered. Throws what `asks` throws. */
export async function planWith(asks: Asks, { busy, nowMs, ...asked }: Wished): Promise<Planned> {
  const { profile, zone } = asked;
  const { tags } = await asks('classifier', { goal_text: asked.goal_text });
  const { wishes, start_on } = await asks('scheduler', asked);
  const calendar = { profile, busy, avoidSlots: [], zone, weeks: WEEKS, nowMs };
  const found = findSlots({ ...calendar, wishes, startOn: start_on ?? addDays(asked.today, 1) });
  const plan = await asks('planner', {
    ...asked,
    tags,
    wishes,
    found,
    patterns: null,
    missing_specialists: [],
  });
  return { tags, wishes, startOn: start_on, startsOn: found.first_available_start, found, plan };
}

/** The plan as the person sees it: dates, what code moved, and what is not as in the draft `before`. */
export function composeFrom(
  { plan, startsOn, wishes }: Planned,
  { profile, busy, zone, nowMs }: Wished,
  before: PlanContent | null = null,
): PlanContent {
  return composePlan({
    proposal: plan,
    profile,
    busy,
    avoidSlots: [],
    zone,
    startOn: startsOn,
    weeks: WEEKS,
    nowMs,
    missingSpecialists: [],
    wishes,
    before,
  });
}
