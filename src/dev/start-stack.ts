// The whole of Flux on one machine: PostgreSQL, Temporal, migrations, simulator, API, worker. Each part given from outside is used as it is.
import { mkdir } from 'node:fs/promises';
import pg from 'pg';
import { migrateUp } from '../../migrations/migrate.ts';
import { prepareRoles } from '../../migrations/roles.ts';
import { bundleWorkflows } from '../../temporal/bundle.ts';
import { findTemporalCli } from '../../temporal/server/find-cli.ts';
import { startTemporal } from '../../temporal/server.ts';
import { startWorker, type WorkerConfig } from '../../temporal/worker.ts';
import type { Config } from '../config.ts';
import { startApi, type ApiConfig } from '../server.ts';
import { REMINDER_TEMPLATE } from '../simulator/reminder-template.ts';
import { startSimulator } from '../simulator/start-simulator.ts';
import { requireFreePort } from './port.ts';
import { startPostgres } from './postgres.ts';
import type { Report } from './report.ts';
import { announce, findRunning, type Place } from './running.ts';
import { devSecrets, type DevSecrets } from './secrets.ts';

export interface Stack extends Place {
  /** Ends everything that was started here, in order. */
  stop(): Promise<void>;
}

/** Twilio's form of an account and a service, for the simulator. */
const SIMULATED = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(31)}1`,
  TWILIO_VERIFY_SERVICE_SID: `VA${'0'.repeat(31)}1`,
  TWILIO_WHATSAPP_FROM: '+15005550006',
  TWILIO_CALL_FROM: '+15005550006',
  TWILIO_WHATSAPP_TEMPLATE_SID: REMINDER_TEMPLATE.sid,
};

/**
 * Starts everything that `config` does not give from outside, keeping data under `directory`. Throws the first part's own
 * sentence when one does not start; what was started before it is ended again.
 */
export async function startStack(config: Config, directory: string, report: Report): Promise<Stack> {
  await mkdir(directory, { recursive: true });
  // Before anything slow: what is in the way is said at once.
  const running = await findRunning(directory);
  if (running) throw new Error(`Flux already runs from here, at ${running.apiUrl}: stop it first.`);
  await requireFreePort(config.PORT, 'PORT');
  await requireFreePort(config.DEV_SIMULATOR_PORT, 'DEV_SIMULATOR_PORT');
  const secrets = await devSecrets(directory);
  await using parts = new AsyncDisposableStack();

  const databaseUrl = await report.part(
    { name: 'PostgreSQL', reality: 'real', where: safeUrl },
    async (progress) => {
      if (config.DATABASE_URL) return config.DATABASE_URL;
      const server = await startPostgres({
        directory,
        durable: true,
        port: config.DEV_POSTGRES_PORT,
        onProgress: progress,
      });
      parts.defer(() => server.stop());
      return ensureDatabase(server.url, 'flux');
    },
  );
  const temporal = await report.part(
    {
      name: 'Temporal',
      reality: 'real',
      where: ({ address, uiUrl }: { address: string; uiUrl: string }) => `${address}  UI ${uiUrl}`,
    },
    async (progress) => {
      if (config.TEMPORAL_ADDRESS)
        return { address: config.TEMPORAL_ADDRESS, uiUrl: config.TEMPORAL_UI_URL ?? '(its own)' };
      const cli = await findTemporalCli({
        cliPath: config.TEMPORAL_CLI_PATH,
        cacheHome: config.XDG_CACHE_HOME,
        onProgress: progress,
      });
      const server = await startTemporal({
        cli,
        directory,
        durable: true,
        port: config.DEV_TEMPORAL_PORT,
        uiPort: config.DEV_TEMPORAL_UI_PORT,
        namespace: config.TEMPORAL_NAMESPACE,
      });
      parts.defer(() => server.stop());
      return server;
    },
  );
  await report.part(
    { name: 'Migrations', reality: 'real', where: (applied) => `${applied.length} applied` },
    async () => {
      await prepareRoles(databaseUrl, { api: secrets.apiPassword, worker: secrets.workerPassword });
      return migrateUp(databaseUrl);
    },
  );

  const publicUrl = config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`;
  const simulator = await report.part(
    { name: 'Simulator', reality: 'simulated', where: ({ url }) => `${url}  the phone` },
    () =>
      startSimulator({
        port: config.DEV_SIMULATOR_PORT,
        twilio: {
          accountSid: SIMULATED.TWILIO_ACCOUNT_SID,
          authToken: secrets.TWILIO_AUTH_TOKEN,
          whatsAppNumber: SIMULATED.TWILIO_WHATSAPP_FROM,
        },
        inboundMessageUrl: `${publicUrl}/webhooks/twilio/messages`,
        seed: { templates: [REMINDER_TEMPLATE] },
      }),
  );
  parts.defer(() => simulator.stop());

  const complete = completeConfig(config, secrets, {
    databaseUrl,
    temporalAddress: temporal.address,
    publicUrl,
    simulatorUrl: simulator.url,
  });
  const worker = await report.part(
    { name: 'Worker', reality: 'real', where: () => `task queue ${complete.TEMPORAL_TASK_QUEUE}` },
    async () => startWorker(complete, await bundleWorkflows()),
  );
  parts.defer(() => worker.stop());
  const api = await report.part({ name: 'API', reality: 'real', where: ({ url }) => url }, () =>
    startApi(complete),
  );
  parts.defer(() => api.stop());

  const place = {
    apiUrl: api.url,
    phoneUrl: simulator.url,
    temporalUiUrl: temporal.uiUrl,
    databaseUrl: safeUrl(databaseUrl),
  };
  parts.defer(await announce(directory, place));
  const open = parts.move();
  return { ...place, stop: () => open.disposeAsync() };
}

/** What the environment leaves open is filled in with this machine's own parts and secrets. */
function completeConfig(
  config: Config,
  secrets: DevSecrets,
  found: { databaseUrl: string; temporalAddress: string; publicUrl: string; simulatorUrl: string },
): WorkerConfig & ApiConfig {
  const twilio = config.TWILIO_ACCOUNT_SID
    ? {}
    : { ...SIMULATED, TWILIO_AUTH_TOKEN: secrets.TWILIO_AUTH_TOKEN, TWILIO_API_ORIGIN: found.simulatorUrl };
  const vapid = config.VAPID_PUBLIC_KEY
    ? {}
    : { VAPID_PUBLIC_KEY: secrets.VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY: secrets.VAPID_PRIVATE_KEY };
  return {
    TOKEN_SECRET: secrets.TOKEN_SECRET,
    API_DATABASE_URL: loginUrl(found.databaseUrl, 'flux_api', secrets.apiPassword),
    WORKER_DATABASE_URL: loginUrl(found.databaseUrl, 'flux_worker', secrets.workerPassword),
    ...config,
    ...twilio,
    ...vapid,
    DATABASE_URL: found.databaseUrl,
    TEMPORAL_ADDRESS: found.temporalAddress,
    PUBLIC_URL: found.publicUrl,
    PUSH_EXTRA_ORIGIN: found.simulatorUrl,
    // Quick ladders are what one wants to see while developing.
    MIN_ESCALATION_WINDOW_MS: Math.min(config.MIN_ESCALATION_WINDOW_MS, 1000),
  } as WorkerConfig & ApiConfig;
}

async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function loginUrl(databaseUrl: string, user: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = user;
  url.password = password;
  return url.href;
}

function safeUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  return `postgres://${url.host}${url.pathname}`;
}
