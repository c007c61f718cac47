// Tells the ledger how a consent comes about: by which way, and under which words. The triggers that write it read
// this.
import type { Ctx } from '../kernel/context.ts';
import type { Wording } from './wordings.ts';

/**
 * For whatever changes a consent later in this transaction. `way`: where it is not the door of `ctx.via`. Costs no
 * round trip: a setting goes along with the next statement.
 */
export async function sayHow(
  { em }: Pick<Ctx, 'em'>,
  { way, wording }: { way?: 'provider' | 'operator'; wording?: Wording | null },
): Promise<void> {
  if (way !== undefined) await em.execute(SET, ['app.way', way]);
  if (wording !== undefined) await em.execute(SET, ['app.wording', wording ?? '']);
}

const SET = 'select set_config(?, ?, true)';
