// The pair of keys with which we prove to push services who we are (VAPID, RFC 8292).
import { z } from 'zod';
import { isPointOfP256 } from '../channels/push-keys.ts';
import { origin } from './kinds.ts';
import { publicKeyOf } from './vapid-pair.ts';
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

const publicKey = z
  .string()
  .refine(
    (key) => /^[\w-]{87}$/.test(key) && isPointOfP256(key),
    'must be 65 bytes of a P-256 key in base64url',
  );
const privateKey = z
  .string()
  .refine((key) => publicKeyOf(key) !== null, 'must be 32 bytes of a P-256 key in base64url');

export const WEB_PUSH = {
  VAPID_PUBLIC_KEY: publicKey.optional().register(words, {
    what: 'Handed out to browsers that subscribe. Changing the pair ends every subscription.',
    unset: 'made in dev',
  }),
  VAPID_PRIVATE_KEY: privateKey.optional().register(words, {
    what: 'Signs what the worker sends.',
    unset: 'made in dev',
    isSecret: true,
  }),
  VAPID_SUBJECT: subject.optional().register(words, {
    what: 'Whom a push service may write to about what we send, so one of yours: `mailto:` or `https:`.',
    unset: '`mailto:operator@example.com` in dev',
    example: 'mailto:operator@example.com',
  }),
  PUSH_EXTRA_ORIGIN: origin.optional().register(words, {
    what: 'Only for a simulator: an origin that push endpoints may have beside the known push services.',
    unset: 'simulator in dev',
  }),
};
