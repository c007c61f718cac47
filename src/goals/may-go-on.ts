// Whether a roadmap may go on by itself: not for somebody who rests, and not while nobody coaches them.
import type { Ctx } from '../kernel/context.ts';
import { activePauses } from '../rules/active-pauses.ts';
import { isHeld, readHold } from '../safety/keep-hold.ts';
import type { Goal } from './goal.entity.ts';

/** False where the person has to say first that they want the next step. */
export async function mayGoOn(ctx: Ctx, { id: goalId }: Goal): Promise<boolean> {
  if (isHeld(await readHold(ctx))) return false;
  const pauseOf = await activePauses(ctx);
  return pauseOf({ startsAt: new Date(), goalId }) === null;
}
