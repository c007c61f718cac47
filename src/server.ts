// The API process: configuration, database, Temporal, channels, doors; listens, and drains when it is told to end.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { z } from 'zod';
import { createFlows } from '../temporal/flows.ts';
import { connectTemporal, prepareSearchAttributes } from '../temporal/client.ts';
import { PUSH_SERVICE_HOSTS } from './channels/push-endpoint.ts';
import { createTwilio } from './channels/twilio-client.ts';
import { createVerify } from './channels/verify.ts';
import { API_NEEDS, readConfig, type Config, type ConfigWith } from './config.ts';
import { openDatabase } from './db.ts';
import { errorCode } from './dev/error-code.ts';
import { createApp } from './http/app.ts';
import { createLog, type Log } from './kernel/log.ts';

export type ApiConfig = ConfigWith<(typeof API_NEEDS)[number]>;

export interface RunningApi {
  /** "http://127.0.0.1:3000" */
  url: string;
  /** Takes no new connection, lets running requests finish for at most ten seconds, closes everything. */
  stop(): Promise<void>;
}

const DRAIN_MS = 10_000;
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));

/** Opens what the API needs and listens on HOST:PORT (0: any free port). Throws one clear sentence for a taken port. */
export async function startApi(config: ApiConfig, log: Log = logOf(config)): Promise<RunningApi> {
  await using parts = new AsyncDisposableStack();
  const orm = await openDatabase(config.API_DATABASE_URL, { poolSize: config.DATABASE_POOL_SIZE });
  parts.defer(() => orm.close());
  const temporal = connectTemporal(config);
  parts.defer(() => temporal.close());
  const app = createApp({
    orm,
    flows: createFlows(temporal.client, { taskQueue: config.TEMPORAL_TASK_QUEUE }),
    temporalReady: () => temporal.ready(),
    verify: createVerify(twilioOf(config), config.TWILIO_VERIFY_SERVICE_SID),
    log,
    version,
    publicUrl: config.PUBLIC_URL,
    tokenSecret: config.TOKEN_SECRET,
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
  const serve = getRequestListener(app.fetch);
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000 },
    (request, response) => void serve(request, response),
  );
  await listen(server, config);
  parts.defer(() => drain(server));
  // No reminder can start before its search attributes are known; Temporal may be down now, and a worker does it, too.
  prepareSearchAttributes(temporal).catch((error: unknown) => log.warn({ err: error }, 'search attributes'));

  const open = parts.move();
  return { url: urlOf(server), stop: () => open.disposeAsync() };
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

async function listen(server: Server, { HOST, PORT }: Config): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(PORT, HOST, resolve);
  try {
    await promise;
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${PORT} on ${HOST} is taken. End what listens there, or set PORT to another one (0 takes any that is free).`,
      { cause: error },
    );
  } finally {
    server.off('error', reject);
  }
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

async function drain(server: Server): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  // A connection that was busy when the server closed becomes idle later, and nobody ends it then.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const end = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(end);
}

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
