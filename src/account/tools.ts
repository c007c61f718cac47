// What a model may do with a person's settings.
import type { z } from '@hono/zod-openapi';
import type { Wording } from '../consent/wordings.ts';
import type { Ctx } from '../kernel/context.ts';
import { defineTransactionTool } from '../llm/tool.ts';
import { preferencesPatch, presentSettings, readPatch, settingsJson } from './account-json.ts';
import { changeChannels } from './change-channels.ts';
import { changeAtOnce, coolOff } from './change-preferences.ts';

/** By words nobody chooses a shorter one, whatever a deployment allows. */
const SHORTEST_WINDOW_MS = 5 * 60_000;

/** By whichever door. The profile after it; what is not named stays. Throws PHONE_NOT_VERIFIED and NOT_FOUND. */
export async function applyPatch(
  ctx: Ctx,
  { channels, ...patch }: z.output<ReturnType<typeof preferencesPatch>>,
  wording: Wording | null = null,
): ReturnType<typeof changeAtOnce> {
  const { whatsapp, ...eased } = channels ?? {};
  // WhatsApp off ends a consent, and words in chat are a wish to stop: neither ever waits.
  const isInWords = ctx.via === 'chat';
  const { push, call, ...now } = await coolOff(
    ctx,
    { ...readPatch(patch), ...(!isInWords && eased) },
    wording,
  );
  // What all organisations share is locked before this one's profile, as by every door.
  await changeChannels(ctx, { whatsapp, ...(isInWords ? eased : { push, call }) }, wording);
  return changeAtOnce(ctx, now);
}

export const changePreferencesTool = defineTransactionTool({
  name: 'change_preferences',
  description:
    'Changes how and when the person is reminded, their name, zone, sleep, work hours and tone; what is not named stays.',
  scope: 'account:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  input: preferencesPatch(SHORTEST_WINDOW_MS),
  output: settingsJson,
  within: async (ctx, patch) => presentSettings(await applyPatch(ctx, patch)),
});

export const accountTools = [changePreferencesTool];
