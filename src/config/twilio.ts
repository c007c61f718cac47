// The account at Twilio that sends messages, calls and one-time codes.
import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import { itemsOf, origin, word } from './kinds.ts';
import { words } from './words.ts';

const unset = 'simulated in dev';

/** Europe and its neighbours by treaty, and countries elsewhere in which codes are seldom bought for fraud. */
const SERVED =
  'AD,AR,AT,AU,AX,BE,BG,BR,CA,CH,CL,CO,CR,CY,CZ,DE,DK,EE,ES,FI,FO,FR,GB,GG,GI,GR,HK,HR,HU,IE,IL,IM,IN,IS,IT,JE,JP,KR,' +
  'LI,LT,LU,LV,MC,MT,MX,MY,NL,NO,NZ,PA,PE,PL,PR,PT,RO,SE,SG,SI,SK,SM,TR,TW,UA,US,UY,VA,ZA';

/** "DE, AT" */
const countries = z
  .string()
  .default(SERVED)
  .transform((list) => itemsOf(list.toUpperCase()))
  .refine(
    (list) => list.length > 0 && list.every((country) => isSupportedCountry(country)),
    'must be two-letter codes of countries that have numbers, such as DE,AT',
  );

const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number in E.164 form such as +15551234567');

/** Each kind of thing at Twilio has two letters of its own. */
const sid = (letters: string) =>
  z.string().regex(new RegExp(`^${letters}[\\da-fA-F]{32}$`), `must be ${letters} and 32 hexadecimal digits`);

export const TWILIO = {
  TWILIO_ACCOUNT_SID: sid('AC').optional().register(words, {
    what: 'The account. Without one `npm run dev` simulates all of Twilio.',
    unset,
    example: 'AC00000000000000000000000000000001',
  }),
  TWILIO_AUTH_TOKEN: word.optional().register(words, {
    what: "Signs our requests and, on Twilio's side, webhooks.",
    unset,
    isSecret: true,
  }),
  TWILIO_AUTH_TOKEN_OLD: word.optional().register(words, {
    what: 'The token before, during a rotation: webhooks that it signed still count.',
    isSecret: true,
  }),
  TWILIO_WHATSAPP_FROM: e164.optional().register(words, {
    what: 'The WhatsApp sender, E.164.',
    unset,
    example: '+15551234567',
  }),
  TWILIO_CALL_FROM: e164.optional().register(words, {
    what: 'The number that calls come from, E.164.',
    unset,
    example: '+15551234567',
  }),
  TWILIO_VERIFY_SERVICE_SID: sid('VA').optional().register(words, {
    what: 'The Verify service that sends one-time codes.',
    unset,
    example: 'VA00000000000000000000000000000001',
  }),
  PHONE_COUNTRIES: countries.register(words, {
    what:
      'Where numbers may be that are sent codes, written to and called (ISO 3166-1, comma between): every further ' +
      'country is one more whose networks can earn by codes that nobody asked for. One that is taken out again gets ' +
      'no messages and calls any more, either.',
    example: 'DE,AT,CH',
  }),
  TWILIO_WHATSAPP_TEMPLATE_SID: sid('HX')
    .optional()
    .register(words, {
      what:
        'The approved template for reminders, with three variables (title, time, reference). ' +
        'Without it free text is sent, which WhatsApp delivers only ' +
        "within 24 hours of the person's last message.",
      unset,
      example: 'HX00000000000000000000000000000001',
    }),
  TWILIO_API_ORIGIN: origin.optional().register(words, {
    what: "Only for a simulator: stands in for Twilio's hosts.",
    unset: 'simulator in dev',
  }),
};
