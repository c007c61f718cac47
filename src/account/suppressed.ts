// A number whose person had said STOP stays silent, also where their account was erased and somebody proves it anew.
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import { changeChannels } from './change-channels.ts';
import { numberKey } from './phone-number.ts';

/** In the transaction that proves the number (E.164): nothing is called there before its person switches calls on. */
export async function heedSuppression(ctx: Ctx, phone: string): Promise<void> {
  const [row] = await callFunction<{ is_suppressed: boolean }>(ctx, 'is_suppressed', numberKey(phone));
  if (row?.is_suppressed) await changeChannels(ctx, { call: false });
}
