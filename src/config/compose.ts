// Passwords that only docker-compose.yml reads. No process sees these names.
import { z } from 'zod';
import { words } from './words.ts';

const password = (what: string) => z.string().register(words, { what, isSecret: true });

export const COMPOSE = {
  POSTGRES_PASSWORD: password('Superuser of the PostgreSQL container.'),
  FLUX_OWNER_PASSWORD: password("Owner of Flux's tables."),
  FLUX_API_PASSWORD: password('The login `flux_api`.'),
  FLUX_WORKER_PASSWORD: password('The login `flux_worker`.'),
  TEMPORAL_OWNER_PASSWORD: password("Owner of Temporal's two databases."),
};
