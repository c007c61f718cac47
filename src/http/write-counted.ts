// A write that has a limit of its own: whoever may not do it, or has its answer already, takes nothing from that.
import type { Context } from 'hono';
import { asPerson, type Ctx } from '../kernel/context.ts';
import { takeKey } from '../kernel/idempotency.ts';
import type { Env } from './env.ts';
import {
  keyedRequestOf,
  send,
  writeOnce,
  type OncePorts,
  type Representation,
  type Sent,
  type Status,
} from './once.ts';

export interface Counted<Body> {
  /** In a transaction of its own; throws what `work` would throw to whoever may not. */
  may: (ctx: Ctx) => Promise<void>;
  /** In no transaction. Throws RATE_LIMITED. */
  count: () => Promise<void>;
  /** As for `writeOnce`. */
  work: (ctx: Ctx) => Promise<Representation<Body>>;
}

/** As `writeOnce`. Two equal requests at once may be counted twice, and are one all the same. */
export async function writeCounted<Code extends Status, Body>(
  c: Context<Env>,
  ports: OncePorts,
  status: Code,
  { may, count, work }: Counted<Body>,
): Promise<Sent<Code, Body>> {
  const request = await keyedRequestOf(c, ports);
  const first = await asPerson(ports, c.var.person, async (ctx) => {
    const { answer } = request ? await takeKey(ctx, request) : { answer: null };
    if (!answer) await may(ctx);
    return answer;
  });
  if (first) return send(c, first, true) as Sent<Code, Body>;
  await count();
  return writeOnce(c, ports, status, work);
}
