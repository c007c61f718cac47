// Kills one process after the other at the points of the deck, and starts each again at once.
import { setTimeout as delay } from 'node:timers/promises';
import type { FluxProcess } from '../harness/processes.ts';
import type { Point } from './points.ts';

export interface Killed {
  point: string;
  /** Milliseconds since 1970. */
  at: number;
  /** When the next process was ready. */
  backAt: number;
  victims: ('worker' | 'api')[];
}

/** A point that nobody comes to so often in a row is given up for a moment chosen by chance. */
const MOST_MISSES = 3;

/**
 * Resolves when the deck is played. A point that nobody comes to in time goes back under the deck.
 * @param onKill called after each kill, once the next process is ready
 */
export async function killAll(
  deck: readonly Point[],
  processes: Record<'worker' | 'api', FluxProcess>,
  onKill: (killed: Killed) => void,
): Promise<void> {
  const waiting = deck.map((point) => ({ point, misses: 0 }));
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { point, misses } = next;
    const trap = await point.arm();
    const givenUp = new AbortController();
    const isReached = await Promise.race([
      trap.reached.then(() => true),
      delay(point.patienceMs, false, { signal: givenUp.signal }).catch(() => false),
    ]);
    givenUp.abort();
    if (!isReached && misses < MOST_MISSES) {
      await trap.release();
      waiting.push({ point, misses: misses + 1 });
      continue;
    }
    const victims = point.victim === 'both' ? (['worker', 'api'] as const) : ([point.victim] as const);
    const at = Date.now();
    await Promise.all(victims.map((name) => processes[name].kill()));
    await trap.release();
    await Promise.all(victims.map((name) => processes[name].start()));
    onKill({
      point: isReached ? point.name : `${point.name} (nobody came)`,
      at,
      backAt: Date.now(),
      victims: [...victims],
    });
  }
}
