// The API process: configuration, database, Temporal, channels, doors; listens, and drains when it is told to end.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createFlows } from '../temporal/flows.ts';
import { connectTemporal, prepareSearchAttributes } from '../temporal/client.ts';
import { createOutsideIssuer } from './account/outside-issuer.ts';
import { outsideRules } from './account/outside-rules.ts';
import { PUSH_SERVICE_HOSTS } from './channels/push-endpoint.ts';
import { createTwilio } from './channels/twilio-client.ts';
import { createVerify } from './channels/verify.ts';
import { API_NEEDS, readConfig, type Config, type ConfigWith } from './config.ts';
import { openDatabase } from './db.ts';
import { createApp } from './http/app.ts';
import { listen } from './http/listen.ts';
import { createLog, type Log } from './kernel/log.ts';
import { watchPool, watchQueues } from './kernel/metrics.ts';
import { openLimiter } from './kernel/rate-limit.ts';
import { figuresOf } from './kernel/pool-figures.ts';

export type ApiConfig = ConfigWith<(typeof API_NEEDS)[number]>;

export interface RunningApi {
  /** "http://127.0.0.1:3000" */
  url: string;
  /** Takes no new connection, lets running requests finish for at most ten seconds, closes everything. */
  stop(): Promise<void>;
}

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));

/** Opens what the API needs and listens on HOST:PORT (0: any free port). Throws one clear sentence for a taken port. */
export async function startApi(config: ApiConfig, log: Log = logOf(config)): Promise<RunningApi> {
  await using parts = new AsyncDisposableStack();
  const orm = await openDatabase(config.API_DATABASE_URL, { poolSize: config.DATABASE_POOL_SIZE });
  parts.defer(() => orm.close());
  parts.defer(watchPool('api', () => figuresOf(orm)));
  const temporal = connectTemporal(config);
  parts.defer(() => temporal.close());
  parts.defer(watchQueues(() => temporal.backlog(config.TEMPORAL_TASK_QUEUE)));
  const limiter = await openLimiter({
    orm,
    log,
    secret: config.TOKEN_SECRET,
    redisUrl: config.REDIS_URL ?? null,
    limits: config.RATE_LIMITS,
  });
  parts.defer(() => limiter.close());
  const app = createApp({
    orm,
    limiter,
    limits: config.RATE_LIMITS,
    outside: outsideOf(config),
    trustedProxyHops: config.TRUSTED_PROXY_HOPS,
    corsOrigins: config.CORS_ORIGINS,
    metricsToken: config.METRICS_TOKEN ?? null,
    flows: createFlows(temporal.client, { taskQueue: config.TEMPORAL_TASK_QUEUE }),
    temporalReady: () => temporal.ready(),
    verify: createVerify(twilioOf(config), config.TWILIO_VERIFY_SERVICE_SID),
    log,
    version,
    publicUrl: config.PUBLIC_URL,
    tokenSecret: config.TOKEN_SECRET,
    tokenSecretOld: config.TOKEN_SECRET_OLD,
    twilioAuthTokens: [config.TWILIO_AUTH_TOKEN, config.TWILIO_AUTH_TOKEN_OLD].filter(
      (token) => token !== undefined,
    ),
    vapidPublicKey: config.VAPID_PUBLIC_KEY,
    pushRules: {
      allowedHosts: PUSH_SERVICE_HOSTS,
      extraAllowedOrigins: config.PUSH_EXTRA_ORIGIN ? [new URL(config.PUSH_EXTRA_ORIGIN).origin] : [],
    },
    minEscalationWindowMs: config.MIN_ESCALATION_WINDOW_MS,
  });
  const server = await listen(app.fetch, { host: config.HOST, port: config.PORT, portName: 'PORT' });
  parts.defer(() => server.stop());
  // No reminder can start before its search attributes are known; Temporal may be down now, and a worker does it, too.
  prepareSearchAttributes(temporal).catch((error: unknown) => log.warn({ err: error }, 'search attributes'));

  const open = parts.move();
  return { url: server.url, stop: () => open.disposeAsync() };
}

function outsideOf(config: ApiConfig) {
  const rules = outsideRules(config);
  return rules && createOutsideIssuer(rules);
}

function twilioOf(config: ApiConfig) {
  return createTwilio({
    accountSid: config.TWILIO_ACCOUNT_SID,
    authToken: config.TWILIO_AUTH_TOKEN,
    apiOrigin: config.TWILIO_API_ORIGIN ?? null,
    timeoutMs: config.PROVIDER_TIMEOUT_MS,
  });
}

const logOf = (config: Config): Log => createLog({ level: config.LOG_LEVEL, process: 'api' });

async function run(): Promise<void> {
  const config = readConfig(API_NEEDS);
  const log = logOf(config);
  const api = await startApi(config, log);
  log.info({ url: api.url, version }, 'listening');
  const { promise: told, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  log.info({ signal: await told }, 'draining');
  await api.stop();
  log.info('ended');
}

if (import.meta.main)
  try {
    await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
