// The WhatsApp rung.
import type { WhatsAppChannel } from '../channels/whatsapp.ts';
import type { Actor } from '../kernel/context.ts';
import { callbackUrl } from './callback-url.ts';
import type { Claimed, LadderRef } from './claimed.ts';
import { SENT_TO_NOBODY, type StepChannel, type Taken, type TakeStepOptions } from './step-channel.ts';
import { takeStep } from './take-step.ts';
import { unserved } from './unserved.ts';
import { referenceOf, whatsappText, whenText } from './words.ts';

export interface SendWhatsAppOptions extends TakeStepOptions {
  whatsapp: WhatsAppChannel;
  /** Our sender, E.164. */
  from: string;
  /** An approved template with title, time and reference as its variables; null sends free text. */
  templateSid: string | null;
  publicUrl: string;
  /** ISO 3166-1: nobody in another country is written to. */
  phoneCountries: readonly string[];
}

/** A reminder that could not be delivered by then has nothing left to say. */
const VALIDITY_SECONDS = 4 * 3600;

export async function sendWhatsApp(
  options: SendWhatsAppOptions,
  actor: Actor,
  ref: LadderRef,
): Promise<Taken> {
  const channel: StepChannel = {
    send: async (claimed) => {
      const { sentTo: to } = claimed.dispatch;
      if (to === null) return SENT_TO_NOBODY;
      const body = whatsappText(claimed.task, claimed.profile.zone, claimed.dispatch.id);
      const outcome =
        unserved(to, options.phoneCountries) ??
        (await options.whatsapp.send({
          to,
          from: options.from,
          content: content(options.templateSid, claimed, body),
          statusCallback: callbackUrl(options.publicUrl, 'message-status', actor, claimed.dispatch.id),
          validitySeconds: VALIDITY_SECONDS,
        }));
      return { outcome, body };
    },
    find: (claimed, to) =>
      options.whatsapp.find({
        to,
        from: options.from,
        text: { reference: referenceOf(claimed.dispatch.id) },
        since: claimed.dispatch.createdAt,
      }),
    recall: null,
  };
  return takeStep(options, actor, { ...ref, step: 'whatsapp' }, channel);
}

function content(templateSid: string | null, { task, profile, dispatch }: Claimed, body: string) {
  if (templateSid === null) return { body };
  return {
    contentSid: templateSid,
    variables: { '1': task.title, '2': whenText(task.startsAt, profile.zone), '3': referenceOf(dispatch.id) },
  };
}
