// One goal's negotiation: numbered drafts, until the person decides. Decisions are PostgreSQL's; it hears of them, and
// whatever it drafts then stops.
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  patched,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { DraftRef } from '../src/goals/negotiations.ts';
import { records, starts } from './activities.ts';
import { onBehalf } from './correlation.ts';
import { decideAsBefore } from './decide-as-before.ts';
import {
  decided,
  lookAgain,
  propose,
  redraft,
  revise,
  stopDraft,
  type NegotiationInput,
  type NegotiationResult,
  type RedraftRequest,
  type RevisionRequest,
} from './goal-negotiation.contract.ts';
import {
  draft,
  inTurn,
  keepLatest,
  planningFailed,
  refuseIfDecided,
  stopDrafting,
  type Negotiation,
} from './negotiated-draft.ts';

/** Silence for this long means that the person let go. */
const LAPSE_MS = 30 * 24 * 3_600_000;

export async function goalNegotiation(input: NegotiationInput): Promise<NegotiationResult> {
  const { orgId, userId, goalId, latest = null, isRevived = false } = input;
  const goal = { orgId, userId, goalId };
  const negotiation: Negotiation = {
    goal,
    latest,
    decided: null,
    needsReminders: false,
    jobs: [],
    isFirstAsked: !latest && !isRevived,
    failures: 0,
    revisions: new Map(),
    drafting: null,
    stopped: new Set(),
  };
  listen(negotiation);

  if (negotiation.isFirstAsked) await first(negotiation);
  await serve(negotiation);
  const { decided: decision } = negotiation;
  if (!decision) await records.abandonGoal({ ...goal, via: 'system' });
  if (negotiation.needsReminders) await starts.startReminders(goal);
  await refuseTheRest(negotiation);
  return decision ?? 'lapsed';
}

/** What was asked for while it ended is answered, too. */
async function refuseTheRest(negotiation: Negotiation): Promise<void> {
  const { jobs } = negotiation;
  for (;;) {
    await condition(() => allHandlersFinished() || jobs.length > 0);
    if (allHandlersFinished()) return;
    if (!patched('answers-while-it-ends')) return condition(allHandlersFinished);
    // Whoever waits for it hears it: runs of before the patch told nobody.
    negotiation.decided ??= 'abandoned';
    await jobs.shift()?.();
  }
}

/** Until it is decided, or nobody has asked for anything for long. */
async function serve(negotiation: Negotiation): Promise<void> {
  const { goal, jobs } = negotiation;
  // With nothing waiting, nothing is lost.
  const isLong = () => workflowInfo().continueAsNewSuggested && jobs.length === 0 && allHandlersFinished();
  for (;;) {
    const { latest } = negotiation;
    setCurrentDetails(latest ? `Draft **${latest.number}** awaits a decision` : 'No draft yet');
    const isWoken = () => jobs.length > 0 || negotiation.decided !== null || isLong();
    if (!(await condition(isWoken, LAPSE_MS, { summary: 'decision' }))) return;
    const job = jobs.shift();
    if (job) await job();
    else if (negotiation.decided) return;
    else
      await continueAsNew<typeof goalNegotiation>({
        ...goal,
        ...(latest ? { latest } : { isRevived: true }),
      });
  }
}

function listen(negotiation: Negotiation): void {
  setHandler(propose, async () => {
    const { failures } = negotiation;
    askForFirst(negotiation);
    await condition(
      () => negotiation.latest !== null || negotiation.decided !== null || negotiation.failures > failures,
    );
    if (negotiation.latest) return negotiation.latest;
    refuseIfDecided(negotiation);
    throw planningFailed();
  });
  setHandler(revise, ({ messageId }) => revised(negotiation, messageId), {
    validator: (_request: RevisionRequest) => refuseIfDecided(negotiation),
  });
  setHandler(redraft, ({ outdated }) => inTurn(negotiation, () => redrafted(negotiation, outdated)), {
    validator: (_request: RedraftRequest) => refuseIfDecided(negotiation),
  });
  setHandler(decided, ({ decision }) => {
    negotiation.needsReminders ||= decision === 'approved' && negotiation.decided === null;
    negotiation.decided ??= decision;
    negotiation.drafting?.scope.cancel();
  });
  setHandler(stopDraft, ({ requestedBy }) => stopDrafting(negotiation, requestedBy));
  setHandler(lookAgain, () => {
    negotiation.jobs.push(onBehalf(() => look(negotiation)));
  });
  decideAsBefore(negotiation);
}

function askForFirst(negotiation: Negotiation): void {
  if (negotiation.latest || negotiation.isFirstAsked) return;
  negotiation.isFirstAsked = true;
  negotiation.jobs.push(onBehalf(() => first(negotiation)));
}

/** Whoever waits for it hears how it ended. */
async function first(negotiation: Negotiation): Promise<void> {
  if (negotiation.latest) return;
  await draft(negotiation, null).catch((error: unknown) => {
    if (!negotiation.decided && !(error instanceof ApplicationFailure)) throw error;
  });
  negotiation.isFirstAsked = negotiation.latest !== null;
}

/** A message that is asked for twice, under whatever request, is one revision. */
function revised(negotiation: Negotiation, messageId: string): Promise<DraftRef> {
  const { revisions } = negotiation;
  const known = revisions.get(messageId);
  if (known) return known;
  const revision = inTurn(negotiation, () => draft(negotiation, messageId));
  const forget = () => void revisions.delete(messageId);
  revisions.set(messageId, revision);
  revision.then(forget, forget);
  return revision;
}

async function redrafted(negotiation: Negotiation, outdated: number): Promise<DraftRef> {
  const { latest } = negotiation;
  return latest && latest.number > outdated ? latest : draft(negotiation, null);
}

/** PostgreSQL has the last word on what is decided and what is owed. */
async function look(negotiation: Negotiation): Promise<void> {
  const standing = await records.readStanding(negotiation.goal);
  if (standing.decided) {
    negotiation.needsReminders ||= standing.decided === 'approved' && negotiation.decided === null;
    negotiation.decided ??= standing.decided;
    return;
  }
  keepLatest(negotiation, standing.latest);
  for (const messageId of standing.waiting) void revised(negotiation, messageId);
  const { outdated = null } = standing;
  if (outdated !== null) inTurn(negotiation, () => redrafted(negotiation, outdated)).catch(() => undefined);
  if (standing.isDue && standing.waiting.length === 0) askForFirst(negotiation);
}
