// A process of its own, as Flux's worker is: the bare workflows and activities that return at once.
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { createWorkers } from '../../temporal/create-workers.ts';

/** What the parent process hears. */
export type BareWord = 'ready' | { pushed: string; at: number };

const activities = {
  push: async (id: string): Promise<void> => tell({ pushed: id, at: Date.now() }),
  whatsapp: async (_id: string): Promise<void> => {},
  call: async (_id: string): Promise<void> => {},
  close: async (_id: string): Promise<void> => {},
  answer: async (_id: string): Promise<void> => {},
};
export type EmptyActivities = typeof activities;

const tell = (word: BareWord): void => void process.send?.(word);

if (import.meta.main) {
  const [address = '', taskQueue = ''] = process.argv.slice(2);
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const connection = await NativeConnection.connect({ address });
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('bare-workflows.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  const workers = await createWorkers({
    connection,
    namespace: 'default',
    taskQueue,
    activities,
    workflowBundle,
  });
  const finished = Promise.all(workers.map((worker) => worker.run()));
  process.once('SIGTERM', () => {
    for (const worker of workers) worker.shutdown();
  });
  tell('ready');
  await finished;
  await connection.close();
  process.disconnect();
}
