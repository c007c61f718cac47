// On demand: kills the worker and the API at least a hundred times while people live with Flux, then counts everything.
//   node test/kill/run.ts --kills 100 --seed 7 --ladders 16 --plans 5
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { apiProcess, workerProcess } from '../harness/processes.ts';
import { startGround } from '../harness/global-setup.ts';
import { openWorld, type World } from '../harness/world.ts';
import { FarSide } from './far-side.ts';
import { killAll, type Killed } from './killer.ts';
import { planning, reminded, type Life } from './lives.ts';
import { deckOf, pointsOf } from './points.ts';
import { seeded, type Random } from './random.ts';
import { report } from './report.ts';
import { takeStock } from './take-stock.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    ladders: { type: 'string', default: '16' },
    plans: { type: 'string', default: '5' },
  },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
/** After the last kill everybody's story has so long to end: the slowest retry of a draft is 90 s, the reconciler comes every minute. */
const LAST_STORIES_MS = 480_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);
say(`seed ${seed}: ${kills} kills, ${values.ladders} reminders and ${values.plans} plans at a time`);

const startedAt = Date.now();
const { stop, ...ground } = await startGround();
const farSide = new FarSide();
const world = await openWorld({
  ground,
  worker: 'none',
  api: 'none',
  simulator: { onRequest: farSide.onRequest },
  env: {
    WORKFLOW_BUNDLE_PATH: ground.bundlePath,
    // As in production: what is unclear may turn up for longer than a request takes.
    PROVIDER_TIMEOUT_MS: '5000',
    DISPATCH_SETTLE_MS: '8000',
  },
});
const processes = { worker: workerProcess(world), api: apiProcess(world) };
const killed: Killed[] = [];
const faults: string[] = [];
try {
  await Promise.all([processes.worker.start(), processes.api.start()]);
  const readyAt = Date.now();
  const random = seeded(seed);
  let stories = 0;
  const over = new AbortController();
  const live = async (life: Life, chance: Random): Promise<void> => {
    while (!over.signal.aborted) {
      await life(world, chance).catch((error: unknown) => {
        faults.push(`a story broke: ${String(error)}`);
        say(`BROKEN  ${String(error)}`);
      });
      stories += 1;
    }
  };
  const chanceOf = () => seeded(Math.floor(random.between(0, 2 ** 32)));
  const lives = [
    ...Array.from({ length: Number(values.ladders) }, () => live(reminded, chanceOf())),
    ...Array.from({ length: Number(values.plans) }, () => live(planning, chanceOf())),
  ];
  await killAll(deckOf(pointsOf(world, farSide, random), kills, random), processes, (one) => {
    killed.push(one);
    const seconds = Math.round((Date.now() - readyAt) / 1000);
    say(
      `${String(killed.length).padStart(4)}  ${String(seconds).padStart(4)} s  ${one.point}, back after ` +
        `${((one.backAt - one.at) / 1000).toFixed(1)} s, ${stories} stories told, ${faults.length} broken`,
    );
  });
  over.abort();
  say('no more kills; the last stories end');
  const told = await Promise.race([
    Promise.all(lives).then(() => true),
    delay(LAST_STORIES_MS, false, { ref: false }),
  ]);
  if (!told) faults.push('some stories never ended');

  const stock = await takeStock(world, farSide);
  faults.push(...stock.faults, ...complaints(world, killed));
  report(say, { seed, killed, stock, stories, tookMs: Date.now() - startedAt, faults });
} catch (error) {
  faults.push(String(error));
  say(`BROKEN  ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  await Promise.all([processes.worker.kill(), processes.api.kill()]);
  // What is left is the doing of whatever broke above.
  world.simulator.takeErrors();
  await world.close();
  await stop();
}
if (faults.length > 0)
  say(
    `worker's last words:\n${processes.worker.lastWords()}\nAPI's last words:\n${processes.api.lastWords()}`,
  );
// Said outright: Node 24 was seen to spin for ever in its own clean-up after the servers' processes had ended.
process.exit(faults.length > 0 ? 1 : 0);

/** What the far side found wrong with the app's answers; a webhook that met a dead API, or one that a trap held up, is our own doing. */
function complaints({ simulator }: World, killed: readonly Killed[]): string[] {
  const down = killed.filter(({ victims }) => victims.includes('api'));
  return simulator
    .takeErrors()
    .filter((error) => !down.some(({ at, backAt }) => error.at >= at && error.at <= backAt))
    .filter(({ detail }) => !detail.startsWith('answered 503'))
    .map((error) => `the app answered badly: ${JSON.stringify(error)}`);
}
