// The worker process: workflows and activities on the main queue, sends and waiting turns on queues of their own.
import type { WorkerOptions, WorkflowBundleOption } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities.ts';
import { openWorkerChannels } from '../src/channels/open-channels.ts';
import { endCondensing } from '../src/chat/condense-conversation.ts';
import { builtinModel } from '../src/coach/builtin-model.ts';
import { readConfig, WORKER_NEEDS, type ConfigWith } from '../src/config.ts';
import { MIGRATIONS, openDatabase } from '../src/db.ts';
import { emailSetup } from '../src/emails/email-setup.ts';
import { startMetricsListener } from '../src/http/metrics-listener.ts';
import { endProcess, toldToEnd } from '../src/kernel/end-process.ts';
import { createLog, type Log } from '../src/kernel/log.ts';
import { watchPool } from '../src/kernel/metrics.ts';
import { figuresOf } from '../src/kernel/pool-figures.ts';
import { proveDatabase } from '../src/kernel/prove-database.ts';
import { openLimiter, type Limiter } from '../src/kernel/rate-limit.ts';
import type { Chains } from '../src/llm/chain.ts';
import type { Meter } from '../src/llm/meter.ts';
import { openModels } from '../src/llm/open-models.ts';
import { allowancesOf } from '../src/usage/allowance.ts';
import { bundleWorkflows, readBundle } from './bundle.ts';
import { connectTemporal, prepareSearchAttributes } from './connect.ts';
import { createWorkers, runAll } from './create-workers.ts';
import { followActivities } from './interceptors/follow-activities.ts';
import { keepSetUp } from './keep-set-up.ts';
import { openMeter } from './open-meter.ts';
import { openRoomTools } from './open-room-tools.ts';
import { ACTIVITY_PATIENCE_MS, openFlows, type FlowPorts } from './open-flows.ts';
import { reachTemporal } from './reach-temporal.ts';
import { installRuntime } from './runtime.ts';
import { ensureSchedules } from './schedules.ts';

export type WorkerConfig = ConfigWith<(typeof WORKER_NEEDS)[number]>;

export interface RunningWorker {
  /** Where METRICS_PORT asked for it: "http://127.0.0.1:9464". */
  metricsUrl: string | null;
  /** Finishes what is under way, then closes every connection. */
  stop(): Promise<void>;
  /** Resolves when it has stopped; rejects when a worker failed. */
  finished: Promise<void>;
}

/**
 * Starts polling. `bundle`: made before, where several workers run the same code. Throws an Error of one sentence where
 * database or Temporal let it do no work.
 */
export async function startWorker(
  config: WorkerConfig,
  bundle?: WorkerOptions['workflowBundle'],
  log: Log = logOf(config),
): Promise<RunningWorker> {
  await using parts = new AsyncDisposableStack();
  const orm = await openDatabase(config.WORKER_DATABASE_URL, { poolSize: config.DATABASE_POOL_SIZE });
  parts.defer(() => orm.close());
  parts.defer(watchPool('worker', () => figuresOf(orm)));
  const metrics = await serveMetrics(config, log);
  parts.defer(() => metrics?.stop());
  const proof = { variable: 'WORKER_DATABASE_URL', login: 'flux_worker', migrations: MIGRATIONS } as const;
  await proveDatabase(orm, proof);
  const { REDIS_URL: redisUrl = null, RATE_LIMITS: limits, TOKEN_SECRET: secret } = config;
  const limiter = await openLimiter({ orm, log, secret, redisUrl, limits });
  parts.defer(() => limiter.close());
  const temporal = connectTemporal(config);
  parts.defer(() => temporal.close());
  const { client } = temporal;
  const taskQueue = config.TEMPORAL_TASK_QUEUE;
  const connection = await reachTemporal(config, temporal, {
    prepare: async () => {
      await prepareSearchAttributes(temporal);
      await ensureSchedules(client, taskQueue);
    },
  });
  parts.defer(() => connection.close());
  parts.defer(keepSetUp(temporal, { taskQueue, log }));
  const line = { client, taskQueue, patienceMs: ACTIVITY_PATIENCE_MS, spreadMs: config.REMINDER_SPREAD_MS };
  const flows = openFlows(orm, line, log);
  const models = await openModels(config, { builtin: builtinModel, appUrl: config.PUBLIC_URL, log });
  const meter = openMeter(config, { ...flows, log, models });
  parts.defer(() => meter.close(ENDING_MS.settlements));
  parts.defer(() => endCondensing(flows, ENDING_MS.summaries));
  const workers = await createWorkers({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue,
    activities: activitiesOf(config, { ...flows, limiter, log, models, meter }),
    workflowBundle: bundle ?? (await bundleOf(config)),
    interceptors: { activity: [followActivities(log)] },
    slots: config,
  });
  await builtinModel.warmUp();
  const open = parts.move();
  const finished = runAll(workers, open);
  return {
    metricsUrl: metrics?.url ?? null,
    finished,
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await finished;
    },
  };
}

/** Fifteen seconds for the activities, and five for closing. */
const ENDS_WITHIN_MS = 20_000;
/** Of these five: for what is not settled yet; for summaries to be stored, and as long again for ending their calls. */
const ENDING_MS = { settlements: 1500, summaries: 1500 };

const logOf = ({ LOG_LEVEL }: WorkerConfig): Log => createLog({ level: LOG_LEVEL, process: 'worker' });

async function serveMetrics({ HOST, METRICS_PORT, METRICS_TOKEN }: WorkerConfig, log: Log) {
  if (METRICS_PORT === undefined) return null;
  return startMetricsListener({ host: HOST, port: METRICS_PORT, token: METRICS_TOKEN ?? null, log });
}

async function bundleOf({ WORKFLOW_BUNDLE_PATH }: WorkerConfig): Promise<WorkflowBundleOption> {
  return WORKFLOW_BUNDLE_PATH ? readBundle(WORKFLOW_BUNDLE_PATH) : bundleWorkflows();
}

const activitiesOf = (
  config: WorkerConfig,
  ports: FlowPorts & { models: Chains; meter: Meter; limiter: Limiter; log: Log },
) =>
  createActivities({
    ...ports,
    ...openWorkerChannels(config, ports.log),
    ...emailSetup(config),
    roomTools: openRoomTools({ ...ports, allowances: allowancesOf(config) }),
    publicUrl: config.PUBLIC_URL,
    tokenSecret: config.TOKEN_SECRET,
    settleMs: config.DISPATCH_SETTLE_MS,
    minEscalationWindowMs: config.MIN_ESCALATION_WINDOW_MS,
  });

async function run(): Promise<void> {
  const config = readConfig(WORKER_NEEDS);
  const log = logOf(config);
  installRuntime(log);
  const worker = await startWorker(config, undefined, log);
  // Whatever is logged else: whoever has started the process waits for this line.
  log.child({}, { level: 'info' }).info('ready');
  const failed = worker.finished.catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  });
  const signal = await Promise.race([toldToEnd(), failed]);
  if (signal) log.info({ signal }, 'draining');
  await endProcess(worker.stop(), { log, limitMs: ENDS_WITHIN_MS });
}

if (import.meta.main)
  try {
    await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
