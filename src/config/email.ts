// The mail server that e-mail leaves by, and what mails say of us.
import { z } from 'zod';
import { isOrigin, text, whole, word } from './kinds.ts';
import { words } from './words.ts';

/** A name and a password may stand in it, percent-encoded; nothing behind the port. */
function isMailServer(given: string): boolean {
  const url = URL.canParse(given) ? new URL(given) : null;
  return (
    url !== null &&
    /^smtps?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    /^\/?$/.test(url.pathname) &&
    url.search + url.hash === '' &&
    (url.username === '') === (url.password === '')
  );
}

const SENDER =
  /^(?:[^<>@,;"\r\n]{1,80} <([^<>\s@]+@[^<>\s@]+\.[^<>\s@]+)>|([^<>\s@,;"]+@[^<>\s@,;"]+\.[^<>\s@,;"]+))$/;

export const EMAIL = {
  EMAIL_SMTP_URL: text
    .refine(isMailServer, 'must be smtp://user:password@host:port or smtps://, percent-encoded')
    .optional()
    .register(words, {
      what:
        'The mail server. `smtp:` asks for STARTTLS, and sends nothing without it but to this machine; `smtps:` is TLS from the first byte. ' +
        'Without one nothing is mailed, and what needs that says so.',
      unset: 'simulated in dev',
      example: 'smtp://flux:...@192.0.2.25:587',
      isSecret: true,
    }),
  EMAIL_FROM: text
    .regex(SENDER, 'must be hello@example.com or Flux <hello@example.com>')
    .optional()
    .register(words, {
      what: 'Whom mails come from. Needed beside `EMAIL_SMTP_URL`; what its domain is belongs into every Message-ID.',
      unset: '`Flux <flux@example.com>` in dev',
      example: 'Flux <hello@example.com>',
    }),
  // At most: an attempt has two minutes (`mailing` in workflows/activities.ts), and must be over before them.
  EMAIL_TIMEOUT_MS: whole(1, 90_000)
    .default(60_000)
    .register(words, {
      what:
        'How long one mail may take, from connecting to the last answer: mail servers keep a stranger waiting before they greet, ' +
        'and look into the content before they answer (RFC 5321 asks for minutes). One of unknown outcome is sent again after ' +
        'this and `DISPATCH_SETTLE_MS`.',
      unit: 'ms',
    }),
  EMAIL_LINKS_URL: z
    .string()
    .refine(isOrigin, 'must be an origin such as https://app.example.com, without a path')
    .optional()
    .register(words, {
      what:
        'Where the links in mails lead: your app, which then serves `/links/…` itself ' +
        '([which](platform.md#e-mail)).',
      unset: '`PUBLIC_URL`, where plain pages of ours stand',
      example: 'https://app.example.com',
    }),
  EMAIL_VERIFICATION: z
    .enum(['required', 'optional'])
    .optional()
    .register(words, {
      what:
        '`required`: registering mails a link, and an account comes of it when that is opened; so nobody learns whether an address is taken. ' +
        '`optional`: it signs in at once, and says 409 for a taken address.',
      unset: '`required` in production where `EMAIL_SMTP_URL` is set, else `optional`',
      example: 'required',
    }),
  EMAIL_WEBHOOK_SECRET: word
    .min(32)
    .optional()
    .register(words, {
      what:
        'Signs what your mail provider, or a script of yours, reports of bounces at `/webhooks/email/bounces`. ' +
        '32 characters or more: `openssl rand -hex 32`. Without it that address is none.',
      isSecret: true,
    }),
};
