// A turn that failed for good has an answer, too: an honest one.
import { takeMessage } from '../conversations/take-message.sql.ts';
import type { Ctx } from '../kernel/context.ts';
import { storeAnswer } from './store-answer.ts';
import type { TurnRef } from './turn.ts';

/** Does nothing where the turn has its answer. */
export async function apologise(ctx: Ctx, turn: TurnRef): Promise<void> {
  const message = await takeMessage(ctx, turn);
  if (message) await storeAnswer(ctx, turn, { say: SORRY, goalId: message.goalId });
}

const SORRY = 'Something went wrong on my side, and I could not carry this out. Please say it again.';
