// The workers and the APIs of `npm run dev`: one of a kind runs in its process, several run as processes of their own.
import { bundleWorkflows } from '../../temporal/bundle.ts';
import { startWorker, type WorkerConfig } from '../../temporal/worker.ts';
import { startApi, type ApiConfig } from '../server.ts';
import { forkPart } from './fork-part.ts';
import type { Order } from './part-process.ts';
import { portsFrom } from './port.ts';
import type { Report } from './report.ts';

interface Launch {
  report: Report;
  /** What has been started so far, to be ended in the reverse order. */
  parts: AsyncDisposableStack;
}

/** All on one task queue. Where METRICS_PORT asks for metrics, each has a port of its own from there on. */
export async function openWorkers(launch: Launch, config: WorkerConfig, count: number): Promise<void> {
  const queue = `task queue ${config.TEMPORAL_TASK_QUEUE}`;
  if (count === 1) return openWorkerHere(launch, config, queue);
  const { METRICS_PORT: firstPort } = config;
  const ports = firstPort === undefined ? [] : await portsFrom(firstPort, count);
  const bundle = await bundleWorkflows();
  await openAside(
    launch,
    Array.from({ length: count }, (_, index) => ({
      name: `Worker ${index + 1}`,
      order: { role: 'worker', bundle, config: { ...config, METRICS_PORT: ports[index] } },
      where: (metricsUrl) => (metricsUrl === null ? queue : `${queue}  ${metricsUrl}/metrics`),
    })),
  );
}

/** Where each listens: the first on PORT, the others on the free ports behind it. All are one issuer, PUBLIC_URL. */
export async function openApis(launch: Launch, config: ApiConfig, count: number): Promise<string[]> {
  if (count === 1) return [await openApiHere(launch, config)];
  const ports = await portsFrom(config.PORT, count);
  const urls = await openAside(
    launch,
    ports.map((port, index) => ({
      name: `API ${index + 1}`,
      order: { role: 'api', config: { ...config, PORT: port } },
      where: (url) => url ?? '',
    })),
  );
  return urls.filter((url) => url !== null);
}

async function openWorkerHere({ report, parts }: Launch, config: WorkerConfig, queue: string): Promise<void> {
  const worker = await report.part({ name: 'Worker', reality: 'real', where: () => queue }, async () =>
    startWorker(config, await bundleWorkflows()),
  );
  parts.defer(() => worker.stop());
}

async function openApiHere({ report, parts }: Launch, config: ApiConfig): Promise<string> {
  const api = await report.part({ name: 'API', reality: 'real', where: ({ url }) => url }, () =>
    startApi(config),
  );
  parts.defer(() => api.stop());
  return api.url;
}

interface Aside {
  name: string;
  order: Order;
  where: (readyAt: string | null) => string;
}

/** They start together, and end together. Throws the sentence of the first that does not start. */
async function openAside({ report, parts }: Launch, asides: Aside[]): Promise<(string | null)[]> {
  const started = asides.map((aside) => ({
    ...aside,
    process: forkPart(aside.order, (how) => report.loss(aside.name, how)),
  }));
  parts.defer(async () => void (await Promise.all(started.map(({ process }) => process.stop()))));
  const places: (string | null)[] = [];
  for (const { name, process, where } of started)
    places.push(
      await report.part(
        { name, reality: 'real', where: (readyAt) => `${where(readyAt)}  process ${process.pid}` },
        () => process.ready,
      ),
    );
  return places;
}
