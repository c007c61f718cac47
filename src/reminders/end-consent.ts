// Somebody who stopped us at the provider, or is not to be reached there, has opted out here as well.
import { changeChannelsAsOf } from '../account/change-channels.ts';
import type { RefusalReason } from '../channels/outcome.ts';
import { sayingHow } from '../consent/say-how.sql.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Step } from './claimed.ts';

const FOR_GOOD: readonly RefusalReason[] = ['opted_out', 'contact'];

/**
 * They may agree again once that has changed. Only WhatsApp has a consent of its own. `sentAt`: of the message that it
 * is about; who agreed since, or has another number by now, is not meant.
 */
export async function endConsent(ctx: Ctx, step: Step, reason: RefusalReason, sentAt: Date): Promise<void> {
  if (step === 'whatsapp' && FOR_GOOD.includes(reason)) {
    await sayingHow(ctx, { way: 'provider' }, () =>
      changeChannelsAsOf(ctx, { whatsapp: false }, { saidAt: sentAt, wording: null }),
    );
  }
}
