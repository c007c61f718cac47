// Makes the next numbered draft: the planner proposes, code composes and has the last word.
import { asPerson, type Actor, type Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { addDays } from '../kernel/time.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import { composePlan } from '../planning/compose-plan.ts';
import { spanOfWeeks } from '../planning/plan-span.ts';
import { hashPlan, type PlanContent, type Specialist } from '../planning/plan.ts';
import { findLatestDraft } from './find-goal.ts';
import { readFindings, type DraftRequest } from './findings.ts';
import { Goal, PlanDraft } from './goal.entity.ts';
import { loadBusyTimes, loadPlanning } from './load-planning.ts';
import type { DraftRef } from './negotiations.ts';
import { planner } from './planner.agent.ts';

const WEEKS = 6;

/** Safe to repeat: a draft of that number, or a later one, is returned as it is. */
export async function draftPlan(
  ports: ThinkingPorts,
  actor: Actor,
  request: DraftRequest & { missing: Specialist[] },
): Promise<DraftRef> {
  const { latest, planning, findings } = await asPerson(ports, actor, async (ctx) => ({
    latest: await findLatestDraft(ctx, request.goalId),
    planning: await loadPlanning(ctx, request),
    findings: await readFindings(ctx, request),
  }));
  if (latest && latest.number >= request.draftNumber) return refOf(latest);

  const { goal, revisions, today, zone, profile } = planning;
  const present = <S extends Specialist>(specialist: S) =>
    request.missing.includes(specialist) ? null : findings[specialist];
  const wished = present('scheduler');
  const startOn = wished?.found.first_available_start ?? addDays(today, 1);
  const patterns = present('pattern_observer');
  const tags = present('classifier')?.tags ?? null;
  const question = {
    goal_text: goal.wish,
    revisions,
    today,
    zone,
    profile,
    tags,
    wishes: wished?.wishes ?? null,
    found: wished?.found ?? null,
    patterns,
    missing_specialists: request.missing,
  };
  const proposal = await ask({ ...ports, person: actor }, planner, question, { goalId: goal.id });
  const content = composePlan({
    proposal,
    profile,
    busy: await asPerson(ports, actor, (ctx) => loadBusyTimes(ctx, spanOfWeeks(startOn, WEEKS, zone))),
    avoidSlots: patterns?.avoid_slots ?? [],
    zone,
    startOn,
    weeks: WEEKS,
    nowMs: Date.now(),
    missingSpecialists: request.missing,
  });
  return asPerson(ports, actor, (ctx) => store(ctx, request, content, tags));
}

async function store(
  ctx: Ctx,
  request: DraftRequest,
  content: PlanContent,
  tags: string[] | null,
): Promise<DraftRef> {
  const hash = hashPlan(content);
  const { goalId, draftNumber: number, requestedBy } = request;
  const { orgId, userId } = ctx;
  const draft = { id: newId(), orgId, userId, goalId, number, hash, content, requestedBy };
  // Where another attempt of this very request was faster, its draft counts.
  if (!(await insertOnce(ctx.em, PlanDraft, draft, ['orgId', 'goalId', 'number'])))
    return refOf(await ctx.em.findOneOrFail(PlanDraft, { goalId, number }));
  await ctx.em.nativeUpdate(
    Goal,
    { id: goalId, status: 'negotiating' },
    { title: content.goal_title, ...(tags && { tags }) },
  );
  return { number, hash };
}

function refOf(draft: PlanDraft): DraftRef {
  return { number: draft.number, hash: draft.hash };
}
