// The whole of Flux on one machine, part by part. Each part that is given from outside is used as it is.
import { mkdir } from 'node:fs/promises';
import pg from 'pg';
import { migrateUp } from '../../migrations/migrate.ts';
import { prepareRoles } from '../../migrations/roles.ts';
import { findTemporalCli } from '../../temporal/server/find-cli.ts';
import { startTemporal } from '../../temporal/server.ts';
import type { Config } from '../config.ts';
import { REMINDER_TEMPLATE } from '../simulator/reminder-template.ts';
import { startSimulator, type Simulator } from '../simulator/start-simulator.ts';
import { SIMULATED, completeConfig } from './complete-config.ts';
import { describeModels } from './describe-models.ts';
import { openApis, openWorkers } from './open-processes.ts';
import type { Counts } from './options.ts';
import { requireFreePort } from './port.ts';
import { startPostgres } from './postgres.ts';
import type { Part, Report } from './report.ts';
import { announce, findRunning, type Place } from './running.ts';
import { devSecrets, type DevSecrets } from './secrets.ts';

export interface Stack extends Place {
  /** The first of them is the one that the others are told of. */
  apiUrls: string[];
  /** Ends everything that was started here, in order. */
  stop(): Promise<void>;
}

/**
 * Starts everything that `config` does not give from outside, keeping data under `directory`. Throws the first part's
 * own sentence when one does not start; what was started before it is ended again.
 */
export async function startStack(
  config: Config,
  directory: string,
  report: Report,
  counts: Counts = { workers: 1, apis: 1 },
): Promise<Stack> {
  await mkdir(directory, { recursive: true });
  // Before anything slow: what is in the way is said at once.
  await refuseWhatIsInTheWay(config, directory);
  const secrets = await devSecrets(directory);
  await using parts = new AsyncDisposableStack();
  const launch: Launch = { config, directory, report, secrets, parts };

  const databaseUrl = await openDatabase(launch);
  const temporal = await openTemporal(launch);
  await migrate(launch, databaseUrl);
  const publicUrl = config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`;
  const simulator = await openSimulator(launch, publicUrl);
  const complete = completeConfig(config, secrets, {
    databaseUrl,
    temporalAddress: temporal.address,
    publicUrl,
    simulatorUrl: simulator.url,
    mailUrl: simulator.mailUrl,
  });
  await report.part({ name: 'Models', reality: 'real', where: describeModels }, async () => complete);
  await openWorkers(launch, complete, counts.workers);
  const apiUrls = await openApis(launch, complete, counts.apis);

  const place = {
    apiUrl: apiUrls[0] ?? publicUrl,
    phoneUrl: simulator.url,
    temporalUiUrl: temporal.uiUrl,
    databaseUrl: safeUrl(databaseUrl),
  };
  parts.defer(await announce(directory, place));
  const open = parts.move();
  return { ...place, apiUrls, stop: () => open.disposeAsync() };
}

interface Launch {
  config: Config;
  directory: string;
  report: Report;
  secrets: DevSecrets;
  /** What has been started so far, to be ended in the reverse order. */
  parts: AsyncDisposableStack;
}

async function refuseWhatIsInTheWay(config: Config, directory: string): Promise<void> {
  const running = await findRunning(directory);
  if (running) throw new Error(`Flux already runs from here, at ${running.apiUrl}: stop it first.`);
  await requireFreePort(config.PORT, 'PORT');
  await requireFreePort(config.DEV_SIMULATOR_PORT, 'DEV_SIMULATOR_PORT');
}

function openDatabase({ config, directory, report, parts }: Launch): Promise<string> {
  const part = { name: 'PostgreSQL', reality: 'real', where: safeUrl } as const;
  return report.part(part, async (progress) => {
    if (config.DATABASE_URL) return config.DATABASE_URL;
    const server = await startPostgres({
      directory,
      durable: true,
      port: config.DEV_POSTGRES_PORT,
      onProgress: progress,
    });
    parts.defer(() => server.stop());
    return ensureDatabase(server.url, 'flux');
  });
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

function safeUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  return `postgres://${url.host}${url.pathname}`;
}

interface TemporalPlace {
  address: string;
  uiUrl: string;
}

const TEMPORAL: Part<TemporalPlace> = {
  name: 'Temporal',
  reality: 'real',
  where: ({ address, uiUrl }) => `${address}  UI ${uiUrl}`,
};

function openTemporal({ config, directory, report, parts }: Launch): Promise<TemporalPlace> {
  return report.part(TEMPORAL, async (progress) => {
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
  });
}

async function migrate({ report, secrets }: Launch, databaseUrl: string): Promise<void> {
  await report.part(
    { name: 'Migrations', reality: 'real', where: (applied) => `${applied.length} applied` },
    async () => {
      await prepareRoles(databaseUrl, { api: secrets.apiPassword, worker: secrets.workerPassword });
      return migrateUp(databaseUrl);
    },
  );
}

async function openSimulator(
  { config, report, secrets, parts }: Launch,
  publicUrl: string,
): Promise<Simulator> {
  const simulator = await report.part(
    { name: 'Simulator', reality: 'simulated', where: ({ url }) => `${url}  the phone, and ${url}/mail` },
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
  return simulator;
}
