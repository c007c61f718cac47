// Words that come by a door where nobody is answered, as titles and wishes do: they may hold the person all the same.
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { hearWords } from './hear-words.ts';
import { judgeWords } from './judge-words.ts';
import { isHeld, readHold } from './keep-hold.ts';
import { safetyFailures } from './metrics.ts';

/**
 * What is sure alone: nobody could be asked here. Who is held already is not held once more. A defect of the guard
 * ends no request; an outage does, and is tried again.
 */
export async function hearWritten(
  store: Store,
  actor: Actor,
  ...written: (string | undefined)[]
): Promise<void> {
  try {
    const text = written.filter((one) => one !== undefined).join('\n');
    const verdict = judgeWords(text);
    if (verdict.level !== 'alarm') return;
    await asPerson(store, actor, async (ctx) => {
      if (!isHeld(await readHold(ctx))) await hearWords(ctx, { text, verdict, messageId: null });
    });
  } catch (error) {
    if (error instanceof FluxError && error.row.retryable) throw error;
    safetyFailures.inc();
  }
}
