// A worker like the real one, but for a model and providers that fail for good: what a case wants to go wrong, goes wrong.
import { randomUUID } from 'node:crypto';
import { NativeConnection } from '@temporalio/worker';
import { createActivities } from '../../activities/create-activities.ts';
import type { AgentName } from '../../src/agents.ts';
import type { SendOutcome } from '../../src/channels/outcome.ts';
import { readConfig, WORKER_NEEDS } from '../../src/config.ts';
import { emailSetup } from '../../src/emails/email-setup.ts';
import { openDatabase } from '../../src/db.ts';
import { FluxError } from '../../src/kernel/errors.ts';
import { createLog } from '../../src/kernel/log.ts';
import { builtinModel } from '../../src/coach/builtin-model.ts';
import { sameForAll } from '../../src/llm/chain.ts';
import { noMeter } from '../../src/llm/meter.ts';
import type { Model } from '../../src/llm/model.ts';
import { connectTemporal } from '../../temporal/connect.ts';
import { openFlows } from '../../temporal/open-flows.ts';
import { createWorkers } from '../../temporal/create-workers.ts';
import type { WorkerConfig } from '../../temporal/worker.ts';
import { limiterOf } from '../harness/limiters.ts';

const silent = createLog({ level: 'silent', process: 'worker' });

export interface Failures {
  /** These agents fail whenever they are asked. */
  agents: Set<AgentName>;
  /** Called when the planner is asked; it answers when this has resolved. */
  beforePlan: () => Promise<void>;
  /** Calls can be placed, though never ended, and nobody says what became of them. */
  takesCalls: boolean;
}

export async function startFailingWorker(
  env: NodeJS.ProcessEnv,
  codePath: string,
  failures: Failures,
): Promise<{ stop(): Promise<void> }> {
  const config = readConfig(WORKER_NEEDS, env) as WorkerConfig;
  const orm = await openDatabase(config.WORKER_DATABASE_URL);
  const temporal = connectTemporal(config);
  const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
  const taskQueue = config.TEMPORAL_TASK_QUEUE;
  const activities = createActivities({
    ...openFlows(orm, { client: temporal.client, taskQueue, patienceMs: 25_000 }, silent),
    roomTools: new Map(),
    limiter: await limiterOf(orm, config),
    log: silent,
    models: sameForAll(failingModel(failures)),
    meter: noMeter,
    verify: { start: broken, check: broken, cancel: broken },
    minEscalationWindowMs: config.MIN_ESCALATION_WINDOW_MS,
    webPush: { send: broken },
    whatsapp: { send: broken, find: broken, heard: broken },
    email: { send: broken },
    ...emailSetup(config),
    copies: { forget: broken, list: broken },
    voiceCall: { place: placing(failures), find: broken, ask: silentOf(failures), hangUp: broken },
    publicUrl: config.PUBLIC_URL,
    tokenSecret: config.TOKEN_SECRET,
    whatsappFrom: config.TWILIO_WHATSAPP_FROM,
    callFrom: config.TWILIO_CALL_FROM,
    whatsappTemplateSid: null,
    phoneCountries: config.PHONE_COUNTRIES,
    settleMs: config.DISPATCH_SETTLE_MS,
  });
  const workers = await createWorkers({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue,
    activities,
    workflowBundle: { codePath },
  });
  const runs = Promise.all(workers.map((worker) => worker.run()));
  return {
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await runs;
      await Promise.all([connection.close(), temporal.close(), orm.close()]);
    },
  };
}

function failingModel(failures: Failures): Model {
  return {
    ...builtinModel,
    answer: async (question, options) => {
      const { agent, input } = question;
      // As a parser does, it quotes what it choked on.
      if (failures.agents.has(agent.name as AgentName))
        throw new Error(`cannot read ${JSON.stringify(input)}`);
      if (agent.name === 'planner') await failures.beforePlan();
      return builtinModel.answer(question, options);
    },
  };
}

const placing = (failures: Failures) => async (): Promise<SendOutcome> =>
  failures.takesCalls ? { kind: 'sent', externalId: `CA${randomUUID().replaceAll('-', '')}` } : broken();

const silentOf = (failures: Failures) => async () =>
  failures.takesCalls ? ({ kind: 'unavailable', detail: 'away' } as const) : broken();

/** Not an outcome but a defect: the provider's library is broken, and trying again does not mend it. */
const broken = async (): Promise<never> => {
  throw new FluxError('PHONE_UNUSABLE', { detail: 'broken' });
};
