// What Flux counts and measures, for Prometheus. Labels come from short lists of our own: never an id, a path or a
// word of a person.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { within } from './within.ts';

/** Metrics that stand in a file of their own are registered here, too. */
export const registry = new Registry();
const registers = [registry];
collectDefaultMetrics({ register: registry });

/**
 * The text exposition of Prometheus, and its media type. Never fails and takes about two seconds at most, whatever
 * cannot be asked.
 */
export async function exposeMetrics(): Promise<{ text: string; contentType: string }> {
  return { text: await registry.metrics(), contentType: registry.contentType };
}

export const requestSeconds = new Histogram({
  name: 'flux_http_requests_seconds',
  help: 'From the first byte of a request to its answer.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers,
});

export const requestsInFlight = new Gauge({
  name: 'flux_http_requests_in_flight',
  help: 'Requests that are being answered.',
  registers,
});

/** Requests that were refused with 429, and rungs that were held back, by the group of limits that they belong to. */
export const rateLimited = new Counter({
  name: 'flux_rate_limited_total',
  help: 'Requests refused for coming too often, and messages and calls that were not sent for being too many.',
  labelNames: ['group'] as const,
  registers,
});

/** What a provider did with a rung: sent, refused, unreachable or unknown. */
export const sends = new Counter({
  name: 'flux_sends_total',
  help: 'Attempts to send a reminder.',
  labelNames: ['channel', 'outcome'] as const,
  registers,
});

/** `refusal`: the provider's own code, of a short list. */
export const misconfigured = new Counter({
  name: 'flux_provider_misconfigured_total',
  help: 'Requests that a provider refused for what an operator has to set right: credentials, sender, country, template.',
  labelNames: ['provider', 'refusal'] as const,
  registers,
});

/** Of conversations that are too long to be looked back at whole. */
export const summaries = new Counter({
  name: 'flux_summaries_total',
  help: 'What was said long ago, condensed: stored, needless (somebody else was first, or nothing is left to do) or failed.',
  labelNames: ['outcome'] as const,
  registers,
});

export const modelCalls = new Counter({
  name: 'flux_model_calls_total',
  help: 'Questions to a model: answered, unusable (not of the shape that was asked for), failed or cancelled.',
  labelNames: ['agent', 'outcome'] as const,
  registers,
});

export const modelCallSeconds = new Histogram({
  name: 'flux_model_calls_seconds',
  help: 'From a question to a model to its answer or failure.',
  labelNames: ['agent', 'outcome'] as const,
  buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60],
  registers,
});

export const activitySeconds = new Histogram({
  name: 'flux_activities_seconds',
  help: 'Attempts of activities: completed, failed or cancelled.',
  labelNames: ['activity', 'outcome'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 90, 300],
  registers,
});

/** Rows that a retention policy deleted. */
export const retentionDeleted = new Counter({
  name: 'flux_retention_deleted_total',
  help: 'Rows deleted by retention.',
  labelNames: ['policy'] as const,
  registers,
});

export interface PoolFigures {
  /** Open connections. */
  size: number;
  /** Those of them that nobody uses. */
  idle: number;
  /** Requests that wait for one. */
  waiting: number;
  max: number;
}

export interface QueueBacklog {
  queue: string;
  kind: 'workflow' | 'activity';
  /** Approximate: as many wait for a worker. */
  tasks: number;
}

/** Shows a pool under this name until the returned function is called. `read` is asked at every scrape. */
export function watchPool(pool: string, read: () => Promise<PoolFigures>): () => void {
  return watch(pools, { pool, read });
}

/**
 * Shows the queues until the returned function is called. `read` is asked at a scrape, once in five seconds; it is
 * given up after two.
 */
export function watchQueues(read: () => Promise<readonly QueueBacklog[]>): () => void {
  return watch(queues, atMostEvery(5000, read));
}

const pools = new Set<{ pool: string; read: () => Promise<PoolFigures> }>();
const queues = new Set<() => Promise<readonly QueueBacklog[]>>();
const PATIENCE_MS = 2000;

registry.registerMetric(
  new Gauge({
    name: 'flux_database_pool_connections',
    help: 'Connections by state: idle, busy; and how many there may be: max.',
    labelNames: ['pool', 'state'] as const,
    registers: [],
    async collect() {
      const all = await readPools();
      this.reset();
      for (const { pool, size, idle, max } of all) {
        this.set({ pool, state: 'idle' }, idle);
        this.set({ pool, state: 'busy' }, size - idle);
        this.set({ pool, state: 'max' }, max);
      }
    },
  }),
);

registry.registerMetric(
  new Gauge({
    name: 'flux_database_pool_waiting',
    help: 'Requests that wait for a connection.',
    labelNames: ['pool'] as const,
    registers: [],
    async collect() {
      const all = await readPools();
      this.reset();
      for (const { pool, waiting } of all) this.set({ pool }, waiting);
    },
  }),
);

registry.registerMetric(
  new Gauge({
    name: 'flux_task_queue_backlog',
    help: 'Tasks that wait for a worker; absent while Temporal cannot be asked.',
    labelNames: ['queue', 'kind'] as const,
    registers: [],
    async collect() {
      const all = await askAll(queues, (read) => read());
      this.reset();
      for (const { queue, kind, tasks } of all.flat()) this.set({ queue, kind }, tasks);
    },
  }),
);

const readPools = () => askAll(pools, async ({ pool, read }) => ({ pool, ...(await read()) }));

/** Puts `thing` among those that are asked; the returned function takes it out. */
function watch<T>(things: Set<T>, thing: T): () => void {
  things.add(thing);
  return () => void things.delete(thing);
}

/** The answers of those that answer in time. */
async function askAll<T, Answer>(things: Set<T>, ask: (thing: T) => Promise<Answer>): Promise<Answer[]> {
  const asked = await Promise.allSettled(Array.from(things, (thing) => within(PATIENCE_MS, ask(thing))));
  return asked.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
}

/** The same answer, or the same failure, for whoever asks within `intervalMs`. */
function atMostEvery<T>(intervalMs: number, ask: () => Promise<T>): () => Promise<T> {
  let known: { atMs: number; answer: Promise<T> } | null = null;
  return () => {
    const nowMs = performance.now();
    if (!known || nowMs - known.atMs > intervalMs) known = { atMs: nowMs, answer: ask() };
    return known.answer;
  };
}
