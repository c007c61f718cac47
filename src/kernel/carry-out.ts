// The step of a write that speaks with Temporal or a provider. What was stored for it is taken back where nobody can
// take it; where it stays stored, that is what the client is told, so that nobody says it twice.
import { asPerson, type Actor, type Ctx, type Store } from './context.ts';
import { isDatabaseOutage } from './database-outage.ts';
import { FluxError } from './errors.ts';
import { isUnavailable } from './unavailable.ts';

/** What is so instead, where it cannot be carried out just now. */
export interface Otherwise<Opened, Any> {
  /** False where this request stored nothing: then nothing is taken back, and nothing told instead. */
  isNew: (opened: Opened) => boolean;
  /** Takes back what was stored: null. Where it was begun after all, resolves to what is told instead. */
  undo: (ctx: Ctx, opened: Opened) => Promise<Any | null>;
  /** What is told of what stays stored, and is done later. */
  kept: (opened: Opened) => Any;
}

export interface Step<Opened, Any> {
  work: (opened: Opened) => Promise<Any>;
  /** Without it, nothing was stored that could be taken back. */
  otherwise?: Otherwise<Opened, Any> | undefined;
}

/**
 * What `work` resolves to, or what is so instead. Throws what it throws; nothing of it is stored then. Throws TIMED_OUT
 * where nobody can tell whether it is.
 */
export async function carryOut<Opened, Any>(
  store: Store,
  person: Actor,
  opened: Opened,
  { work, otherwise }: Step<Opened, Any>,
): Promise<Any> {
  try {
    return await work(opened);
  } catch (error) {
    const instead = otherwise?.isNew(opened)
      ? await insteadOf(store, person, opened, { error, otherwise })
      : null;
    if (!instead) throw error;
    return instead;
  }
}

async function insteadOf<Opened, Any>(
  store: Store,
  person: Actor,
  opened: Opened,
  { error, otherwise: { undo, kept } }: { error: unknown; otherwise: Otherwise<Opened, Any> },
): Promise<Any | null> {
  // Somebody may be at work at it, and the database, which is away, has it.
  if (isDatabaseOutage(error)) return kept(opened);
  if (!isUnavailable(error)) return null;
  let isUndone = false;
  try {
    return await asPerson(store, person, async (ctx) => {
      const begun = await undo(ctx, opened);
      isUndone = true;
      return begun;
    });
  } catch (failure) {
    // Only its commit was not heard of.
    if (isUndone) throw new FluxError('TIMED_OUT', { detail: 'taken back or not', cause: failure });
    return kept(opened);
  }
}
