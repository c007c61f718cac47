// The API process: configuration, database, Temporal, channels, doors; listens, and drains when it is told to end.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { connectTemporal, prepareSearchAttributes } from '../temporal/connect.ts';
import { openFlows, REQUEST_PATIENCE_MS } from '../temporal/open-flows.ts';
import { refuseStrangers } from '../temporal/refusals.ts';
import { STANDING_ENDED } from './account/kept-standing.ts';
import { createOutsideIssuer } from './account/outside-issuer.ts';
import { outsideRules } from './account/outside-rules.ts';
import { createApp } from './app.ts';
import { openApiChannels } from './channels/open-channels.ts';
import { API_NEEDS, readConfig, type Config, type ConfigWith } from './config.ts';
import { MIGRATIONS, openDatabase } from './db.ts';
import { emailSetup } from './emails/email-setup.ts';
import { listen } from './http/listen.ts';
import { endProcess, toldToEnd } from './kernel/end-process.ts';
import { createLog, type Log } from './kernel/log.ts';
import { watchPool, watchQueues } from './kernel/metrics.ts';
import { openNotifications } from './kernel/notifications.ts';
import { figuresOf } from './kernel/pool-figures.ts';
import { proveDatabase } from './kernel/prove-database.ts';
import { openLimiter } from './kernel/rate-limit.ts';
import { allowancesOf } from './usage/allowance.ts';

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

/**
 * Opens what the API needs and listens on HOST:PORT (0: any free port). Throws one clear sentence for a taken port, and
 * for a database or a Temporal that it cannot work with; a Temporal that is away is none.
 */
export async function startApi(config: ApiConfig, log: Log = logOf(config)): Promise<RunningApi> {
  await using parts = new AsyncDisposableStack();
  const orm = await openDatabase(config.API_DATABASE_URL, { poolSize: config.DATABASE_POOL_SIZE });
  parts.defer(() => orm.close());
  parts.defer(watchPool('api', () => figuresOf(orm)));
  await proveDatabase(orm, { variable: 'API_DATABASE_URL', login: 'flux_api', migrations: MIGRATIONS });
  const temporal = connectTemporal(config);
  parts.defer(() => temporal.close());
  await refuseStrangers(temporal);
  const taskQueue = config.TEMPORAL_TASK_QUEUE;
  parts.defer(watchQueues(() => temporal.backlog(taskQueue)));
  const limiter = await openLimiter({
    orm,
    log,
    secret: config.TOKEN_SECRET,
    redisUrl: config.REDIS_URL ?? null,
    limits: config.RATE_LIMITS,
  });
  parts.defer(() => limiter.close());
  const endings = await openNotifications(orm, { channel: STANDING_ENDED, log });
  parts.defer(() => endings.stop());
  const { client } = temporal;
  const line = { client, taskQueue, patienceMs: REQUEST_PATIENCE_MS, spreadMs: config.REMINDER_SPREAD_MS };
  const app = createApp({
    ...openFlows(orm, line, log),
    ...openApiChannels(config, log),
    ...emailSetup(config),
    emailWebhookSecret: config.EMAIL_WEBHOOK_SECRET ?? null,
    limiter,
    endings,
    limits: config.RATE_LIMITS,
    allowances: allowancesOf(config),
    outside: outsideOf(config),
    trustedProxyHops: config.TRUSTED_PROXY_HOPS,
    corsOrigins: config.CORS_ORIGINS,
    metricsToken: config.METRICS_TOKEN ?? null,
    temporalReady: () => temporal.ready(),
    log,
    version,
    publicUrl: config.PUBLIC_URL,
    tokenSecret: config.TOKEN_SECRET,
    tokenSecretOld: config.TOKEN_SECRET_OLD,
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

/** Ten seconds for the requests, and five for closing. */
const ENDS_WITHIN_MS = 15_000;

const logOf = (config: Config): Log => createLog({ level: config.LOG_LEVEL, process: 'api' });

async function run(): Promise<void> {
  const config = readConfig(API_NEEDS);
  const log = logOf(config);
  const api = await startApi(config, log);
  log.info({ url: api.url, version }, 'listening');
  log.info({ signal: await toldToEnd() }, 'draining');
  await endProcess(api.stop(), { log, limitMs: ENDS_WITHIN_MS });
}

if (import.meta.main)
  try {
    await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
