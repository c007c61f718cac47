// The account at Twilio that sends messages, calls and one-time codes.
import { text, url } from './kinds.ts';
import { words } from './words.ts';

const unset = 'simulated in dev';

export const TWILIO = {
  TWILIO_ACCOUNT_SID: text.optional().register(words, {
    what: 'The account. Without one `npm run dev` simulates all of Twilio.',
    unset,
    example: 'AC...',
  }),
  TWILIO_AUTH_TOKEN: text.optional().register(words, {
    what: "Signs our requests and, on Twilio's side, webhooks.",
    unset,
    isSecret: true,
  }),
  TWILIO_AUTH_TOKEN_OLD: text.optional().register(words, {
    what: 'The token before, during a rotation: webhooks that it signed still count.',
    isSecret: true,
  }),
  TWILIO_WHATSAPP_FROM: text.optional().register(words, {
    what: 'The WhatsApp sender, E.164.',
    unset,
    example: '+15551234567',
  }),
  TWILIO_CALL_FROM: text.optional().register(words, {
    what: 'The number that calls come from, E.164.',
    unset,
    example: '+15551234567',
  }),
  TWILIO_VERIFY_SERVICE_SID: text.optional().register(words, {
    what: 'The Verify service that sends one-time codes.',
    unset,
    example: 'VA...',
  }),
  TWILIO_WHATSAPP_TEMPLATE_SID: text.optional().register(words, {
    what:
      'The approved template for reminders, with three variables (title, time, reference). ' +
      'Without it free text is sent, which WhatsApp delivers only ' +
      "within 24 hours of the person's last message.",
    unset,
    example: 'HX...',
  }),
  TWILIO_API_ORIGIN: url.optional().register(words, {
    what: "Only for a simulator: stands in for Twilio's hosts.",
    unset: 'simulator in dev',
  }),
};
