// Plays the deck: kills one process after the other at its points and starts each again, as whoever runs them would.
import { setTimeout as delay } from 'node:timers/promises';
import type { FluxProcess } from '../harness/processes.ts';
import type { Turn } from './deck.ts';
import type { Hold } from './hold.ts';
import type { Outage } from './outages.ts';
import type { Point } from './points.ts';
import type { Random } from './random.ts';
import type { Name, Town } from './town.ts';

export interface Happened {
  what: string;
  /** 'fell': it ended by itself and was started again. */
  kind: 'kill' | 'end' | 'outage' | 'fell';
  /** Milliseconds since 1970. */
  at: number;
  /** When Flux was whole again. */
  overAt: number;
  /** Until when a webhook that came since `at` may have met no API, or one that hung. */
  mutedUntil?: number | undefined;
  /** Who was told to end, and did not do so within their grace time, or not without an error. */
  disorderly?: Name[];
}

/** A point that nobody comes to so often in a row is given up for a moment chosen by chance. */
const MOST_MISSES = 3;
/** So long a provider waits for an answer. */
const WEBHOOK_MS = 15_000;
/** As long as `docker-compose.yml` waits before it kills. */
const GRACE_MS: Record<Name, number> = { worker: 30_000, api: 20_000 };

/**
 * Resolves when the deck is played and everything runs. A point that nobody comes to in time goes back under the deck.
 * @param tell called after whatever happened, once Flux is whole again
 */
export async function playAll(
  deck: readonly Turn[],
  town: Town,
  random: Random,
  tell: (happened: Happened) => void,
): Promise<void> {
  const waiting = deck.map((turn) => ({ turn, misses: 0 }));
  let beside: Promise<void> | null = null;
  while (waiting.length > 0) {
    await standUp(town, tell);
    const index = waiting.findIndex(({ turn }) => !beside || isPlayableInOutage(turn));
    const [next] = index === -1 ? [] : waiting.splice(index, 1);
    if (!next) await beside;
    else if (next.turn.kind === 'point') {
      const { turn: point, misses } = next;
      if (!(await strikeAt(point, misses >= MOST_MISSES, town, tell)))
        waiting.push({ turn: point, misses: misses + 1 });
    } else if (next.turn.isBeside) {
      const begun: Promise<void> = happen(next.turn, tell).finally(() => {
        beside = null;
      });
      beside = begun;
      if (next.turn.lastsMs === 0) await begun;
    } else await strikeDuring(next.turn, town, random, tell);
  }
  await beside;
  await standUp(town, tell);
}

/** One outage at a time. */
const isPlayableInOutage = (turn: Turn): boolean => turn.kind === 'point' && !turn.needsProviders;

async function happen(outage: Outage, tell: (happened: Happened) => void): Promise<void> {
  const at = Date.now();
  await outage.run();
  tell({ what: outage.name, kind: 'outage', at, overAt: Date.now() });
}

/** False where nobody came, and somebody may come another time. */
async function strikeAt(
  point: Point,
  isLastTry: boolean,
  town: Town,
  tell: (happened: Happened) => void,
): Promise<boolean> {
  const { name, victim, how } = point;
  const trap = await point.arm();
  const givenUp = new AbortController();
  const isReached = await Promise.race([
    trap.reached.then(() => true),
    delay(point.patienceMs, false, { signal: givenUp.signal }).catch(() => false),
  ]);
  givenUp.abort();
  if (!isReached && !isLastTry) {
    await trap.release();
    return false;
  }
  const victims = victim === 'both' ? (['worker', 'api'] as const) : [victim];
  const what = isReached ? name : `${name} (nobody came)`;
  const at = Date.now();
  const disorderly = how === 'end' ? await endAll(town, victims, trap) : [];
  if (how === 'kill') {
    await Promise.all(victims.map((one) => town.processes[one].kill()));
    await trap.release();
  }
  if (victim !== 'worker') await town.silence.fall();
  await Promise.all(victims.map((one) => startAgain(town.processes[one])));
  const overAt = Date.now();
  tell({ what, kind: how, at, overAt, disorderly, mutedUntil: victim === 'worker' ? undefined : overAt });
  return true;
}

/** They are told while somebody stands in the trap. Resolves to those that did not end in order. */
async function endAll({ processes }: Town, victims: readonly Name[], trap: Hold): Promise<Name[]> {
  const ending = victims.map((one) => processes[one].endWithin(GRACE_MS[one]));
  await trap.release();
  const ended = await Promise.all(ending);
  return victims.filter((_, index) => !ended[index]);
}

/** A process is killed at some moment of the outage, and whatever ended is started until it can stay. */
async function strikeDuring(
  outage: Outage,
  town: Town,
  random: Random,
  tell: (happened: Happened) => void,
): Promise<void> {
  const victim = random.pick(['worker', 'api']);
  const at = Date.now();
  const over = outage.run();
  await delay(random.between(0, outage.lastsMs * 0.8));
  await town.processes[victim].kill();
  const killedAt = Date.now();
  if (victim === 'api') await town.silence.fall();
  await Promise.all([over, startAgain(town.processes[victim])]);
  tell({ what: `${victim}: during ${outage.name}`, kind: 'kill', at: killedAt, overAt: Date.now() });
  await standUp(town, tell);
  const overAt = Date.now();
  tell({ what: outage.name, kind: 'outage', at, overAt, mutedUntil: overAt + WEBHOOK_MS });
}

/** Whoever has ended by itself is started again. */
async function standUp({ processes }: Town, tell: (happened: Happened) => void): Promise<void> {
  for (const name of ['worker', 'api'] as const) {
    if (processes[name].isRunning()) continue;
    const at = Date.now();
    await startAgain(processes[name]);
    tell({ what: name, kind: 'fell', at, overAt: Date.now() });
  }
}

const START_FOR_MS = 180_000;
const START_AGAIN_MS = 1000;

/** A process that cannot work says so and ends: whoever runs it starts it until it can. */
async function startAgain(process: FluxProcess): Promise<void> {
  for (const deadline = Date.now() + START_FOR_MS; ;)
    try {
      return await process.start();
    } catch (error) {
      await process.kill();
      if (Date.now() > deadline) throw error;
      await delay(START_AGAIN_MS);
    }
}
