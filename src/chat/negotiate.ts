// The end of a turn that waits for a plan: what comes of the negotiation is its answer.
import { takeMessage } from '../conversations/take-message.sql.ts';
import {
  approvePlan,
  letGo,
  proposePlan,
  replaceOutdated,
  revisePlan,
  type NegotiationPorts,
  type Working,
} from '../goals/negotiations.ts';
import { asPerson, type Actor } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { isHeld, readHold } from '../safety/keep-hold.ts';
import { agreed, changedPlan, LET_GO } from './intents/decide-on-goal.ts';
import { storeAnswer, type TurnAnswer } from './store-answer.ts';
import type { NegotiationMove, TurnRef } from './turn.ts';

type NegotiationTurn = TurnRef & { next: NegotiationMove };

/**
 * Safe to repeat: the message's id is the request's id. Throws STILL_WORKING and UNAVAILABLE where the negotiation
 * takes too long or is out of reach: try again. Ends at once when `ports.signal` does.
 */
export async function negotiate(ports: NegotiationPorts, actor: Actor, turn: NegotiationTurn): Promise<void> {
  const { goalId } = turn.next;
  const answer = await move(ports, actor, turn).catch((error: unknown) => explain(error));
  await asPerson(ports, actor, async (ctx) => {
    if (!(await takeMessage(ctx, turn))) return;
    // The plan is kept, and shown when they ask for it.
    await storeAnswer(
      ctx,
      turn,
      isHeld(await readHold(ctx)) ? { say: RESTS, goalId } : { ...answer, goalId },
    );
  });
}

async function move(
  ports: NegotiationPorts,
  actor: Actor,
  { next, messageId }: NegotiationTurn,
): Promise<TurnAnswer> {
  const { goalId } = next;
  switch (next.kind) {
    case 'propose':
      return { say: '', draft: done(await proposePlan(ports, actor, { goalId })).draft };
    case 'revise':
      return { say: '', draft: done(await revisePlan(ports, actor, { goalId, messageId })).draft };
    case 'redraft':
      return done(await replaceOutdated(ports, actor, { goalId, draft: next.draft, turnId: messageId }));
    // Turns that were decided before approving and letting go became part of the decision.
    case 'abandon':
      await letGo(ports, actor, { goalId });
      return { say: LET_GO };
    case 'approve':
      return { say: agreed(done(await approvePlan(ports, actor, { goalId, draft: next.draft })).tasks) };
  }
}

/** A turn has no other answer than the last one. */
function done<Outcome extends { kind: string }>(outcome: Outcome | Working): Exclude<Outcome, Working> {
  if (outcome.kind === 'working') throw new FluxError('STILL_WORKING');
  return outcome as Exclude<Outcome, Working>;
}

/** What the person can see to is said to them, and that no plan came of it; everything else is tried again. */
function explain(error: unknown): TurnAnswer {
  if (!(error instanceof FluxError)) throw error;
  if (error.code === 'PLANNING_FAILED') return { say: NO_PLAN };
  if (error.row.retryable) throw error;
  if (error.code === 'PLAN_STALE') return changedPlan(error);
  return { say: error.row.sentence };
}

const RESTS = 'Our plans rest for now.';
const NO_PLAN =
  'I could not make a plan just now. Your wish is kept: say what it should be like, and I try again.';
