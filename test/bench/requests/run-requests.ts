// What sign-in, row security, limits and validation cost: Flux beside plain Hono and pg, on the same statements and the same machine.
import autocannon from 'autocannon';
import { freePort } from '../../../src/dev/port.ts';
import type { Ground } from '../../harness/global-setup.ts';
import { apiProcess, serverProcess } from '../../harness/processes.ts';
import { openCountedLine } from '../../harness/counted-line.ts';
import { openWorld } from '../../harness/world.ts';
import type { Pair } from '../report.ts';
import type { Measure } from '../measures.ts';
import { watchCpu, watchLines } from '../watch.ts';
import { seedCallers, type Caller } from './seed-callers.ts';

const CALLERS = 2000;
const CONNECTIONS = 32;
const A_MINUTE_MS = 60_000;

/** `today`: GET /v1/tasks/today; `new-task`: POST /v1/tasks. */
export type RequestMeasure = Pick<Measure, 'name' | 'figures'> & {
  request(side: 'bare' | 'flux', caller: Caller): autocannon.Request;
};

/** `limit`: how much of the floor's requests per second is good enough. */
const figuresOf = (limit: number): Measure['figures'] => [
  { name: 'requests', unit: '/s', limit },
  { name: 'p50', unit: 'ms', limit: null },
  { name: 'p99', unit: 'ms', limit: 1.5 },
];

export const REQUEST_MEASURES: RequestMeasure[] = [
  {
    name: 'today',
    figures: figuresOf(0.8),
    request: (side, caller) => ({
      method: 'GET',
      path: side === 'bare' ? `/today/${caller.orgId}/${caller.userId}` : '/v1/tasks/today',
      ...(side === 'flux' && { headers: { authorization: `Bearer ${caller.token}` } }),
    }),
  },
  {
    name: 'new-task',
    figures: figuresOf(0.7),
    request: (side, caller) => ({
      method: 'POST',
      path: side === 'bare' ? `/tasks/${caller.orgId}/${caller.userId}` : '/v1/tasks',
      headers: {
        'content-type': 'application/json',
        ...(side === 'flux' && { authorization: `Bearer ${caller.token}` }),
      },
      body: JSON.stringify({ title: 'Run 5 km', starts_at: someday(), duration_minutes: 5 }),
    }),
  },
];

/** A minute of the next twenty years, so that hardly two tasks of a person meet. */
const someday = (): string =>
  new Date(Date.now() + (1 + Math.random() * 20 * 365) * 24 * 60 * A_MINUTE_MS).toISOString();

/**
 * Each round runs both sides for `seconds` with 32 connections, the other one first each time. Fails on any answer but
 * 2xx. `postmaster`: null, where round trips are counted, which takes time, in the place of time on a core.
 */
export async function runRequests(
  ground: Ground,
  size: { rounds: number; seconds: number },
  measures: RequestMeasure[],
  say: (message: string) => void,
  postmaster: number | null,
): Promise<Record<string, Pair[]>> {
  // Real buckets, so large that nobody empties one.
  const limits = { RATE_LIMITS: 'crud=1000000/min', NODE_ENV: 'production', LOG_LEVEL: 'info' };
  await using parts = new AsyncDisposableStack();
  const world = await openWorld({
    ground,
    worker: 'none',
    api: 'none',
    env: limits,
    isCounted: postmaster === null,
  });
  parts.defer(() => world.close());
  const callers = await seedCallers(world, CALLERS);
  const port = await freePort();
  const plainUrl = `http://127.0.0.1:${port}`;
  const line = await openCountedLine(world.database.adminUrl);
  parts.defer(() => line.stop());
  const plainDatabase = postmaster === null ? line.url : world.database.adminUrl;
  const plain = { DATABASE_URL: plainDatabase, PORT: String(port), NODE_ENV: 'production' };
  const sides = {
    bare: { url: plainUrl, process: serverProcess('../bench/requests/plain-api.ts', plain, plainUrl) },
    flux: { url: world.env['PUBLIC_URL']!, process: apiProcess(world) },
  };
  for (const { process } of Object.values(sides)) {
    await process.start();
    parts.defer(() => process.kill());
  }

  const fire = async (measure: RequestMeasure, side: 'bare' | 'flux', seconds: number) => {
    let next = 0;
    const lines = side === 'flux' && world.lines ? Object.values(world.lines) : [line];
    const { watch, figures } = postmaster === null ? watchLines(lines) : watchCpu(side, postmaster);
    const setupRequest = (request: autocannon.Request) => ({
      ...request,
      ...measure.request(side, callers[next++ % CALLERS]!),
    });
    const result = await watch(
      async () =>
        autocannon({
          url: sides[side].url,
          connections: CONNECTIONS,
          duration: seconds,
          requests: [{ setupRequest }],
        }),
      (fired) => fired['2xx'] + fired.non2xx,
    );
    const answered = result['2xx'];
    // A minute that was taken is an answer as well; anything else is not.
    if (result.errors > 0 || result['5xx'] > 0 || result.non2xx > answered / 100)
      throw new Error(
        `${measure.name}, ${side}: ${result.non2xx} of ${answered} were refused\n${sides[side].process.lastWords()}`,
      );
    return {
      requests: answered / result.duration,
      p50: result.latency.p50,
      p99: result.latency.p99,
      ...figures(),
    };
  };

  const rounds: Record<string, Pair[]> = {};
  for (const measure of measures) {
    for (const side of ['bare', 'flux'] as const) await fire(measure, side, 3);
    rounds[measure.name] = [];
    for (let round = 0; round < size.rounds; round++) {
      const figures: Partial<Pair> = {};
      for (const side of round % 2 === 0 ? (['bare', 'flux'] as const) : (['flux', 'bare'] as const)) {
        figures[side] = await fire(measure, side, size.seconds);
        say(`${measure.name} ${round + 1}/${size.rounds} ${side}: ${JSON.stringify(figures[side])}`);
      }
      rounds[measure.name]!.push(figures as Pair);
    }
  }
  return rounds;
}
