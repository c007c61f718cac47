// The worker process: workflows and activities on the main queue, sends and waiting turns on queues of their own.
import {
  NativeConnection,
  Worker,
  type WorkerInterceptors,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { PUSH_SERVICE_HOSTS } from '../src/channels/push-endpoint.ts';
import { createTwilio } from '../src/channels/twilio-client.ts';
import { createVoiceCall } from '../src/channels/voice-call.ts';
import { createWebPush } from '../src/channels/web-push.ts';
import { createWhatsApp } from '../src/channels/whatsapp.ts';
import { createActivities } from '../activities/create-activities.ts';
import { readConfig, WORKER_NEEDS, type ConfigWith } from '../src/config.ts';
import { openDatabase } from '../src/db.ts';
import { startMetricsListener } from '../src/http/metrics-listener.ts';
import { createLog, type Log } from '../src/kernel/log.ts';
import { watchPool } from '../src/kernel/metrics.ts';
import { figuresOf } from '../src/kernel/pool-figures.ts';
import { builtinModel } from '../src/llm/builtin.ts';
import { bundleWorkflows } from './bundle.ts';
import { connectTemporal, prepareSearchAttributes } from './client.ts';
import { createFlows } from './flows.ts';
import { followActivities } from './interceptors/follow-activities.ts';
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

/** Starts polling. `bundle`: made before, where several workers run the same code. */
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
  const temporal = connectTemporal(config);
  parts.defer(() => temporal.close());
  const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
  parts.defer(() => connection.close());
  await prepareSearchAttributes(temporal);
  const queue = config.TEMPORAL_TASK_QUEUE;
  await ensureSchedules(temporal.client, queue);
  const workers = await createWorkers({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: queue,
    activities: activitiesOf(
      config,
      orm,
      createFlows(temporal.client, { taskQueue: queue, patienceMs: 300_000 }),
    ),
    workflowBundle: bundle ?? (await bundleOf(config)),
    interceptors: { activity: [followActivities(log)] },
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

async function runAll(workers: Worker[], open: AsyncDisposableStack): Promise<void> {
  try {
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    await open.disposeAsync();
  }
}

const logOf = ({ LOG_LEVEL }: WorkerConfig): Log => createLog({ level: LOG_LEVEL, process: 'worker' });

async function serveMetrics({ HOST, METRICS_PORT, METRICS_TOKEN }: WorkerConfig, log: Log) {
  if (METRICS_PORT === undefined) return null;
  return startMetricsListener({ host: HOST, port: METRICS_PORT, token: METRICS_TOKEN ?? null, log });
}

async function bundleOf({ WORKFLOW_BUNDLE_PATH }: WorkerConfig): Promise<WorkflowBundleOption> {
  return WORKFLOW_BUNDLE_PATH ? { codePath: WORKFLOW_BUNDLE_PATH } : bundleWorkflows();
}

/** One worker per queue. `test/bench` runs its empty activities on the very same ones. */
export async function createWorkers({
  workflowBundle,
  ...main
}: {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  activities: object;
  workflowBundle: WorkflowBundleOption;
  interceptors?: WorkerInterceptors;
}): Promise<Worker[]> {
  const common = { ...main, shutdownGraceTime: '10s' };
  const sends = { ...common, maxConcurrentActivityTaskExecutions: 20 };
  return Promise.all([
    Worker.create({
      ...common,
      workflowBundle,
      maxConcurrentActivityTaskExecutions: 100,
      maxConcurrentLocalActivityExecutions: 50,
    }),
    // Turns that wait for a negotiation cost nothing but a slot.
    Worker.create({
      ...common,
      taskQueue: `${main.taskQueue}-turns`,
      maxConcurrentActivityTaskExecutions: 500,
    }),
    Worker.create({ ...sends, taskQueue: `${main.taskQueue}-whatsapp` }),
    Worker.create({ ...sends, taskQueue: `${main.taskQueue}-call` }),
  ]);
}

function activitiesOf(
  config: WorkerConfig,
  orm: Awaited<ReturnType<typeof openDatabase>>,
  flows: ReturnType<typeof createFlows>,
) {
  const twilio = createTwilio({
    accountSid: config.TWILIO_ACCOUNT_SID,
    authToken: config.TWILIO_AUTH_TOKEN,
    apiOrigin: config.TWILIO_API_ORIGIN ?? null,
    timeoutMs: config.PROVIDER_TIMEOUT_MS,
  });
  return createActivities({
    orm,
    flows,
    model: builtinModel,
    webPush: createWebPush({
      vapid: {
        subject: config.VAPID_SUBJECT,
        publicKey: config.VAPID_PUBLIC_KEY,
        privateKey: config.VAPID_PRIVATE_KEY,
      },
      allowedHosts: PUSH_SERVICE_HOSTS,
      extraAllowedOrigins: config.PUSH_EXTRA_ORIGIN ? [config.PUSH_EXTRA_ORIGIN] : [],
      timeoutMs: config.PROVIDER_TIMEOUT_MS,
    }),
    whatsapp: createWhatsApp(twilio),
    voiceCall: createVoiceCall(twilio),
    publicUrl: config.PUBLIC_URL,
    tokenSecret: config.TOKEN_SECRET,
    whatsappFrom: config.TWILIO_WHATSAPP_FROM,
    callFrom: config.TWILIO_CALL_FROM,
    whatsappTemplateSid: config.TWILIO_WHATSAPP_TEMPLATE_SID ?? null,
    settleMs: config.DISPATCH_SETTLE_MS,
  });
}

async function run(): Promise<void> {
  const config = readConfig(WORKER_NEEDS);
  const log = logOf(config);
  installRuntime(log);
  const worker = await startWorker(config, undefined, log);
  process.stdout.write('worker ready\n');
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      log.info({ signal }, 'draining');
      worker.stop().catch(() => {});
    });
  await worker.finished;
  log.info('ended');
}

if (import.meta.main)
  try {
    await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
