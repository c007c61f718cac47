// What can be done about a goal's plan, whole: propose, revise, approve, let go. REST, chat and tools call these, and
// nobody goes past them.
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { finished } from '../kernel/finished.ts';
import { abandonGoal } from './abandon-goal.ts';
import { findGoal, findLatestDraft } from './find-goal.ts';
import { readGoal } from './read-goal.ts';

/** Which draft: its number within the goal, and what exactly it says. */
export interface DraftRef {
  number: number;
  /** SHA-256 (hex) of the content. */
  hash: string;
}

/**
 * The negotiations that run; Temporal stands behind them: `temporal/flows/goals.ts`. Every request is harmless when
 * repeated. All throw GOAL_CLOSED where nobody negotiates any more, and STILL_WORKING where it takes longer than
 * whoever asks may wait.
 */
export interface Negotiations {
  /** Opens the negotiation where there is none; resolves to the latest draft. */
  propose(actor: Actor, goalId: string): Promise<DraftRef>;
  /** `messageId`: where the person's words stand. Resolves to the draft that answers them. */
  revise(actor: Actor, goalId: string, messageId: string): Promise<DraftRef>;
  /** Resolves to the number of tasks. Throws PLAN_STALE (with `latest`) for anything but the latest draft. */
  approve(actor: Actor, goalId: string, draft: DraftRef): Promise<number>;
  abandon(actor: Actor, goalId: string): Promise<void>;
}

export interface NegotiationPorts extends Store {
  negotiations: Negotiations;
}

/** It goes on by itself: the same request asks again. */
export interface Working {
  kind: 'working';
}

export type Drafted = { kind: 'drafted'; draft: DraftRef } | Working;
export type Approved = { kind: 'approved'; tasks: number } | Working;

/**
 * Has a plan drafted; where there is a draft already, it is that one, also long after the decision: a repeat opens no
 * second negotiation. Throws NOT_FOUND, and GOAL_CLOSED where there is none and nobody negotiates.
 */
export async function proposePlan(
  ports: NegotiationPorts,
  actor: Actor,
  { goalId }: { goalId: string },
): Promise<Drafted> {
  const { status, latest } = await asPerson(ports, actor, async (ctx) => ({
    status: (await findGoal(ctx, goalId)).status,
    latest: await findLatestDraft(ctx, goalId),
  }));
  if (status === 'negotiating') return drafted(ports.negotiations.propose(actor, goalId));
  if (!latest) throw new FluxError('GOAL_CLOSED', { fields: { goal_status: status } });
  return { kind: 'drafted', draft: { number: latest.number, hash: latest.hash } };
}

/** Has another draft made, as the message asks that `requestRevision` has stored. Throws NOT_FOUND and GOAL_CLOSED. */
export async function revisePlan(
  ports: NegotiationPorts,
  actor: Actor,
  { goalId, messageId }: { goalId: string; messageId: string },
): Promise<Drafted> {
  await ownGoal(ports, actor, goalId);
  return drafted(ports.negotiations.revise(actor, goalId, messageId));
}

/**
 * Agrees to a draft: its tasks and reminders come to life exactly once, however often and by whichever door it is
 * said. Throws PLAN_STALE (with `latest`), PLAN_EMPTY, GOAL_CLOSED and NOT_FOUND.
 */
export async function approvePlan(
  ports: NegotiationPorts,
  actor: Actor,
  approval: { goalId: string; draft: DraftRef },
): Promise<Approved> {
  const { goalId, draft } = approval;
  const recorded = () => asPerson(ports, actor, (ctx) => recordedApproval(ctx, goalId, draft));
  const before = await recorded();
  if (before) return before;
  try {
    const approved = await finished(ports.negotiations.approve(actor, goalId, draft));
    return approved ? { kind: 'approved', tasks: approved.value } : WORKING;
  } catch (error) {
    // Somebody else's repeat of this approval may have closed the goal in the meantime.
    const since = isClosed(error) ? await recorded() : null;
    if (!since) throw error;
    return since;
  }
}

/**
 * Lets a goal go, whether it is negotiated or has been running for weeks: open tasks are cancelled, their reminders
 * stop. Safe to repeat; a completed goal stays completed. Throws NOT_FOUND.
 */
export async function letGo(
  ports: NegotiationPorts,
  actor: Actor,
  { goalId }: { goalId: string },
): Promise<{ kind: 'let_go' } | Working> {
  await ownGoal(ports, actor, goalId);
  try {
    // The negotiation does it where there is one: nothing may be drafted or approved beside it.
    if (!(await finished(ports.negotiations.abandon(actor, goalId)))) return WORKING;
  } catch (error) {
    if (!isClosed(error)) throw error;
    await asPerson(ports, actor, (ctx) => abandonGoal(ctx, { goalId }));
  }
  return { kind: 'let_go' };
}

const WORKING: Working = { kind: 'working' };

/** Temporal knows a goal by its id alone: that it is this person's is asked here. */
const ownGoal = (ports: NegotiationPorts, actor: Actor, goalId: string): Promise<unknown> =>
  asPerson(ports, actor, (ctx) => findGoal(ctx, goalId));

async function drafted(drafting: Promise<DraftRef>): Promise<Drafted> {
  const outcome = await finished(drafting);
  return outcome ? { kind: 'drafted', draft: outcome.value } : WORKING;
}

const isClosed = (error: unknown): boolean => error instanceof FluxError && error.code === 'GOAL_CLOSED';

/** Null where this very draft is not the approved one. */
async function recordedApproval(ctx: Ctx, goalId: string, draft: DraftRef): Promise<Approved | null> {
  const { approvedDraft, latestDraft } = await readGoal(ctx, { goalId });
  // Nothing is drafted after an approval, so the latest draft is the approved one.
  if (approvedDraft !== draft.number || latestDraft?.hash !== draft.hash) return null;
  const tasks = latestDraft.content.tasks.reduce((sum, task) => sum + task.occurrences.length, 0);
  return { kind: 'approved', tasks };
}
