// One world whose worker or API is a process that the story kills; when the story is told, everything is counted.
import { setTimeout as delay } from 'node:timers/promises';
import { inject } from 'vitest';
import { apiProcess, workerProcess, type FluxProcess } from '../harness/processes.ts';
import { openWorld, type World } from '../harness/world.ts';
import type { ReminderResult } from '../../workflows/reminder-escalation.contract.ts';
import { FarSide } from './far-side.ts';
import type { Hold } from './hold.ts';
import { takeStock, type Stock } from './take-stock.ts';

export interface Scene {
  world: World;
  farSide: FarSide;
  /** Kills as soon as somebody stands at every one of these points, then starts the next process. */
  killWhen: (...points: (Hold | Promise<unknown>)[]) => Promise<void>;
  /** How a task's reminder ended; waits for it. */
  ending: (taskId: string) => Promise<ReminderResult>;
  /** Resolves when a task's reminder waits for an answer, its timer running. */
  waiting: (taskId: string) => Promise<void>;
}

/** The victim runs as a process, everything else here. Fails when anything happened twice, or not at all. */
export async function withVictim(
  victim: 'worker' | 'api',
  story: (scene: Scene) => Promise<void>,
): Promise<Stock> {
  const farSide = new FarSide();
  const world = await openWorld({
    [victim]: 'none',
    env: {
      WORKFLOW_BUNDLE_PATH: inject('ground').bundlePath,
      // A request that stands still is to be ended by the kill, not by impatience.
      PROVIDER_TIMEOUT_MS: '60000',
    },
    simulator: { onRequest: farSide.onRequest },
  });
  const mortal = victim === 'worker' ? workerProcess(world) : apiProcess(world);
  const { workflow } = world.temporal.client;
  try {
    await mortal.start();
    await story({
      world,
      farSide,
      killWhen: (...points) => killWhen(mortal, points),
      ending: (taskId) => workflow.getHandle(`reminder/${taskId}/1`).result() as Promise<ReminderResult>,
      waiting: async (taskId) => {
        const handle = workflow.getHandle(`reminder/${taskId}/1`);
        while (!(await handle.fetchHistory()).events?.some((event) => event.timerStartedEventAttributes))
          await delay(25);
      },
    });
    const stock = await takeStock(world, farSide);
    if (stock.faults.length > 0)
      throw new Error([...stock.faults, `the ${victim}'s last words:`, mortal.lastWords()].join('\n'));
    return stock;
  } finally {
    await world.simulator.fallSilent();
    await mortal.kill();
    await world.close();
  }
}

async function killWhen(mortal: FluxProcess, points: (Hold | Promise<unknown>)[]): Promise<void> {
  await Promise.all(points.map((point) => ('reached' in point ? point.reached : point)));
  await mortal.kill();
  for (const point of points) if ('reached' in point) await point.release();
  await mortal.start();
}
