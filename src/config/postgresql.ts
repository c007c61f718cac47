// The three logins at PostgreSQL: one owns the tables, two use them.
import { z } from 'zod';
import { whole } from './kinds.ts';
import { words } from './words.ts';

/** Also its password can be read: a percent sign in it is written as %25. */
const database = z
  .url({ protocol: /^postgres(ql)?$/ })
  .regex(/^postgres(ql)?:\/\//i, 'must begin with postgres://')
  .refine((given) => !/%(?![\da-f]{2})/i.test(given), 'must have %25 in the place of a percent sign');

export const POSTGRESQL = {
  DATABASE_URL: database.optional().register(words, {
    what: 'A login that owns the tables and may create roles; read by `npm run migrate` and `npm run dev` only.',
    unset: 'server of its own in dev',
    example: 'postgres://flux_owner:...@127.0.0.1:5432/flux',
    isSecret: true,
  }),
  API_DATABASE_URL: database.optional().register(words, {
    what: 'The login `flux_api`: owns nothing, and acts as one person at a time.',
    unset: 'made in dev',
    example: 'postgres://flux_api:...@127.0.0.1:5432/flux',
    isSecret: true,
  }),
  WORKER_DATABASE_URL: database.optional().register(words, {
    what: 'The login `flux_worker`: may also act as the system, for the reconciler.',
    unset: 'made in dev',
    example: 'postgres://flux_worker:...@127.0.0.1:5432/flux',
    isSecret: true,
  }),
  DATABASE_POOL_SIZE: whole(1, 10_000).default(10).register(words, {
    what: 'Most connections that one process opens; an API opens one more, to listen.',
  }),
};
