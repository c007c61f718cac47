// What a person wrote to us by WhatsApp, however we came to hear of it: by the webhook, or by the provider's list.
import type { Ctx } from '../kernel/context.ts';
import { applyConsentReply } from './apply-consent-reply.ts';
import { applyReply } from './apply-reply.ts';
import { parseReply, type ReplyHints } from './reply.ts';

export interface WrittenMessage extends ReplyHints {
  /** MessageSid. */
  externalId: string;
  text: string;
  /** MessageSid of the message that was tapped or quoted. */
  repliedTo: string | null;
  /** Where it is heard late: when it was written. What was announced after that is not what it answers. */
  writtenAt: Date | null;
}

/** The words to answer with; empty for a message that was heard before. */
export async function hearMessage(ctx: Ctx, message: WrittenMessage): Promise<string> {
  const { intent } = parseReply(message.text, message);
  if (intent === 'stop' || intent === 'start')
    return (await applyConsentReply(ctx, { ...message, intent })) ?? '';
  return (await applyReply(ctx, { ...message, intent })).say;
}
