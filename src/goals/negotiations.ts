// What can be done about a goal's plan, whole: propose, revise, approve, let go. REST, chat and tools call these, and
// nobody goes past them. What is decided is PostgreSQL's, and waits for nobody who drafts.
import { setTimeout as delay } from 'node:timers/promises';
import { asPerson, type Actor, type Person, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { finished } from '../kernel/finished.ts';
import { abandonGoal } from './abandon-goal.ts';
import { activatePlan } from './activate-plan.ts';
import { beginAgain, beginDraft, type BeginDraft } from './begin-draft.ts';

/** Which draft: its number within the goal, and what exactly it says. */
export interface DraftRef {
  number: number;
  /** SHA-256 (hex) of the content. */
  hash: string;
}

/** A request for a draft, and what PostgreSQL knew when it was made. */
export interface Asked {
  goalId: string;
  /** What the negotiation starts from where none runs. */
  latest: DraftRef | null;
  /** How often no draft came of it before: a repeat is the same request only until it has failed. */
  failures: number;
  /** How often it was refused although it is owed: what is remembered of a request is no answer to the next. */
  refusals?: number;
  /** Ends the waiting; the drafting goes on. */
  signal?: AbortSignal | undefined;
}

/**
 * The negotiations that run; Temporal stands behind them: `temporal/flows/goals.ts`. Each request opens one where there
 * is none, and is harmless when repeated. All throw GOAL_CLOSED where it was decided meanwhile, PLANNING_FAILED where
 * no draft came of it, UNAVAILABLE where nobody took the request, and STILL_WORKING where it was taken and takes longer
 * than whoever asks may wait.
 */
export interface Negotiations {
  /** Resolves to the first draft. */
  propose(actor: Actor, asked: Asked): Promise<DraftRef>;
  /** `messageId`: where the person's words stand. Resolves to the draft that answers them. */
  revise(actor: Actor, asked: Asked & { messageId: string }): Promise<DraftRef>;
  /** Resolves to a draft later than the one that no longer holds. */
  redraft(actor: Actor, asked: Asked & { outdated: number }): Promise<DraftRef>;
  /**
   * Brings to life what PostgreSQL knows and nobody works at: drafts that are owed. A negotiation that missed its end
   * ends. Resolves once the server has taken it; harmless where all is well. Throws UNAVAILABLE.
   */
  revive(person: Person, goalId: string): Promise<void>;
  /** The same for a negotiation that runs; false where none does: none begins. Throws UNAVAILABLE. */
  lookAgain(goalId: string): Promise<boolean>;
}

export interface NegotiationPorts extends Store {
  negotiations: Negotiations;
  /** Ends the waiting of whoever asks. */
  signal?: AbortSignal;
}

/** It goes on by itself: the same request asks again. */
export interface Working {
  kind: 'working';
}

export type Drafted = { kind: 'drafted'; draft: DraftRef } | Working;
export type Approved = { kind: 'approved'; tasks: number } | Working;

/**
 * Has a plan drafted; where there is a draft already, it is that one, also long after the decision: a repeat opens no
 * second negotiation. Throws NOT_FOUND, PLANNING_FAILED, UNAVAILABLE, and GOAL_CLOSED where there is none and nobody
 * negotiates.
 */
export async function proposePlan(
  ports: NegotiationPorts,
  actor: Actor,
  { goalId }: { goalId: string },
): Promise<Drafted> {
  return draftedBy(ports, actor, { goalId }, (asked) => ports.negotiations.propose(actor, asked));
}

/**
 * Has another draft made, as the message asks that `requestRevision` has stored. Throws NOT_FOUND, GOAL_CLOSED,
 * PLANNING_FAILED and UNAVAILABLE.
 */
export async function revisePlan(
  ports: NegotiationPorts,
  actor: Actor,
  revision: { goalId: string; messageId: string },
): Promise<Drafted> {
  const { messageId } = revision;
  return draftedBy(ports, actor, revision, (asked) =>
    ports.negotiations.revise(actor, { ...asked, messageId }),
  );
}

/**
 * Agrees to a draft: its tasks come to life exactly once, however often and by whichever door it is said, and its
 * reminders follow. Throws PLAN_STALE (with `latest`), PLAN_EMPTY, GOAL_CLOSED and NOT_FOUND.
 */
export async function approvePlan(
  ports: NegotiationPorts,
  actor: Actor,
  approval: { goalId: string; draft: DraftRef },
): Promise<Approved> {
  const activation = await asPerson(ports, actor, (ctx) => activatePlan(ctx, approval));
  if (activation.kind === 'activated') return { kind: 'approved', tasks: activation.tasks };
  return replaceOutdated(ports, actor, approval);
}

/**
 * A draft that no longer holds cannot be agreed to: another is made of it. Throws PLAN_STALE (with `latest`) once it
 * is there, and as `revisePlan`.
 */
export async function replaceOutdated(
  ports: NegotiationPorts,
  actor: Actor,
  { goalId, draft, turnId }: { goalId: string; draft: DraftRef; turnId?: string },
): Promise<Working> {
  const outdated = draft.number;
  const request = { goalId, outdated, ...(turnId !== undefined && { turnId }) };
  const redrafted = await draftedBy(ports, actor, request, (asked) =>
    ports.negotiations.redraft(actor, { ...asked, outdated }),
  );
  if (redrafted.kind === 'working') return redrafted;
  throw new FluxError('PLAN_STALE', { fields: { latest: redrafted.draft } });
}

/**
 * Lets a goal go, whether it is negotiated or has been running for weeks: open tasks are cancelled, their reminders
 * stop. Safe to repeat; a completed goal stays completed. Throws NOT_FOUND.
 */
export async function letGo(
  store: Store,
  actor: Actor,
  goal: { goalId: string },
): Promise<{ kind: 'let_go' }> {
  await asPerson(store, actor, (ctx) => abandonGoal(ctx, goal));
  return { kind: 'let_go' };
}

/** A run that is just ending refuses everybody; the next one is there after a few of these. */
const REFUSALS = 20;
const BETWEEN_REFUSALS_MS = 100;

async function draftedBy(
  ports: NegotiationPorts,
  actor: Actor,
  request: BeginDraft,
  ask: (asked: Asked) => Promise<DraftRef>,
): Promise<Drafted> {
  let begun = await asPerson(ports, actor, (ctx) => beginDraft(ctx, request));
  for (let refusals = 0; begun.kind === 'begun' && refusals <= REFUSALS; refusals += 1) {
    const { latest, failures } = begun;
    const asked = { goalId: request.goalId, latest, failures, refusals, signal: ports.signal };
    try {
      const outcome = await finished(ask(asked));
      return outcome ? { kind: 'drafted', draft: outcome.value } : { kind: 'working' };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // It may be what an earlier request was told that was taken back since: PostgreSQL knows what is so now.
      begun = await asPerson(ports, actor, (ctx) => beginAgain(ctx, { ...request, failures }, error));
    }
    if (begun.kind === 'begun' && refusals > 0) await delay(BETWEEN_REFUSALS_MS);
  }
  // It is owed, so the reconciler sees to it.
  return begun.kind === 'drafted' ? begun : { kind: 'working' };
}

const REFUSED: readonly unknown[] = ['GOAL_CLOSED', 'NOT_FOUND', 'PLANNING_FAILED'];
const isRefusal = (error: unknown): error is FluxError =>
  error instanceof FluxError && REFUSED.includes(error.code);
