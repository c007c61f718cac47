// `npm run bench`: how much of the speed of bare Temporal, and of plain Hono and pg, Flux keeps; both measured in the same run on the same servers.
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createLog } from '../../src/kernel/log.ts';
import { installRuntime } from '../../temporal/runtime.ts';
import { startGround, type Ground } from '../harness/global-setup.ts';
import { runAnalyticsBench } from './analytics/run-analytics.ts';
import { openBareSide } from './bare-side.ts';
import { openFluxSide } from './flux-side.ts';
import { FULL, MEASURES, QUICK, type Figures, type Measure, type Size } from './measures.ts';
import { costsOf, linesOf, tableOf, tableOfCosts, type Pair } from './report.ts';
import { runPortBench } from './port.ts';
import { runReconcileBench } from './reconcile.ts';
import { runRetentionBench } from './retention.ts';
import { REQUEST_MEASURES, runRequests, type RequestMeasure } from './requests/run-requests.ts';
import { runScaleBench } from './scale.ts';
import type { Side } from './side.ts';
import { findPostmaster } from './cpu-by-process.ts';
import { watchCpu, watchLines } from './watch.ts';
import { runSizes, tableOfSizes } from './sizes/run-sizes.ts';

const HELP = `Usage: npm run bench -- [--quick] [--only <measure>]... [--rounds <n>] [--json <file>] [--seed]
--seed: fills a database with 1,000,000 tasks and 2,000,000 messages of 10,000 people, and explains and times every
statement of the product against it, and against 10,000 tasks; nothing else runs unless it is named with --only.
Measures: ${[...MEASURES, ...REQUEST_MEASURES].map(({ name }) => name).join(', ')}, retention, reconcile, scale, port, analytics
`;

/** Flux beside bare Temporal. */
async function playAll(
  ground: Ground,
  measures: Measure[],
  size: Size,
  postmaster: number,
): Promise<Record<string, Pair[]>> {
  await using parts = new AsyncDisposableStack();
  const sides: Side[] = [];
  for (const opening of [() => openBareSide(ground.temporalAddress), () => openFluxSide(ground)]) {
    const side = await opening();
    parts.defer(() => side.close());
    sides.push(side);
  }
  say('warming up');
  await warmUp(sides);

  const rounds: Record<string, Pair[]> = {};
  for (const measure of measures) {
    say(`${measure.name}: ${measure.what(size)}`);
    rounds[measure.name] = await play(measure, sides, size, postmaster);
  }
  return rounds;
}

/** Each round runs both sides, the other one first each time: what slows the machine down slows down both. */
async function play(measure: Measure, sides: Side[], size: Size, postmaster: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < size.rounds; round++) {
    const figures: Partial<Pair> = {};
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const { watch, figures: spent } = watchCpu(side.name, postmaster);
      const measured = await measure.run(side, size, watch);
      figures[side.name] = { ...measured, ...spent() };
      say(`${measure.name} ${round + 1}/${size.rounds} ${side.name}: ${JSON.stringify(figures[side.name])}`);
    }
    pairs.push(figures as Pair);
  }
  return pairs;
}

/** Compiled code, open connections, full caches: nobody is measured cold. */
async function warmUp(sides: Side[]): Promise<void> {
  for (const side of sides)
    for (const measure of MEASURES)
      if (measure.name !== 'spread') await measure.run(side, LITTLE, (work) => work());
}

const LITTLE: Size = {
  ...QUICK,
  starts: 50,
  burst: 50,
  spread: 20,
  ladders: 10,
  turnsAlone: 20,
  turnsEach: 2,
};

/** The same of requests, of both sides. */
async function countRequests(ground: Ground, measures: RequestMeasure[]): Promise<Record<string, Figures>> {
  const rounds = await runRequests(ground, { rounds: 1, seconds: 2 }, measures, () => {}, null);
  return Object.fromEntries(
    Object.entries(rounds).map(([name, [pair]]) => [
      name,
      { ...onlyTrips(pair!.flux, ''), ...onlyTrips(pair!.bare, 'bare ') },
    ]),
  );
}

const onlyTrips = (figures: Figures, prefix: string): Figures =>
  Object.fromEntries(['round trips', 'statements'].map((name) => [`${prefix}${name}`, figures[name] ?? 0]));

async function postmasterOf({ adminUrl }: Ground): Promise<number> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await findPostmaster(admin);
  } finally {
    await admin.end();
  }
}

/** What Flux asks of PostgreSQL for one operation of each measure. Bare Temporal has no database of its own. */
async function countTrips(ground: Ground, measures: Measure[]): Promise<Record<string, Figures>> {
  const side = await openFluxSide(ground, { isCounted: true });
  try {
    await warmUp([side]);
    const counted: Record<string, Figures> = {};
    for (const measure of measures) {
      const { watch, figures } = watchLines(side.lines);
      await measure.run(side, LITTLE, watch);
      counted[measure.name] = figures();
    }
    return counted;
  } finally {
    await side.close();
  }
}

const say = (message: string): void => void process.stderr.write(`${message}\n`);

const { values: asked } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string' },
    json: { type: 'string' },
    seed: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const isWanted = ({ name }: { name: string }) =>
  asked.only.length === 0 ? !asked.seed : asked.only.includes(name);
const wanted = MEASURES.filter(isWanted);
const wantedRequests = REQUEST_MEASURES.filter(isWanted);
const isRetentionWanted = isWanted({ name: 'retention' });
const isReconcileWanted = isWanted({ name: 'reconcile' });
const isScaleWanted = isWanted({ name: 'scale' });
const isPortWanted = isWanted({ name: 'port' });
const isAnalyticsWanted = isWanted({ name: 'analytics' });
const isNothingWanted =
  wanted.length + wantedRequests.length === 0 &&
  !isRetentionWanted &&
  !isReconcileWanted &&
  !isScaleWanted &&
  !isPortWanted &&
  !isAnalyticsWanted &&
  !asked.seed;
if (asked.help || isNothingWanted) {
  process.stdout.write(HELP);
} else {
  installRuntime(createLog({ level: 'warn', process: 'worker' }));
  const chosen = asked.quick ? QUICK : FULL;
  const size = { ...chosen, rounds: asked.rounds ? Number(asked.rounds) : chosen.rounds };
  await using parts = new AsyncDisposableStack();
  const ground = await startGround();
  parts.defer(() => ground.stop());
  const postmaster = await postmasterOf(ground);
  const rounds = {
    ...(wanted.length > 0 && (await playAll(ground, wanted, size, postmaster))),
    ...(wantedRequests.length > 0 && (await runRequests(ground, size, wantedRequests, say, postmaster))),
  };
  if (wanted.length + wantedRequests.length > 0) say('counting round trips');
  const counted = {
    ...(wanted.length > 0 && (await countTrips(ground, wanted))),
    ...(wantedRequests.length > 0 && (await countRequests(ground, wantedRequests))),
  };
  for (const { name } of [{ name: 'retention' }, { name: 'reconcile' }, { name: 'scale' }].filter(isWanted))
    say(`to come: ${name}, some minutes`);
  const retention = isRetentionWanted ? await runRetentionBench(ground) : null;
  const reconcile = isReconcileWanted ? await runReconcileBench(ground) : null;
  const scale = isScaleWanted ? await runScaleBench(ground, await postmasterOf(ground), size, say) : null;
  const port = isPortWanted ? await runPortBench(ground) : null;
  const analytics = isAnalyticsWanted ? await runAnalyticsBench(ground, say) : null;
  const sizes = asked.seed ? await runSizes(ground, say) : null;
  const lines = [...wanted, ...wantedRequests].flatMap((measure) => linesOf(measure, rounds[measure.name]!));
  const machine = { cores: availableParallelism(), cpu: cpus()[0]?.model ?? 'unknown', load: loadavg()[0] };
  const costs = costsOf(rounds, counted);
  if (lines.length > 0) process.stdout.write(`\n${tableOf(lines)}\n${tableOfCosts(costs)}`);
  process.stdout.write(
    `\n${machine.cores} cores (${machine.cpu}) for everything: workers, API, PostgreSQL, Temporal, the simulator, whoever sends the requests.\n`,
  );
  for (const [name, figures] of Object.entries({ retention, reconcile, scale, port, analytics }))
    for (const [figure, value] of Object.entries(figures ?? {}))
      process.stdout.write(`${name}, ${figure}: ${Math.round(value)}\n`);
  if (sizes) process.stdout.write(`\n${tableOfSizes(sizes)}`);
  if (asked.json)
    await writeFile(
      asked.json,
      JSON.stringify(
        { machine, size, lines, costs, rounds, retention, reconcile, scale, port, analytics, sizes },
        null,
        2,
      ),
    );
}
