// The pair of keys with which we prove to push services who we are (VAPID, RFC 8292).
import { z } from 'zod';
import { text, url } from './kinds.ts';
import { words } from './words.ts';

/** RFC 8292 2.1: a URI. What a push service cannot read is refused with every push, and by Apple also localhost. */
const subject = z
  .string()
  .refine(
    (text) => /^mailto:[^\s@<>]+@[^\s@<>]+$/.test(text) || isPublicPage(text),
    'must be mailto:somebody@example.com or an https: address, without spaces',
  );

function isPublicPage(text: string): boolean {
  const url = /\s/.test(text) ? null : URL.parse(text);
  return url?.protocol === 'https:' && url.hostname.includes('.') && url.username === '';
}

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
  VAPID_SUBJECT: subject.default('mailto:operator@example.com').register(words, {
    what: 'Whom a push service may write to: `mailto:` or `https:`.',
  }),
  PUSH_EXTRA_ORIGIN: url.optional().register(words, {
    what: 'Only for a simulator: an origin that push endpoints may have beside the known push services.',
    unset: 'simulator in dev',
  }),
};
