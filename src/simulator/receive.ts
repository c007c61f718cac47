// The front door of every vendor operation that creates or deletes something: hooks, faults and half answers live only
// here.
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { RequestTarget } from './faults.ts';
import type { World } from './world.ts';

export interface FarSideEnv {
  Bindings: HttpBindings;
  Variables: { cut: boolean; fields: Record<string, string>; sid: string };
}
export type FarSideContext = Context<FarSideEnv>;

/** What a vendor answers. `acceptedId` is set when something was created, or is gone. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  acceptedId?: string;
}

/**
 * Runs one request that may create or delete something. `accept` validates and does it; `refuse` gives the vendor's
 * error body for a scripted refusal. Order: hook 'received', fault before acceptance, accept, hook 'accepted', fault
 * after it, answer.
 */
export async function receive(
  world: World,
  c: FarSideContext,
  request: {
    target: RequestTarget;
    to: string;
    fields: Record<string, string>;
    accept: () => Answer | Promise<Answer>;
    refuse: (status: number, code: number | undefined) => unknown;
  },
): Promise<Response> {
  const { target, fields, accept, refuse } = request;
  const hook = world.options.onRequest;
  c.set('fields', fields);
  const fault = world.faults.take(target, request.to);
  if ((await hook?.({ target, stage: 'received', fields, id: null })) === 'drop') return cut(c);
  if (fault?.kind === 'drop') return cut(c);
  if (fault?.kind === 'hang') return hang(world, c);
  if (fault?.kind === 'refuse') {
    const retryAfter =
      fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) };
    return json({ status: fault.status, body: refuse(fault.status, fault.code), headers: retryAfter });
  }
  if (fault?.kind === 'late-accept') {
    world.background(`late accept of ${target}`, async () => {
      await world.pause(fault.afterMs);
      await accept();
    });
    return cut(c);
  }
  const answer = await accept();
  if (answer.acceptedId === undefined) return json(answer);
  c.set('sid', answer.acceptedId);
  const verdict = await hook?.({ target, stage: 'accepted', fields, id: answer.acceptedId });
  if (verdict === 'drop' || fault?.kind === 'accept-then-drop') return cut(c);
  if (fault?.kind === 'accept-then-hang') return hang(world, c);
  if (fault?.kind === 'accept-then-fail')
    return json({ status: fault.status, body: refuse(fault.status, undefined) });
  if (fault?.kind === 'accept-then-broken-body') return cutHalfway(c, answer);
  return json(answer);
}

function json(answer: Answer): Response {
  const { status, headers = {} } = answer;
  return status === 204
    ? new Response(null, { status, headers })
    : Response.json(answer.body, { status, headers });
}

function cut(c: FarSideContext): Response {
  c.set('cut', true);
  c.env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

async function hang(world: World, c: FarSideContext): Promise<Response> {
  c.set('cut', true);
  await new Promise<void>((resolve) => {
    c.env.incoming.socket.once('close', resolve);
    world.ended.addEventListener('abort', () => resolve(), { once: true });
    if (c.env.incoming.socket.destroyed || world.ended.aborted) resolve();
  });
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

async function cutHalfway(c: FarSideContext, answer: Answer): Promise<Response> {
  c.set('cut', true);
  const whole = Buffer.from(JSON.stringify(answer.body));
  const { outgoing } = c.env;
  outgoing.writeHead(answer.status, { 'Content-Type': 'application/json', 'Content-Length': whole.length });
  await new Promise<void>((resolve) => {
    outgoing.write(whole.subarray(0, whole.length / 2), () => resolve());
  });
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}
