// The pair of keys with which we prove to push services who we are (VAPID, RFC 8292).
import { z } from 'zod';
import { text, url } from './kinds.ts';
import { words } from './words.ts';

export const WEB_PUSH = {
  VAPID_PUBLIC_KEY: text.optional().register(words, {
    what: 'Handed out to browsers that subscribe. Changing the pair ends every subscription.',
    unset: 'made in dev',
  }),
  VAPID_PRIVATE_KEY: text.optional().register(words, {
    what: 'Signs what the worker sends.',
    unset: 'made in dev',
    isSecret: true,
  }),
  VAPID_SUBJECT: z.string().default('mailto:operator@example.com').register(words, {
    what: 'Whom a push service may write to: `mailto:` or `https:`.',
  }),
  PUSH_EXTRA_ORIGIN: url.optional().register(words, {
    what: 'Only for a simulator: an origin that push endpoints may have beside the known push services.',
    unset: 'simulator in dev',
  }),
};
