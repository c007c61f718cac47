// An issuer of tokens beside ourselves; docs/outside-issuers.md says what it may do.
import { text, url } from './kinds.ts';
import { words } from './words.ts';

export const OUTSIDE_ISSUER = {
  AUTH_ISSUER: text.optional().register(words, {
    what:
      'As it stands in the `iss` of its tokens. With it the next one is needed, ' +
      'and exactly one of the two after that.',
    example: 'https://project.supabase.co/auth/v1',
  }),
  AUTH_AUDIENCE: text.optional().register(words, {
    what: 'As it stands in the `aud` of its tokens.',
    example: 'authenticated',
  }),
  AUTH_JWKS_URL: url.optional().register(words, {
    what: 'Its signatures are checked by the keys that it publishes here.',
    example: 'https://project.supabase.co/auth/v1/.well-known/jwks.json',
  }),
  AUTH_JWT_SECRET: text.optional().register(words, {
    what: 'Its signatures are checked by this shared secret: 32 bytes or more.',
    isSecret: true,
  }),
  AUTH_ALGORITHMS: text.optional().register(words, {
    what: 'Which algorithms count, comma between.',
    unset: '`HS256` with a secret, every asymmetric one with published keys',
    example: 'ES256',
  }),
};
