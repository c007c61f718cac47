// What a second worker and a second API are worth on this machine: the same work by one of each and by two of each.
import autocannon from 'autocannon';
import type { Ground } from '../harness/global-setup.ts';
import { cpuOf, PARTS, type Cpu } from './cpu-by-process.ts';
import { openFluxSide, type FluxSide } from './flux-side.ts';
import { MEASURES, QUICK, type Size } from './measures.ts';
import { REQUEST_MEASURES, type RequestMeasure } from './requests/run-requests.ts';
import { seedCallers, type Caller } from './requests/seed-callers.ts';

const CALLERS = 2000;
const CONNECTIONS = 32;
const COUNTS = [1, 2];

/** So many workers and so many APIs on one product of their own. */
interface Many {
  count: number;
  side: FluxSide;
  callers: Caller[];
}

interface Round {
  perSecond: number;
  used: Cpu;
  tookMs: number;
}

/** "burst, 2 of each: per second", "burst, 2 of each: worker, % of that", "burst, 2 of each, % of 1 of each". */
export async function runScaleBench(
  ground: Ground,
  postmaster: number,
  size: Size,
  say: (message: string) => void,
): Promise<Record<string, number>> {
  await using parts = new AsyncDisposableStack();
  const sides: Many[] = [];
  for (const count of COUNTS) {
    const many = await openMany(ground, count);
    parts.defer(() => many.side.close());
    sides.push(many);
  }
  const figures: Record<string, number> = {};
  for (const [name, run] of worksOf()) {
    for (const many of sides) await run(many, { ...QUICK, burst: 200, turnsEach: 2, seconds: 2 });
    const rounds = sides.map((): Round[] => []);
    for (let round = 0; round < size.rounds; round++)
      for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const many = sides[index]!;
        const measured = await measure(postmaster, () => run(many, size));
        rounds[index]!.push(measured);
        say(`scale, ${name}, ${many.count} of each: ${JSON.stringify(measured)}`);
      }
    Object.assign(figures, figuresOf(name, rounds));
  }
  return figures;
}

type Work = (many: Many, size: Size) => Promise<number>;

/** Each resolves to how much was done in a second. */
function worksOf(): [name: string, run: Work][] {
  const ofSides = MEASURES.filter(({ name }) => name === 'burst' || name === 'chat-32').map(
    (one): [string, Work] => [
      one.name,
      async ({ side }, asked) => {
        const rate = one.figures.find(({ unit }) => unit === '/s')!.name;
        return (await one.run(side, asked, (work) => work()))[rate]!;
      },
    ],
  );
  const ofRequests = REQUEST_MEASURES.map((one): [string, Work] => [
    one.name,
    (many, { seconds }) => fire(one, many, seconds),
  ]);
  return [...ofSides, ...ofRequests];
}

async function measure(postmaster: number, work: () => Promise<number>): Promise<Round> {
  const startedAt = performance.now();
  const before = cpuOf('flux', postmaster);
  const perSecond = await work();
  const after = cpuOf('flux', postmaster);
  const used = Object.fromEntries(PARTS.map((part) => [part, (after?.[part] ?? 0) - (before?.[part] ?? 0)]));
  return { perSecond, used: used as Cpu, tookMs: performance.now() - startedAt };
}

function figuresOf(name: string, rounds: Round[][]): Record<string, number> {
  const middle = rounds.map((of) => middleOf(of));
  const lines = middle.flatMap(({ perSecond, used, tookMs }, index): [string, number][] => {
    const title = `${name}, ${COUNTS[index]} of each`;
    const usedMs = Object.values(used).reduce((sum, ms) => sum + ms, 0);
    const shares = Object.entries(used).map(([part, ms]): [string, number] => [
      `${title}: ${part}, % of that`,
      (100 * ms) / usedMs,
    ]);
    return [
      [`${title}: per second`, perSecond],
      [`${title}: used, % of a core`, (100 * usedMs) / tookMs],
      ...shares,
    ];
  });
  const [one, two] = middle.map(({ perSecond }) => perSecond);
  return Object.fromEntries([...lines, [`${name}, 2 of each, % of 1 of each`, (100 * two!) / one!]]);
}

/** The median round, or the better one of the two in the middle. */
const middleOf = (rounds: Round[]): Round =>
  rounds.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(rounds.length / 2)]!;

async function openMany(ground: Ground, count: number): Promise<Many> {
  const env = { RATE_LIMITS: 'crud=1000000/min,chat=1000000/min', NODE_ENV: 'production', LOG_LEVEL: 'info' };
  const side = await openFluxSide(ground, { count, env });
  return { count, side, callers: await seedCallers(side.world, CALLERS) };
}

/** Every API has its share of the connections, as a balancer would give it. Fails on errors. */
async function fire(
  measure: RequestMeasure,
  { side: { urls }, callers }: Many,
  seconds: number,
): Promise<number> {
  let next = 0;
  const requests = [
    {
      setupRequest: (request: autocannon.Request) => ({
        ...request,
        ...measure.request('flux', callers[next++ % callers.length]!),
      }),
    },
  ];
  const connections = CONNECTIONS / urls.length;
  const results = await Promise.all(
    urls.map(async (url) => autocannon({ url, connections, duration: seconds, requests })),
  );
  for (const { errors, non2xx, ...all } of results)
    if (errors > 0 || non2xx > all['2xx'] / 100)
      throw new Error(`${measure.name}: ${non2xx} of ${all['2xx']} were refused, ${errors} failed`);
  return results.reduce((sum, { '2xx': answered, duration }) => sum + answered / duration, 0);
}
