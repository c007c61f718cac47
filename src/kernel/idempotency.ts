// A write under an Idempotency-Key happens once, however often it is sent
// (draft-ietf-httpapi-idempotency-key-header): the table's verbs.
import { createHash } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Ctx } from './context.ts';
import { FluxError } from './errors.ts';
import { newId } from './ids.ts';
import type { KeyedRequest } from './request-mark.ts';
import { openAnswer, sealAnswer, type Answer } from './sealed-answer.ts';
import { callAsLogin } from './sql.ts';

/** An attempt at the effect. `isRepeat`: one before it was claimed and ended without an answer. */
export interface Attempt {
  effectId: string;
  isRepeat: boolean;
  number: number;
}

/** PostgreSQL interval. */
export const KEPT_FOR = '48 hours';
const KEPT = `interval '${KEPT_FOR}'`;
const LEASE = `interval '60 seconds'`;

/**
 * Takes the key until the end of the transaction. Resolves to the answer that it has already, or to what is known of
 * earlier attempts. Throws IDEMPOTENCY_KEY_REUSED for another request than the first, IDEMPOTENCY_RUNNING while that
 * one runs, and IDEMPOTENCY_ANSWER_LOST where the secret of its time is gone: its effect may be there, and must not
 * come twice.
 */
export async function takeKey(
  ctx: Ctx,
  request: KeyedRequest,
): Promise<{ answer: Answer } | { answer: null; isRepeat: boolean }> {
  const [taken]: { state: string; sealed: Uint8Array | null }[] = await ctx.em.execute(
    'select state, sealed from take_idempotency_key(?, array[?])',
    [hashOf(request.key), request.marks.map(({ fingerprint }) => fingerprint)],
  );
  if (taken?.state === 'reused') throw new FluxError('IDEMPOTENCY_KEY_REUSED');
  if (taken?.state === 'running') throw new FluxError('IDEMPOTENCY_RUNNING');
  if (taken?.state === 'unknown') throw new FluxError('IDEMPOTENCY_ANSWER_LOST');
  if (taken?.state !== 'completed') return { answer: null, isRepeat: taken?.state === 'again' };
  const answer = request.marks
    .map((mark) => taken.sealed && openAnswer({ ...ctx, ...mark, key: request.key }, taken.sealed))
    .find((opened) => opened !== null);
  if (!answer) throw new FluxError('IDEMPOTENCY_ANSWER_LOST');
  return { answer };
}

/**
 * The answer that a request has already, whoever asks: a person, or the owner of an API key by its hash, in whichever
 * of their organisations it was given. Null without one.
 */
export async function recallAnswer(
  orm: MikroORM,
  { userId, keyHash }: { userId: string | null; keyHash: string | null },
  request: KeyedRequest,
): Promise<Answer | null> {
  const marks = request.marks.map(({ fingerprint }) => fingerprint);
  const [kept] = await callAsLogin<Recalled>(
    orm,
    'recall_answer',
    userId,
    keyHash,
    hashOf(request.key),
    marks,
  );
  if (!kept) return null;
  const whose = { orgId: kept.org_id, userId: kept.user_id, key: request.key };
  const opened = request.marks.map((mark) => openAnswer({ ...whose, ...mark }, kept.sealed));
  return opened.find((answer) => answer !== null) ?? null;
}

interface Recalled {
  org_id: string;
  user_id: string;
  sealed: Uint8Array;
  [more: string]: unknown;
}

/** After `takeKey`, in the transaction of the effect: both are there from the same moment on. */
export async function storeAnswer(ctx: Ctx, request: KeyedRequest, answer: Answer): Promise<void> {
  const stored = await ctx.em.execute(
    `insert into idempotency_keys (org_id, user_id, key_hash, fingerprint, status, effect_id, answer, expires_at)
     values (?, ?, ?, ?, 'completed', ?, ?, now() + ${KEPT})
     on conflict (org_id, user_id, key_hash) do update set fingerprint = excluded.fingerprint, status = 'completed',
       answer = excluded.answer, created_at = now(), expires_at = excluded.expires_at, locked_until = null
     where idempotency_keys.status <> 'completed' or idempotency_keys.expires_at <= now()
     returning attempt`,
    [
      ctx.orgId,
      ctx.userId,
      hashOf(request.key),
      request.marks[0].fingerprint,
      newId(),
      sealed(ctx, request, answer),
    ],
  );
  // Somebody answered without asking for the key: their answer stands, and this effect is taken back.
  if (stored.length === 0) throw new FluxError('IDEMPOTENCY_RUNNING');
}

/** After `takeKey`: the key is this attempt's until the lease ends, by the database's clock. */
export async function claimKey(ctx: Ctx, request: KeyedRequest, isRepeat: boolean): Promise<Attempt> {
  const [claimed]: { effectId: string; attempt: number }[] = await ctx.em.execute(
    `insert into idempotency_keys (org_id, user_id, key_hash, fingerprint, status, effect_id, expires_at, locked_until)
     values (?, ?, ?, ?, 'pending', ?, now() + ${KEPT}, clock_timestamp() + ${LEASE})
     on conflict (org_id, user_id, key_hash) do update set fingerprint = excluded.fingerprint, status = 'pending',
       effect_id = case when ? then idempotency_keys.effect_id else excluded.effect_id end,
       attempt = idempotency_keys.attempt + 1, answer = null, created_at = now(), expires_at = excluded.expires_at,
       locked_until = excluded.locked_until
     returning effect_id as "effectId", attempt`,
    [ctx.orgId, ctx.userId, hashOf(request.key), request.marks[0].fingerprint, newId(), isRepeat],
  );
  return { effectId: claimed!.effectId, number: claimed!.attempt, isRepeat };
}

/** Throws IDEMPOTENCY_RUNNING where the lease had lapsed and another attempt took over: the answer is that one's. */
export async function completeKey(
  ctx: Ctx,
  request: KeyedRequest,
  attempt: Attempt,
  answer: Answer,
): Promise<void> {
  const completed = await ctx.em.execute(
    `update idempotency_keys set status = 'completed', answer = ?, locked_until = null ${OF_ATTEMPT} returning attempt`,
    [sealed(ctx, request, answer), hashOf(request.key), attempt.number],
  );
  if (completed.length === 0) throw new FluxError('IDEMPOTENCY_RUNNING');
}

/** The same request may try again at once. Where another attempt took over, it goes on. */
export async function releaseKey(ctx: Ctx, request: KeyedRequest, attempt: Attempt): Promise<void> {
  await ctx.em.execute(RELEASE, [hashOf(request.key), attempt.number]);
}

/** Nothing is there of this attempt, nor of any before: the key stands for nothing yet. */
export async function freeKey(ctx: Ctx, request: KeyedRequest, attempt: Attempt): Promise<void> {
  await ctx.em.execute(FREE, [hashOf(request.key), attempt.number]);
}

// Row security adds whose.
const OF_ATTEMPT = `where key_hash = ? and attempt = ? and status = 'pending'`;
const RELEASED = `update idempotency_keys set status = 'error', locked_until = null`;
const [RELEASE, FREE] = [`${RELEASED} ${OF_ATTEMPT}`, `${RELEASED}, expires_at = now() ${OF_ATTEMPT}`];

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

const sealed = (ctx: Ctx, request: KeyedRequest, answer: Answer): Buffer =>
  sealAnswer({ ...ctx, ...request.marks[0], key: request.key }, answer);
