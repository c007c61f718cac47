// After the kills: compares what the far side accepted with what the database says, and asks Temporal what is still open.
import pg from 'pg';
import type { World } from '../harness/world.ts';
import { checkDispatches, checkWitness } from './check-rungs.ts';
import { checkLadders, checkPlans, checkTurns } from './check-stories.ts';
import { checkWorkflows } from './check-workflows.ts';
import type { FarSide } from './far-side.ts';

export interface Stock {
  /** Rungs with a row of their own, by what became of them. */
  dispatches: number;
  sentOnce: number;
  /** Gates that were closed, and refusals. */
  notSent: number;
  /** Pushes whose sender died and whose task was settled by then, or that died three times: nobody can ask, so the log says "unknown". */
  unknowable: number;
  /** Push only: raw deliveries beyond the first, each of which replaced the one before on the phone. */
  pushesRepeated: number;
  sentTwice: number;
  lost: number;
  ladders: number;
  turns: number;
  plans: number;
  plannedTasks: number;
  workflows: number;
  /** Every broken promise in words; empty is the only good answer. */
  faults: string[];
}

/** To be called when everybody's story is over; waits for the last workflows to close. Changes nothing. */
export async function takeStock(
  world: Pick<World, 'database' | 'simulator' | 'temporal' | 'taskQueue'>,
  farSide: FarSide,
): Promise<Stock> {
  const db = new pg.Client({ connectionString: world.database.adminUrl });
  await db.connect();
  try {
    const stock: Stock = {
      dispatches: 0,
      sentOnce: 0,
      notSent: 0,
      unknowable: 0,
      pushesRepeated: 0,
      sentTwice: 0,
      lost: 0,
      ladders: 0,
      turns: 0,
      plans: 0,
      plannedTasks: 0,
      workflows: 0,
      faults: [],
    };
    await checkWorkflows(db, world, stock);
    checkWitness(world, farSide, stock);
    await checkDispatches(db, world, farSide, stock);
    await checkLadders(db, stock);
    await checkTurns(db, stock);
    await checkPlans(db, stock);
    return stock;
  } finally {
    await db.end();
  }
}
