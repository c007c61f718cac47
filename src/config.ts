// The only reader of the environment: one schema, checked once, one frozen object.
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { outsideRules } from './account/outside-rules.ts';
import { VARIABLES } from './config/groups.ts';
import { readBy } from './config/kinds.ts';
import { requireMailServer } from './config/mail-server.ts';
import { temporalTls } from './config/temporal-tls.ts';
import { requireVapidPair } from './config/vapid-pair.ts';

/** What no variable can say alone: which ones belong together and which contradict each other. */
const environment = z
  .object(VARIABLES)
  .superRefine((values, ctx) => {
    readBy(() => outsideRules(values))('', ctx);
    readBy(() => requireVapidPair(values))('', ctx);
    // Copied instead of made: a rotation that would change nothing.
    if (values.TOKEN_SECRET !== undefined && values.TOKEN_SECRET === values.TOKEN_SECRET_OLD)
      ctx.addIssue('TOKEN_SECRET_OLD is the same as TOKEN_SECRET');
    readBy(() => requireMailServer(values))('', ctx);
  })
  .transform((values, ctx) => ({ ...values, TEMPORAL_TLS: readBy(() => temporalTls(values))('', ctx) }));

export type Config = Readonly<z.infer<typeof environment>>;

/** The configuration with `Names` known to be present. */
export type ConfigWith<Names extends keyof Config> = Config & {
  readonly [Name in Names]-?: NonNullable<Config[Name]>;
};

/**
 * Reads and checks the environment once. Throws one Error that names every variable that is wrong or missing,
 * never its value. `need` lists what the calling process cannot do without.
 */
export function readConfig<Names extends keyof Config = never>(
  need: readonly Names[] = [],
  env: NodeJS.ProcessEnv = processEnvironment(),
): ConfigWith<Names> {
  // A variable that is set to nothing is not set.
  const given = Object.entries(env).filter(([, value]) => value !== '');
  const parsed = environment.safeParse(Object.fromEntries(given));
  const problems = parsed.success
    ? need.filter((name) => parsed.data[name] === undefined).map((name) => `${name} is missing`)
    : parsed.error.issues.map((issue) => [...issue.path, issue.message].join(': '));
  if (!parsed.success || problems.length > 0)
    throw new Error(`Configuration: ${problems.join('; ')}. See .env.example.`);
  return Object.freeze(parsed.data) as ConfigWith<Names>;
}

/** What the process was started with, and below it the file `.env` of the working directory where there is one. */
function processEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** What the API cannot do without. */
export const API_NEEDS = [
  'API_DATABASE_URL',
  'TEMPORAL_ADDRESS',
  'PUBLIC_URL',
  'TOKEN_SECRET',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_VERIFY_SERVICE_SID',
  'VAPID_PUBLIC_KEY',
] as const satisfies readonly (keyof Config)[];

/** What the worker cannot do without. */
export const WORKER_NEEDS = [
  'WORKER_DATABASE_URL',
  'TEMPORAL_ADDRESS',
  'PUBLIC_URL',
  'TOKEN_SECRET',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_VERIFY_SERVICE_SID',
  'TWILIO_WHATSAPP_FROM',
  'TWILIO_CALL_FROM',
  'VAPID_PUBLIC_KEY',
  'VAPID_PRIVATE_KEY',
  'VAPID_SUBJECT',
] as const satisfies readonly (keyof Config)[];
