// Makes the next numbered draft: the planner proposes, code composes and has the last word.
import { Message } from '../conversations/conversation.entity.ts';
import { asPerson, type Actor, type Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { addDays } from '../kernel/time.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import type { BusyTime } from '../planning/busy-time.ts';
import { changesBetween } from '../planning/plan-changes.ts';
import { composePlan, summarise } from '../planning/compose-plan.ts';
import { spanOfWeeks } from '../planning/plan-span.ts';
import { hashPlan, type PlanContent, type Specialist } from '../planning/plan.ts';
import { refOf } from './begin-draft.ts';
import { findDraft, findLatestDraft, holdGoal } from './find-goal.ts';
import { readFindings, type DraftRequest, type Findings } from './findings.ts';
import { fitToStanding } from './fit-to-standing.ts';
import { Goal, PlanDraft } from './goal.entity.ts';
import { isModified } from './is-negotiated.ts';
import { contentOf, loadStanding, modificationOf, type StandingPlan } from './load-standing.ts';
import { loadBusyTimes, loadPlanning, type PlanningBasis } from './load-planning.ts';
import type { DraftRef } from './negotiations.ts';
import { planner } from './planner.agent.ts';
import { showFirstPlan } from './show-first-plan.ts';
import { decisionOn, type Standing } from './read-standing.ts';

const WEEKS = 6;

/** Nothing is drafted: the goal is decided or gone, or nobody asks for this draft any more. */
export type NotDrafted = { closed: NonNullable<Standing['decided']> } | { withdrawn: true };

type Drafting = DraftRequest & { missing: Specialist[] };

/** Safe to repeat: a draft that answers this very request is returned as it is. */
export async function draftPlan(
  ports: ThinkingPorts,
  actor: Actor,
  request: Drafting,
): Promise<DraftRef | NotDrafted> {
  const begun = await asPerson(ports, actor, (ctx) => load(ctx, request));
  if ('done' in begun) return begun.done;
  const { question, content: compose } = prepare(begun, request);
  const proposal = await ask({ ...ports, person: actor }, planner, question, { goalId: request.goalId });
  const content = compose(proposal);
  return asPerson(ports, actor, (ctx) => store(ctx, request, content, question.tags));
}

interface Basis {
  planning: PlanningBasis;
  findings: { [S in Specialist]: Findings[S] | null };
  /** "2026-11-30": the first day of week 1. */
  startOn: string;
  /** What stands in the plan's own weeks. */
  busy: BusyTime[];
  /** The draft that this one is to take the place of. */
  before: PlanContent | null;
  /** Of a plan that runs: what of it may be changed. */
  standing: StandingPlan | null;
}

async function load(ctx: Ctx, request: Drafting): Promise<Basis | { done: DraftRef | NotDrafted }> {
  const goal = await ctx.em.findOne(Goal, { id: request.goalId });
  const done = await answerOf(ctx, request, decisionOn(goal));
  if (done) return { done };
  const planning = await loadPlanning(ctx, request);
  const findings = await readFindings(ctx, request);
  const wished = request.missing.includes('scheduler') ? null : findings.scheduler;
  const startOn = wished?.found.first_available_start ?? addDays(planning.today, 1);
  const before = (await findLatestDraft(ctx, request.goalId))?.content ?? null;
  if (!isModified(planning.goal)) {
    const busy = await loadBusyTimes(ctx, spanOfWeeks(startOn, WEEKS, planning.zone));
    return { planning, findings, startOn, busy, before, standing: null };
  }
  // The sprint stays the one that runs: its weeks are counted from its own beginning.
  const { goalId } = request;
  const running = (await findDraft(ctx, goalId, planning.goal.approvedDraft))!;
  const standing = await loadStanding(ctx, goalId);
  const free = new Set(standing.open.map(({ id }) => id));
  const begun = running.content.start_on;
  const busy = await loadBusyTimes(ctx, spanOfWeeks(begun, WEEKS, planning.zone), free);
  return { planning, findings, startOn: begun, busy, before: contentOf(standing, running.content), standing };
}

/** Null where the draft is still to be made. */
async function answerOf(
  ctx: Ctx,
  { goalId, draftNumber, requestedBy }: DraftRequest,
  decided: Standing['decided'],
): Promise<DraftRef | NotDrafted | null> {
  if (decided) return { closed: decided };
  if (requestedBy) {
    const known = await ctx.em.findOne(PlanDraft, { goalId, requestedBy });
    if (known) return refOf(known);
    const asked = await ctx.em.count(Message, { id: requestedBy, stoppedAt: null });
    return asked > 0 ? null : { withdrawn: true };
  }
  const latest = await findLatestDraft(ctx, goalId);
  return latest && latest.number >= draftNumber ? refOf(latest) : null;
}

function prepare(
  { planning, findings, startOn, busy, before, standing }: Basis,
  { missing: missingSpecialists }: Drafting,
) {
  const { words, today, zone, profile } = planning;
  const present = <S extends Specialist>(specialist: S) =>
    missingSpecialists.includes(specialist) ? null : findings[specialist];
  const wished = present('scheduler');
  const patterns = present('pattern_observer');
  const question = {
    ...words,
    today,
    zone,
    profile,
    tags: present('classifier')?.tags ?? null,
    wishes: wished?.wishes ?? null,
    found: wished?.found ?? null,
    patterns,
    missing_specialists: missingSpecialists,
  };
  const content = (proposal: Parameters<typeof composePlan>[0]['proposal']): PlanContent => {
    const composed = composePlan({
      proposal,
      profile,
      busy,
      avoidSlots: patterns?.avoid_slots ?? [],
      zone,
      startOn,
      weeks: WEEKS,
      nowMs: Date.now(),
      missingSpecialists,
      wishes: question.wishes,
      before,
    });
    if (!standing) return composed;
    const fitted = fitToStanding(composed, { ...standing, fromMs: Date.now() });
    return { ...fitted, summary: summarise(proposal.plan_summary, fitted, before) };
  };
  return { question, content };
}

/** What it changes: in the draft before or, of a plan that runs, in what stands. */
async function heldAgainst(
  ctx: Ctx,
  goal: Goal,
  before: PlanDraft | null,
  content: PlanContent,
): Promise<Pick<PlanDraft, 'changes' | 'modification'>> {
  if (!before) return { changes: null, modification: null };
  if (!isModified(goal)) return { changes: changesBetween(before.content, content), modification: null };
  const running = (await findDraft(ctx, goal.id, goal.approvedDraft))!;
  const standing = await loadStanding(ctx, goal.id);
  const stands = contentOf(standing, running.content);
  const changes = changesBetween(stands, content, { fromMs: Date.now() });
  return { changes, modification: modificationOf(standing, content, goal.modifies!) };
}

/** Under the goal's lock: what was decided or drafted while the planner thought has the last word. */
async function store(
  ctx: Ctx,
  request: DraftRequest,
  content: PlanContent,
  tags: string[] | null,
): Promise<DraftRef | NotDrafted> {
  const { goalId, requestedBy } = request;
  const goal = await holdGoal(ctx, goalId);
  const done = await answerOf(ctx, request, decisionOn(goal));
  if (done) return done;
  const { orgId, userId } = ctx;
  const before = await findLatestDraft(ctx, goalId);
  const number = (before?.number ?? 0) + 1;
  const hash = hashPlan(content);
  const held = { number, hash, content, requestedBy };
  const draft = { ...held, ...(await heldAgainst(ctx, goal!, before, content)) };
  await ctx.em.insert(PlanDraft, { id: newId(), orgId, userId, goalId, ...draft });
  if (goal?.roadmapOf && number === 1 && !requestedBy) await showFirstPlan(ctx, goal, content);
  await ctx.em.nativeUpdate(
    Goal,
    { id: goalId },
    { title: content.goal_title, planning: 'drafted', ...(tags && { tags }) },
  );
  if (requestedBy) await ctx.em.nativeUpdate(Message, { id: requestedBy, awaits: 'draft' }, { awaits: null });
  return { number, hash };
}
