// A turn that failed for good has an answer, too: an honest one.
import { takeMessage } from '../conversations/take-message.sql.ts';
import type { Ctx } from '../kernel/context.ts';
import { storeAnswer } from './store-answer.ts';
import type { TurnRef } from './turn.ts';

/** Does nothing where the turn has its answer. */
export async function apologise(ctx: Ctx, turn: TurnRef): Promise<void> {
  const message = await takeMessage(ctx, turn);
  if (!message) return;
  const { goalId } = message;
  await storeAnswer(ctx, turn, { say: goalId === null ? NOTHING_DONE : BEGUN, goalId });
}

const NOTHING_DONE = 'Something went wrong on my side, and I could not carry this out. Please say it again.';
/** Said again, it would be another wish. */
const BEGUN =
  'Something went wrong on my side, and I cannot show you a plan here. Your goal is kept, and its plan may still come: look at the goal, or say what it should be like.';
