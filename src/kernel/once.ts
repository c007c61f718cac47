// A write under a client's key happens once, whichever door it comes by: sent again, it gets the first answer.
import { carryOut, type Otherwise } from './carry-out.ts';
import { asPerson, type Actor, type Ctx, type Store } from './context.ts';
import { isDatabaseOutage } from './database-outage.ts';
import {
  claimKey,
  completeKey,
  freeKey,
  releaseKey,
  storeAnswer,
  takeKey,
  type Attempt,
} from './idempotency.ts';
import type { KeyedRequest } from './request-mark.ts';
import type { Answer } from './sealed-answer.ts';

export interface Answered {
  answer: Answer;
  isReplay: boolean;
}

/**
 * A write that is one transaction: its answer is stored in it, so that effect and answer are there together or not at
 * all. A throw rolls both back, and the key is free again. `request` null: there is no key.
 */
export async function answerOnce(
  store: Store,
  actor: Actor,
  request: KeyedRequest | null,
  work: (ctx: Ctx) => Promise<Answer>,
): Promise<Answered> {
  return asPerson(store, actor, async (ctx) => {
    const { answer: first } = request ? await takeKey(ctx, request) : { answer: null };
    if (first) return { answer: first, isReplay: true };
    const answer = await work(ctx);
    if (request) await storeAnswer(ctx, request, answer);
    return { answer, isReplay: false };
  });
}

export interface Steps<Opened, Any> {
  /** In one transaction with the claim of the key: every later attempt finds the same `effectId` and `isRepeat`. */
  open: (ctx: Ctx, attempt: Pick<Attempt, 'effectId' | 'isRepeat'>) => Promise<Opened>;
  /** After it, in no transaction; its effects must bear repetition by a natural key, for which `effectId` is meant. */
  work: (opened: Opened) => Promise<Any>;
  /** What becomes of what `open` stored where nobody can take it just now; what is taken back leaves no key behind. */
  otherwise?: Otherwise<Opened, Any> | undefined;
  /** `isFinal` false: the work goes on by itself, and the same request may ask again. */
  answerOf: (outcome: Any) => { answer: Answer; isFinal: boolean };
}

/**
 * A write that speaks with Temporal or a provider between transactions. Where `work` throws, the key is free again at
 * once; where the process dies, a minute later.
 */
export async function answerInSteps<Opened, Any>(
  store: Store,
  actor: Actor,
  request: KeyedRequest,
  { open, work, otherwise, answerOf }: Steps<Opened, Any>,
): Promise<Answered> {
  const begun = await asPerson(store, actor, async (ctx) => {
    const { answer: first, ...known } = await takeKey(ctx, request);
    if (first) return { first };
    const attempt = await claimKey(ctx, request, 'isRepeat' in known && known.isRepeat);
    return { first: null, attempt, opened: await open(ctx, attempt) };
  });
  if (begun.first) return { answer: begun.first, isReplay: true };

  const { attempt, opened } = begun;
  const keyed = { work, otherwise: otherwise && freeingKey(otherwise, request, attempt) };
  const inTransaction = (verb: (ctx: Ctx) => Promise<void>) => asPerson(store, actor, verb);
  const release = () => inTransaction((ctx) => releaseKey(ctx, request, attempt));
  const outcome = await carryOut(store, actor, opened, keyed).catch(async (error: unknown) => {
    // Where not even this can be written, the lease ends by itself.
    await release().catch(() => undefined);
    throw error;
  });
  const { answer, isFinal } = answerOf(outcome);
  const noted = isFinal ? inTransaction((ctx) => completeKey(ctx, request, attempt, answer)) : release();
  // It is done, and whoever did it hears so: a repeat waits for the lease to end, and finds it done.
  await noted.catch((error: unknown) => {
    if (!isDatabaseOutage(error)) throw error;
  });
  return { answer, isReplay: false };
}

/** What was taken back has not been: its key goes with it, and whoever sends it again is asked all anew. */
const freeingKey = <Opened, Any>(
  otherwise: Otherwise<Opened, Any>,
  request: KeyedRequest,
  attempt: Attempt,
): Otherwise<Opened, Any> => ({
  ...otherwise,
  undo: async (ctx, opened) => {
    const begun = await otherwise.undo(ctx, opened);
    if (!begun) await freeKey(ctx, request, attempt);
    return begun;
  },
});
