// The only reader of the environment: one schema, one frozen object, and one line per part that is simulated.
import { z } from 'zod';

const secret = z.string().min(1);
const url = z.url();
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const port = (fallback: number) =>
  z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number().int().min(0).max(65_535).default(fallback),
  );
const milliseconds = (fallback: number) =>
  z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number().int().min(0).default(fallback),
  );

const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),

  /** Owner of the tables; migrations and role set-up only. */
  DATABASE_URL: optional(url),
  /** Login of the API: owns nothing, may act only as one person at a time. */
  API_DATABASE_URL: optional(url),
  /** Login of the worker: as the API, and as the system for sweeps. */
  WORKER_DATABASE_URL: optional(url),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).default(10),

  TEMPORAL_ADDRESS: optional(z.string()),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_TASK_QUEUE: z.string().default('flux'),
  TEMPORAL_UI_URL: optional(url),
  TEMPORAL_CLI_PATH: optional(z.string()),
  /** Where a Temporal CLI that had to be fetched or built is kept for every clone of this user. */
  XDG_CACHE_HOME: optional(z.string()),

  HOST: z.string().default('127.0.0.1'),
  PORT: port(3000),
  /** Where the outside world reaches the API: Twilio's signatures cover it. */
  PUBLIC_URL: optional(url.transform((value) => value.replace(/\/+$/, ''))),

  /** Signs access tokens and answer buttons; 32 bytes or more. */
  TOKEN_SECRET: optional(z.string().min(32)),

  TWILIO_ACCOUNT_SID: optional(secret),
  TWILIO_AUTH_TOKEN: optional(secret),
  /** During a rotation: the token before. */
  TWILIO_AUTH_TOKEN_OLD: optional(secret),
  TWILIO_WHATSAPP_FROM: optional(secret),
  TWILIO_CALL_FROM: optional(secret),
  TWILIO_VERIFY_SERVICE_SID: optional(secret),
  /** An approved template with three variables (title, time, reference); without it free text is sent. */
  TWILIO_WHATSAPP_TEMPLATE_SID: optional(secret),
  /** Only for the simulator: where api.twilio.com and verify.twilio.com are. */
  TWILIO_API_ORIGIN: optional(url),

  VAPID_PUBLIC_KEY: optional(secret),
  VAPID_PRIVATE_KEY: optional(secret),
  VAPID_SUBJECT: z.string().default('mailto:operator@example.com'),
  /** Only for the simulator: an origin that push endpoints may have beside the known push services. */
  PUSH_EXTRA_ORIGIN: optional(url),

  /** How long an unclear send may still turn up at the provider before it is tried again. */
  DISPATCH_SETTLE_MS: milliseconds(45_000),
  /** How long one request to a provider may take. */
  PROVIDER_TIMEOUT_MS: milliseconds(5_000),
  /** The shortest escalation window that a person may choose. */
  MIN_ESCALATION_WINDOW_MS: milliseconds(60_000),

  DEV_POSTGRES_PORT: port(5434),
  DEV_TEMPORAL_PORT: port(7233),
  DEV_TEMPORAL_UI_PORT: port(8233),
  DEV_SIMULATOR_PORT: port(3100),
});

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
  env: NodeJS.ProcessEnv = process.env,
): ConfigWith<Names> {
  const parsed = environment.safeParse(env);
  const problems = parsed.success
    ? need.filter((name) => parsed.data[name] === undefined).map((name) => `${name} is missing`)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!parsed.success || problems.length > 0)
    throw new Error(`Configuration: ${problems.join('; ')}. See .env.example.`);
  return Object.freeze(parsed.data) as ConfigWith<Names>;
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
  'TWILIO_WHATSAPP_FROM',
  'TWILIO_CALL_FROM',
  'VAPID_PUBLIC_KEY',
  'VAPID_PRIVATE_KEY',
] as const satisfies readonly (keyof Config)[];
