// What was said long ago is not carried out behind its person's back: they may have found another way since.
import { spokenTime } from '../../kernel/spoken-time.ts';
import { DAY_MINUTES, MINUTE_MS } from '../../kernel/time.ts';
import type { Intent } from './intent.ts';

export const sayTooOld: Intent = async (_ctx, { zone, message: { saidAt } }) => ({
  say: `You said this on ${spokenTime(saidAt, zone)}, and I can answer only now. I have changed nothing: say it again if you still want it.`,
});

/** After a day. */
export const isTooOld = (saidAt: Date): boolean => Date.now() - saidAt.getTime() > DAY_MINUTES * MINUTE_MS;
