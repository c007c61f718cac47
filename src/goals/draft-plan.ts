// Makes the next numbered draft: the planner proposes, code composes and has the last word.
import type { Specialist } from '../agents.ts';
import { asPerson, type Ctx, type Person } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { addDays } from '../kernel/time.ts';
import { runAgent } from '../llm/model.ts';
import { composePlan } from './compose-plan.ts';
import { readFindings, type DraftRequest, type Thinking } from './consult-specialist.ts';
import { findLatestDraft } from './find-goal.ts';
import { Goal, PlanDraft } from './goal.entity.ts';
import { loadPlanning } from './load-planning.ts';
import { hashPlan, type PlanContent } from './plan.ts';

export interface DraftRef {
  number: number;
  hash: string;
}

/** Safe to repeat: a draft of that number, or a later one, is returned as it is. */
export async function draftPlan(
  think: Thinking,
  person: Person,
  request: DraftRequest & { missing: Specialist[] },
): Promise<DraftRef> {
  const basis = await asPerson(think.orm, person, async (ctx) => ({
    latest: await findLatestDraft(ctx, request.goalId),
    planning: await loadPlanning(ctx, request),
    findings: await readFindings(ctx, request),
  }));
  if (basis.latest && basis.latest.number >= request.draftNumber) return refOf(basis.latest);

  const { goal, revisions, today, zone, profile, busy } = basis.planning;
  const present = <S extends Specialist>(specialist: S) =>
    request.missing.includes(specialist) ? null : basis.findings[specialist];
  const scheduler = present('scheduler');
  const patterns = present('pattern_observer');
  const { output } = await runAgent(
    think.model,
    'planner',
    {
      goal_text: goal.wish,
      revisions,
      today,
      zone,
      profile,
      tags: present('classifier')?.tags ?? null,
      wishes: scheduler?.wishes ?? null,
      found: scheduler?.found ?? null,
      patterns,
      missing_specialists: request.missing,
    },
    think.signal ? { signal: think.signal } : {},
  );
  const content = composePlan({
    proposal: output,
    profile,
    busy,
    avoidSlots: patterns?.avoid_slots ?? [],
    zone,
    startOn: scheduler?.found.first_available_start ?? addDays(today, 1),
    weeks: 6,
    nowMs: Date.now(),
    missingSpecialists: request.missing,
  });
  return asPerson(think.orm, person, (ctx) =>
    store(ctx, request, content, present('classifier')?.tags ?? null),
  );
}

async function store(
  ctx: Ctx,
  request: DraftRequest,
  content: PlanContent,
  tags: string[] | null,
): Promise<DraftRef> {
  const hash = hashPlan(content);
  const stored = await ctx.em.execute(
    `insert into plan_drafts (id, org_id, user_id, goal_id, number, hash, content, requested_by)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (org_id, goal_id, number) do nothing returning id`,
    [
      newId(),
      ctx.orgId,
      ctx.userId,
      request.goalId,
      request.draftNumber,
      hash,
      JSON.stringify(content),
      request.requestedBy,
    ],
  );
  if (stored.length === 0) {
    // Another attempt of this very request was faster.
    const winner = await ctx.em.findOneOrFail(PlanDraft, {
      goalId: request.goalId,
      number: request.draftNumber,
    });
    return refOf(winner);
  }
  await ctx.em.nativeUpdate(
    Goal,
    { id: request.goalId, status: 'negotiating' },
    { title: content.goal_title, ...(tags && { tags }) },
  );
  return { number: request.draftNumber, hash };
}

function refOf(draft: PlanDraft): DraftRef {
  return { number: draft.number, hash: draft.hash };
}
