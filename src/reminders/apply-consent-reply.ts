// STOP and START by WhatsApp: the person takes consent back, or gives it again. No model and no reminder is asked.
import type { Ctx } from '../kernel/context.ts';
import { logNotification } from '../dispatches/log-notification.ts';
import { optInToWhatsApp } from '../account/opt-in-to-whatsapp.ts';
import { optOutOfWhatsApp } from '../account/opt-out-of-whatsapp.ts';
import { readProfile } from '../account/read-profile.ts';

export interface ConsentReply {
  /** MessageSid: an old START that is sent again does not undo a later STOP. */
  externalId: string;
  intent: 'stop' | 'start';
  text: string;
}

/** The confirmation to answer with, or null for a message that was applied before. */
export async function applyConsentReply(ctx: Ctx, reply: ConsentReply): Promise<string | null> {
  const isNew = await logNotification(ctx, {
    taskId: null,
    dispatchId: null,
    direction: 'in',
    channel: 'whatsapp',
    event: 'reply',
    externalId: reply.externalId,
    body: reply.text,
  });
  if (!isNew) return null;
  if (reply.intent === 'stop') {
    await optOutOfWhatsApp(ctx);
    return 'You will get no more WhatsApp messages from Flux. Reply START to have them again.';
  }
  const { phoneVerifiedAt } = await readProfile(ctx);
  if (!phoneVerifiedAt) return 'Please verify your phone number in the app first, then write START again.';
  await optInToWhatsApp(ctx);
  return 'Welcome back: Flux reminds you on WhatsApp again. Reply STOP to end it.';
}
