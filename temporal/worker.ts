// The worker process: workflows and activities on the main queue, sends and waiting turns on queues of their own.
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
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
import { builtinModel } from '../src/llm/builtin.ts';
import { bundleWorkflows } from './bundle.ts';
import { connectTemporal, prepareSearchAttributes } from './client.ts';
import { createFlows } from './flows.ts';
import { ensureSchedules } from './schedules.ts';

export type WorkerConfig = ConfigWith<(typeof WORKER_NEEDS)[number]>;

export interface RunningWorker {
  /** Finishes what is under way, then closes every connection. */
  stop(): Promise<void>;
  /** Resolves when it has stopped; rejects when a worker failed. */
  finished: Promise<void>;
}

/** Starts polling. `bundle`: made before, where several workers run the same code. */
export async function startWorker(
  config: WorkerConfig,
  bundle?: WorkerOptions['workflowBundle'],
): Promise<RunningWorker> {
  const orm = await openDatabase(config.WORKER_DATABASE_URL, { poolSize: config.DATABASE_POOL_SIZE });
  const temporal = connectTemporal(config);
  const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
  await prepareSearchAttributes(temporal);
  const queue = config.TEMPORAL_TASK_QUEUE;
  const activities = activitiesOf(
    config,
    orm,
    createFlows(temporal.client, { taskQueue: queue, patienceMs: 300_000 }),
  );
  const workers = await createWorkers({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: queue,
    activities,
    workflowBundle: bundle ?? (await bundleWorkflows()),
  });
  const runs = workers.map((worker) => worker.run());
  const finished = Promise.all(runs).then(async () => {
    await Promise.all([connection.close(), temporal.close(), orm.close()]);
  });
  await ensureSchedules(temporal.client, queue);
  return {
    finished,
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await finished;
    },
  };
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

if (import.meta.main) {
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const worker = await startWorker(readConfig(WORKER_NEEDS));
  process.stdout.write('worker ready\n');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void worker.stop());
  await worker.finished;
}
