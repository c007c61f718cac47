// What only docker-compose.yml reads: passwords, and where it publishes. No process sees these names.
import { z } from 'zod';
import { words } from './words.ts';

const password = (what: string) => z.string().register(words, { what, isSecret: true });

export const COMPOSE = {
  POSTGRES_PASSWORD: password('Superuser of the PostgreSQL container.'),
  FLUX_OWNER_PASSWORD: password("Owner of Flux's tables."),
  FLUX_API_PASSWORD: password('The login `flux_api`.'),
  FLUX_WORKER_PASSWORD: password('The login `flux_worker`.'),
  TEMPORAL_OWNER_PASSWORD: password("Owner of Temporal's two databases."),
  PUBLISH_ADDRESS: z
    .string()
    .default('127.0.0.1')
    .register(words, {
      what:
        'The address of the host on which the API is published. With `0.0.0.0` everybody reaches it without your proxy: ' +
        'set `TRUSTED_PROXY_HOPS` to `1` then.',
    }),
};
