// The only reader of the environment: one schema, checked once, one frozen object.
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { outsideRules } from './account/outside-rules.ts';
import { readLimits } from './kernel/limits.ts';

const secret = z.string().min(1);
const url = z.url();
const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
/** Transforms by a function that throws a sentence about what is wrong. */
const readBy =
  <T>(read: (text: string) => T) =>
  (text: string, ctx: z.RefinementCtx): T => {
    try {
      return read(text);
    } catch (error) {
      ctx.addIssue((error as Error).message);
      return z.NEVER;
    }
  };
const milliseconds = (fallback: number) => z.coerce.number().int().min(0).default(fallback);

/** "https://app.example.com, https://other.example.com": each as a browser sends it, no wildcard. */
const origins = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((origin) => origin.trim() || []))
  .refine((list) => list.every(isOrigin), 'must be exact origins such as https://app.example.com');
const isOrigin = (text: string): boolean =>
  /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;

const environment = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),

    /** Owner of the tables; migrations and role set-up only. */
    DATABASE_URL: url.optional(),
    /** Login of the API: owns nothing, may act only as one person at a time. */
    API_DATABASE_URL: url.optional(),
    /** Login of the worker: as the API, and as the system for sweeps. */
    WORKER_DATABASE_URL: url.optional(),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(1).default(10),

    TEMPORAL_ADDRESS: z.string().optional(),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    TEMPORAL_TASK_QUEUE: z.string().default('flux'),
    TEMPORAL_UI_URL: url.optional(),
    TEMPORAL_CLI_PATH: z.string().optional(),
    /** Workflows bundled before (`npm run bundle`); without it the worker bundles at its start. */
    WORKFLOW_BUNDLE_PATH: z.string().optional(),
    /** Where a Temporal CLI that had to be fetched or built is kept for every clone of this user. */
    XDG_CACHE_HOME: z.string().optional(),

    HOST: z.string().default('127.0.0.1'),
    PORT: port(3000),
    /** Where the outside world reaches the API: Twilio's signatures cover it. */
    PUBLIC_URL: url.transform((value) => value.replace(/\/+$/, '')).optional(),
    /** Web apps on other origins that may call the API from a browser. */
    CORS_ORIGINS: origins,
    /** Whoever reads /metrics must send it as a bearer token; without it anybody may. */
    METRICS_TOKEN: z.string().min(16).optional(),
    /** Where the worker serves its metrics; without it nowhere. */
    METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),

    /** Signs access tokens and answer buttons; 32 bytes or more. */
    TOKEN_SECRET: z.string().min(32).optional(),
    /** While the secret is being rotated: what it signed and sealed still counts. */
    TOKEN_SECRET_OLD: z.string().min(32).optional(),

    /** An outside issuer whose tokens we take (docs/outside-issuers.md), as they stand in its `iss` and `aud`. */
    AUTH_ISSUER: secret.optional(),
    AUTH_AUDIENCE: secret.optional(),
    /** Exactly one of these two says how its signatures are checked. */
    AUTH_JWKS_URL: url.optional(),
    AUTH_JWT_SECRET: secret.optional(),
    /** "RS256, ES256"; without it those that fit the kind of key. */
    AUTH_ALGORITHMS: secret.optional(),

    TWILIO_ACCOUNT_SID: secret.optional(),
    TWILIO_AUTH_TOKEN: secret.optional(),
    /** During a rotation: the token before. */
    TWILIO_AUTH_TOKEN_OLD: secret.optional(),
    TWILIO_WHATSAPP_FROM: secret.optional(),
    TWILIO_CALL_FROM: secret.optional(),
    TWILIO_VERIFY_SERVICE_SID: secret.optional(),
    /** An approved template with three variables (title, time, reference); without it free text is sent. */
    TWILIO_WHATSAPP_TEMPLATE_SID: secret.optional(),
    /** Only for the simulator: where api.twilio.com and verify.twilio.com are. */
    TWILIO_API_ORIGIN: url.optional(),

    VAPID_PUBLIC_KEY: secret.optional(),
    VAPID_PRIVATE_KEY: secret.optional(),
    VAPID_SUBJECT: z.string().default('mailto:operator@example.com'),
    /** Only for the simulator: an origin that push endpoints may have beside the known push services. */
    PUSH_EXTRA_ORIGIN: url.optional(),

    /** How long an unclear send may still turn up at the provider before it is tried again. */
    DISPATCH_SETTLE_MS: milliseconds(45_000),
    /** How long one request to a provider may take. */
    PROVIDER_TIMEOUT_MS: milliseconds(5_000),
    /** The shortest escalation window that a person may choose. */
    MIN_ESCALATION_WINDOW_MS: milliseconds(60_000),

    /** Buckets of rate limits, for many API processes; without it they are kept in PostgreSQL. */
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    /** Changes the table of src/kernel/limits.ts: "crud=600/min,code=50/hour". */
    RATE_LIMITS: z.string().default('').transform(readBy(readLimits)),
    /** How many proxies of our own stand in front of the API; each adds an address to X-Forwarded-For. */
    TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),

    DEV_POSTGRES_PORT: port(5434),
    DEV_TEMPORAL_PORT: port(7233),
    DEV_TEMPORAL_UI_PORT: port(8233),
    DEV_SIMULATOR_PORT: port(3100),
  })
  .superRefine((values, ctx) => {
    readBy(() => outsideRules(values))('', ctx);
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
  env: NodeJS.ProcessEnv = processEnvironment(),
): ConfigWith<Names> {
  // A variable that is set to nothing is not set.
  const given = Object.entries(env).filter(([, value]) => value !== '');
  const parsed = environment.safeParse(Object.fromEntries(given));
  const problems = parsed.success
    ? need.filter((name) => parsed.data[name] === undefined).map((name) => `${name} is missing`)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
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
  'TWILIO_WHATSAPP_FROM',
  'TWILIO_CALL_FROM',
  'VAPID_PUBLIC_KEY',
  'VAPID_PRIVATE_KEY',
] as const satisfies readonly (keyof Config)[];
