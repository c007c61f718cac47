// Every variable that Flux reads, in the groups in which they are explained.
import type { z } from 'zod';
import { API } from './api.ts';
import { BUDGETS } from './budgets.ts';
import { COMPOSE } from './compose.ts';
import { DEVELOPMENT } from './development.ts';
import { EMAIL } from './email.ts';
import { MODELS } from './models.ts';
import { OUTSIDE_ISSUER } from './outside-issuer.ts';
import { POSTGRESQL } from './postgresql.ts';
import { PROCESS } from './process.ts';
import { REMINDERS } from './reminders.ts';
import { TEMPORAL } from './temporal.ts';
import { TWILIO } from './twilio.ts';
import { WEB_PUSH } from './web-push.ts';
import { WORKER } from './worker.ts';

/** What the processes read. A new group is a line here and one in GROUPS. */
export const VARIABLES = {
  ...PROCESS,
  ...API,
  ...OUTSIDE_ISSUER,
  ...POSTGRESQL,
  ...TEMPORAL,
  ...WORKER,
  ...MODELS,
  ...TWILIO,
  ...WEB_PUSH,
  ...EMAIL,
  ...REMINDERS,
  ...BUDGETS,
  ...DEVELOPMENT,
};

export interface Group {
  title: string;
  /** Said once for all of them. */
  about?: string;
  variables: Record<string, z.ZodType>;
}

/** In the order in which they are read about. */
export const GROUPS: readonly Group[] = [
  { title: 'Process', variables: PROCESS },
  { title: 'API', variables: API },
  {
    title: 'Outside issuer',
    about: 'Tokens of one issuer beside ourselves are taken as well: `docs/outside-issuers.md`.',
    variables: OUTSIDE_ISSUER,
  },
  { title: 'PostgreSQL', about: 'Version 16 or newer.', variables: POSTGRESQL },
  { title: 'Temporal', variables: TEMPORAL },
  {
    title: 'Worker',
    about: 'What to raise for how many reminders a minute: `docs/deployment.md`.',
    variables: WORKER,
  },
  {
    title: 'Models',
    about: 'Read by the worker. Which to choose, and what happens when one fails: `docs/deployment.md`.',
    variables: MODELS,
  },
  { title: 'Twilio', about: 'Without an account `npm run dev` simulates it.', variables: TWILIO },
  {
    title: 'Web Push',
    about: 'Make a pair of keys with `npx web-push generate-vapid-keys`.',
    variables: WEB_PUSH,
  },
  {
    title: 'E-mail',
    about: 'The same for API and worker. In development the mailbox of the simulator takes all of it.',
    variables: EMAIL,
  },
  { title: 'Reminders', variables: REMINDERS },
  {
    title: 'What models may cost',
    about:
      'The same for API and worker. Budgets are `soft/hard` in dollars, `hard` alone, or `none`: from the soft limit on the fast models answer, ' +
      'from the hard one on the builtin coach. Reminders never need a model.',
    variables: BUDGETS,
  },
  {
    title: 'Development',
    about: 'The ports, on 127.0.0.1, are those of the parts that `npm run dev` starts.',
    variables: DEVELOPMENT,
  },
  {
    title: 'Compose',
    about:
      'Read by `docker-compose.yml` alone, which makes the three database URLs of the passwords. ' +
      'They stand in a URL, so hexadecimal: `openssl rand -hex 24`.',
    variables: COMPOSE,
  },
];
