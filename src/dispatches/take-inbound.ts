// Lets what the provider brings count once for ever, whoever it belongs to by then.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Ctx } from '../kernel/context.ts';
import { callAsLogin, callFunction } from '../kernel/sql.ts';

/** False for an id that was taken before. Belongs into the transaction of what it does: both are there, or neither. */
export async function takeInbound(ctx: Ctx, id: string): Promise<boolean> {
  const [row] = await callFunction<Taken>(ctx, 'take_inbound', id.toLowerCase());
  return row?.take_inbound === true;
}

/** The same where it is nobody's. */
export async function takeInboundOfNobody(orm: MikroORM, id: string): Promise<boolean> {
  const [row] = await callAsLogin<Taken>(orm, 'take_inbound', id.toLowerCase());
  return row?.take_inbound === true;
}

interface Taken extends Record<string, unknown> {
  take_inbound: boolean;
}
