// Tells the ledger how a consent comes about: by which way, and under which words. The triggers that write it read
// this.
import type { Ctx } from '../kernel/context.ts';
import type { Wording } from './wordings.ts';

/**
 * For what `verb` changes, and for nothing behind it in the same transaction. `way`: where it is not the door of
 * `ctx.via`. Of somebody else whom it concerns the ledger says neither. Costs no round trip: a setting goes along with
 * the next statement, or with the commit.
 */
export async function sayingHow<T>(
  { em }: Pick<Ctx, 'em'>,
  { way, wording }: { way?: 'provider' | 'operator'; wording?: Wording | null },
  verb: () => Promise<T>,
): Promise<T> {
  const how = Object.entries({ 'app.way': way, 'app.wording': wording }).filter(([, value]) => value);
  for (const setting of how) await em.execute(SET, setting);
  try {
    return await verb();
  } finally {
    for (const [name] of how) await em.execute(SET, [name, '']);
  }
}

const SET = 'select set_config(?, ?, true)';
