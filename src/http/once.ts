// The door's side of Idempotency-Key: a write happens once; sent again under its key it gets the first answer.
import type { Context, TypedResponse } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { asPerson, type Ctx, type Store } from '../kernel/context.ts';
import { recallAnswer, type Attempt } from '../kernel/idempotency.ts';
import { newId } from '../kernel/ids.ts';
import { answerInSteps, answerOnce } from '../kernel/once.ts';
import { isKey, keyedRequest, readKey, type KeyedRequest, type MarkSecrets } from '../kernel/request-mark.ts';
import { inOneStatement, type StatementCtx } from '../kernel/sql.ts';
import type { Answer } from '../kernel/sealed-answer.ts';
import { carryOut, type Otherwise } from '../kernel/carry-out.ts';
import type { Env } from './env.ts';

export type OncePorts = Store & MarkSecrets;

export type Status = ContentfulStatusCode | 204;

/** What the client is told of a write. `body` null: an answer without one. */
export interface Representation<Body> {
  body: Body;
  /** Of the representation that `body` is. */
  etag?: string;
  /** Address of what was made. */
  location?: string;
}

export interface Outcome<Code, Body> extends Representation<Body> {
  status: Code;
  /** False: the work goes on by itself; the same request may ask again. Every 202 but that which is the last word. */
  isFinal?: boolean;
}

export type Sent<Code extends Status, Body> = Response &
  TypedResponse<Body extends null ? {} : Body, Code, 'json'>;
type SentOf<Any> = Any extends Outcome<infer Code extends Status, infer Body> ? Sent<Code, Body> : never;

/**
 * A write that is one transaction: `work` runs in it as the person, and its answer is stored in it, so that effect and
 * answer are there together or not at all. A throw rolls both back, and the key is free again. Without the header it is
 * `asPerson` and nothing more, or `asStatement`: the same work as one statement, for what is written most.
 *
 *     writeOnce(c, ports, 201, async (ctx) => ({ body: presentTask(await createTask(ctx, ...)) }));
 */
export async function writeOnce<Code extends Status, Body>(
  c: Context<Env>,
  ports: OncePorts,
  status: Code,
  work: (ctx: Ctx) => Promise<Representation<Body>>,
  asStatement?: (ctx: StatementCtx) => Promise<Representation<Body>>,
): Promise<Sent<Code, Body>> {
  const request = await keyedRequestOf(c, ports);
  if (!request && asStatement) {
    const written = await inOneStatement(ports, c.var.person, asStatement);
    return send(c, answerOf(status, written), false) as Sent<Code, Body>;
  }
  const done = await answerOnce(ports, c.var.person, request, async (ctx) =>
    answerOf(status, await work(ctx)),
  );
  return send(c, done.answer, done.isReplay) as Sent<Code, Body>;
}

/**
 * A write that speaks with Temporal or a provider between transactions. `open` runs in one, together with the claim of
 * the key: what it checks and stores holds for every later attempt, which finds the same `effectId` and `isRepeat`.
 * `work` runs after it, in no transaction; its effects must bear repetition by a natural key, for which `effectId` is
 * meant. Where it throws, the key is free again at once; where the process dies, a minute later. `otherwise`: what
 * becomes of what `open` stored where nobody can take it just now; what is taken back leaves no key behind.
 * `openInOneStatement`: the same as `open` without a key, for what is opened most; null where it takes the long way.
 */
export async function writeInSteps<Opened, Any extends Outcome<Status, unknown>>(
  c: Context<Env>,
  ports: OncePorts,
  open: (ctx: Ctx, attempt: Pick<Attempt, 'effectId' | 'isRepeat'>) => Promise<Opened>,
  work: (opened: Opened) => Promise<Any>,
  otherwise?: Otherwise<Opened, Any>,
  openInOneStatement?: (ctx: StatementCtx, attempt: Pick<Attempt, 'effectId'>) => Promise<Opened | null>,
): Promise<SentOf<Any>> {
  const { person } = c.var;
  const request = await keyedRequestOf(c, ports);
  if (!request) {
    const attempt = { effectId: newId(), isRepeat: false };
    const atOnce = openInOneStatement && ((ctx: StatementCtx) => openInOneStatement(ctx, attempt));
    const opened =
      (atOnce && (await inOneStatement(ports, person, atOnce))) ??
      (await asPerson(ports, person, (ctx) => open(ctx, attempt)));
    const outcome = await carryOut(ports, person, opened, { work, otherwise });
    return send(c, answerOf(outcome.status, outcome), false) as SentOf<Any>;
  }

  const done = await answerInSteps(ports, person, request, {
    open,
    work,
    otherwise,
    answerOf: (outcome) => ({
      answer: answerOf(outcome.status, outcome),
      isFinal: outcome.isFinal ?? outcome.status !== 202,
    }),
  });
  return send(c, done.answer, done.isReplay) as SentOf<Any>;
}

/**
 * The answer to an earlier, equal request under the same key, for whoever would no longer come in because of it. Null
 * without one: a stranger is told nothing else, also of a key that is none.
 */
export async function recall(
  c: Context<Env>,
  ports: OncePorts,
  caller: { userId: string | null; keyHash: string | null },
): Promise<Response | null> {
  if (!isKey(c.req.header('Idempotency-Key') ?? '')) return null;
  const request = await keyedRequestOf(c, ports);
  const first = request && (await recallAnswer(ports.orm, caller, request));
  return first && send(c, first, true);
}

/** For `writeInSteps` where the first step is outside the person's transaction: at a provider, or before they act. */
export const nothingBefore = async (): Promise<void> => {};

/** Null without the header. Throws BAD_REQUEST for a key that is none. */
export async function keyedRequestOf(c: Context<Env>, ports: OncePorts): Promise<KeyedRequest | null> {
  const key = readKey(c.req.header('Idempotency-Key'));
  if (key === null) return null;
  const { pathname, search } = new URL(c.req.url);
  const parts = {
    method: c.req.method,
    path: pathname + search,
    contentType: c.req.header('Content-Type'),
    ifMatch: c.req.header('If-Match'),
    body: new Uint8Array(await c.req.arrayBuffer()),
  };
  return keyedRequest(ports, key, parts);
}

const answerOf = (status: number, { body, etag, location }: Representation<unknown>): Answer => ({
  status,
  body: body === null ? null : JSON.stringify(body),
  etag,
  location,
});

/** The first answer and its replays leave by the same way, so that they are the same to the byte. */
export function send(c: Context<Env>, { status, body, etag, location }: Answer, isReplay: boolean): Response {
  if (etag !== undefined) c.header('ETag', etag);
  if (location !== undefined) c.header('Location', location);
  if (isReplay) c.header('Idempotent-Replayed', 'true');
  if (body === null) return c.body(null, status as 204);
  return c.body(body, status as ContentfulStatusCode, { 'Content-Type': 'application/json' });
}
