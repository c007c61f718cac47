// On demand: kills the worker and the API at least a hundred times while people live with Flux, then counts everything.
//   node test/kill/run.ts --help
import { deckOf } from './deck.ts';
import { playAll, type Happened } from './killer.ts';
import { readOptions } from './options.ts';
import { outagesOf } from './outages.ts';
import { populate } from './people.ts';
import { pointsOf } from './points.ts';
import { seeded } from './random.ts';
import { report } from './report.ts';
import { takeStock } from './take-stock.ts';
import { openTown, type Town } from './town.ts';
import { watchLadders } from './watch.ts';

const options = readOptions(process.argv.slice(2));
const { seed, kills } = options;

const say = (line: string) => void process.stdout.write(`${line}\n`);
say(`seed ${seed}: ${kills} kills, ${options.ladders} reminders and ${options.plans} plans at a time`);

const startedAt = Date.now();
const faults: string[] = [];
const happened: Happened[] = [];
const town = await openTown();
try {
  await Promise.all([town.processes.worker.start(), town.processes.api.start()]);
  await run(town);
} catch (error) {
  faults.push(String(error));
  say(`BROKEN  ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  await town.close();
}
if (faults.length > 0)
  for (const name of ['worker', 'api'] as const)
    say(`the last words of the ${name}:\n${town.processes[name].lastWords()}`);
// Said outright: Node 24 was seen to spin for ever in its own clean-up after the servers' processes had ended.
process.exit(faults.length > 0 ? 1 : 0);

async function run({ world, farSide, records, silence }: Town): Promise<void> {
  const readyAt = Date.now();
  const random = seeded(seed);
  const watch = watchLadders(town);
  const people = populate(town, options, random, (error) => {
    faults.push(`a story broke: ${String(error)}`);
    say(`BROKEN  ${String(error)}`);
  });
  const points = pointsOf(world, farSide, random);
  const deck = deckOf(points, outagesOf(town, options, random), kills, random);
  await playAll(deck, town, random, (one) => {
    happened.push(one);
    for (const name of one.disorderly ?? []) {
      faults.push(`the ${name} did not end in order when it was told to: ${one.what}`);
      say(`BROKEN  ${faults.at(-1)}; its last words:\n${town.processes[name].lastWords()}`);
    }
    const [seconds, took] = [one.overAt - readyAt, one.overAt - one.at].map((ms) => (ms / 1000).toFixed(1));
    say(
      `${String(happened.length).padStart(4)}  ${seconds!.padStart(6)} s  ${one.kind}: ${one.what}, whole again ` +
        `after ${took} s, ${people.told()} stories told, ${faults.length} broken`,
    );
  });
  say('no more kills; the last stories end');
  await silence.end();
  if (!(await people.end())) faults.push('some stories never ended');

  const stock = await takeStock(world, farSide, records);
  await watch.stop();
  const { watched } = watch;
  for (const id of watched.withoutLadder) faults.push(`${id} was not under way for ten minutes`);
  faults.push(...stock.faults, ...complaints(town));
  const tookMs = Date.now() - startedAt;
  report(say, { seed, happened, stock, watched, records, stories: people.told(), tookMs, faults });
}

/**
 * What the far side found wrong with the app's answers; a webhook that met a dead API, or one that a trap or an outage
 * held up, is our own doing.
 */
function complaints({ world }: Town): string[] {
  return world.simulator
    .takeErrors()
    .filter(({ at, detail }) => !isMuted(at) && !detail.startsWith('answered 503'))
    .map((error) => `the app answered badly: ${JSON.stringify(error)}`);
}

function isMuted(at: number): boolean {
  return happened.some((one) => one.mutedUntil !== undefined && at >= one.at && at <= one.mutedUntil);
}
