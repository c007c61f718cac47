// One worker or one API of `npm run dev` in a process of its own. It is sent what to be, and ends with whoever sent it.
import { once } from 'node:events';
import type { WorkflowBundle } from '@temporalio/worker';
import { installRuntime } from '../../temporal/runtime.ts';
import { startWorker, type WorkerConfig } from '../../temporal/worker.ts';
import { createLog } from '../kernel/log.ts';
import { startApi, type ApiConfig } from '../server.ts';

/** What it is sent first, and all that it is ever sent. */
export type Order =
  { role: 'worker'; config: WorkerConfig; bundle: WorkflowBundle } | { role: 'api'; config: ApiConfig };

/** What it answers: where it listens, null for nowhere; or why it does not. */
export type Answer = { readyAt: string | null } | { failed: string };

interface Running {
  readyAt: string | null;
  stop(): Promise<void>;
  /** Rejects where it fails; resolves when it has ended by itself. */
  finished: Promise<void>;
}

async function start(order: Order): Promise<Running> {
  if (order.role === 'api') {
    const api = await startApi(order.config);
    const { promise: finished } = Promise.withResolvers<void>();
    return { readyAt: api.url, stop: () => api.stop(), finished };
  }
  installRuntime(createLog({ level: 'error', process: 'worker' }));
  const worker = await startWorker(order.config, order.bundle);
  return { readyAt: worker.metricsUrl, stop: () => worker.stop(), finished: worker.finished };
}

/** Ctrl-C in the terminal is for whoever sent the order: that process lets this one go when its turn has come. */
async function run(): Promise<void> {
  const letGo = Promise.race([once(process, 'disconnect'), once(process, 'SIGTERM')]);
  const [order] = (await Promise.race([once(process, 'message'), letGo])) as [Order?];
  if (order === undefined) return;
  const running = await start(order);
  await tell({ readyAt: running.readyAt });
  await Promise.race([letGo, running.finished]);
  await running.stop();
}

/** Resolves once it has left: the channel may be closed then. */
async function tell(answer: Answer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (process.connected && process.send) process.send(answer, undefined, undefined, () => resolve());
  else resolve();
  await promise;
}

try {
  await run();
} catch (error) {
  await tell({ failed: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
} finally {
  if (process.connected) process.disconnect();
}
