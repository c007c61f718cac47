// A number whose person had said STOP stays silent, also where their account was erased and somebody proves it anew.
import { createHmac } from 'node:crypto';
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import { changeChannels } from './change-channels.ts';
import { numberKey } from './phone-number.ts';
import { deriveKeys, type TokenSecrets } from './token-keys.ts';

/** What is kept of such a number (E.164): by the secret in use first. */
export const suppressionHashes = (secrets: TokenSecrets, phone: string): string[] =>
  deriveKeys(secrets, 'flux suppression v1').map((key) =>
    createHmac('sha256', key).update(numberKey(phone)).digest('base64url'),
  );

/** In the transaction that proves the number: nothing is called there before its person switches calls on. */
export async function heedSuppression(ctx: Ctx, secrets: TokenSecrets, phone: string): Promise<void> {
  const [row] = await callFunction<{ is_suppressed: boolean }>(
    ctx,
    'is_suppressed',
    `{${suppressionHashes(secrets, phone).join(',')}}`,
  );
  if (row?.is_suppressed) await changeChannels(ctx, { call: false });
}
