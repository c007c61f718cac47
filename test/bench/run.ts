// `npm run bench`: how much of a bare Temporal's speed Flux keeps, both measured in the same run on the same servers.
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { startGround } from '../harness/global-setup.ts';
import { openBareSide } from './bare-side.ts';
import { openFluxSide } from './flux-side.ts';
import { FULL, MEASURES, QUICK, type Measure, type Size } from './measures.ts';
import { linesOf, tableOf, type Pair } from './report.ts';
import type { Side } from './side.ts';

const HELP = `Usage: npm run bench -- [--quick] [--only <measure>]... [--rounds <n>] [--json <file>]
Measures: ${MEASURES.map(({ name }) => name).join(', ')}
`;

/** Each round runs both sides, the other one first each time: what slows the machine down slows down both. */
async function play(measure: Measure, sides: Side[], size: Size): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < size.rounds; round++) {
    const figures: Partial<Pair> = {};
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      figures[side.name] = await measure.run(side, size);
      say(`${measure.name} ${round + 1}/${size.rounds} ${side.name}: ${JSON.stringify(figures[side.name])}`);
    }
    pairs.push(figures as Pair);
  }
  return pairs;
}

/** Compiled code, open connections, full caches: nobody is measured cold. */
async function warmUp(sides: Side[]): Promise<void> {
  const little: Size = { ...QUICK, burst: 50, ladders: 10, turnsAlone: 20, turnsEach: 2 };
  for (const side of sides)
    for (const measure of MEASURES) if (measure.name !== 'spread') await measure.run(side, little);
}

const say = (message: string): void => void process.stderr.write(`${message}\n`);

const { values: asked } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const wanted = MEASURES.filter(({ name }) => asked.only.length === 0 || asked.only.includes(name));
if (asked.help || wanted.length === 0) {
  process.stdout.write(HELP);
} else {
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const chosen = asked.quick ? QUICK : FULL;
  const size = { ...chosen, rounds: asked.rounds ? Number(asked.rounds) : chosen.rounds };
  await using parts = new AsyncDisposableStack();
  const ground = await startGround();
  parts.defer(() => ground.stop());
  const sides: Side[] = [];
  for (const opening of [() => openBareSide(ground.temporalAddress), () => openFluxSide(ground)]) {
    const side = await opening();
    parts.defer(() => side.close());
    sides.push(side);
  }
  say('warming up');
  await warmUp(sides);

  const rounds: Record<string, Pair[]> = {};
  for (const measure of wanted) {
    say(`${measure.name}: ${measure.what(size)}`);
    rounds[measure.name] = await play(measure, sides, size);
  }
  const lines = wanted.flatMap((measure) => linesOf(measure, rounds[measure.name]!));
  const machine = { cores: availableParallelism(), cpu: cpus()[0]?.model ?? 'unknown', load: loadavg()[0] };
  process.stdout.write(
    `\n${tableOf(lines)}\n${machine.cores} cores (${machine.cpu}) for everything: both workers, the API, PostgreSQL, Temporal, the simulator.\n`,
  );
  if (asked.json) await writeFile(asked.json, JSON.stringify({ machine, size, lines, rounds }, null, 2));
}
