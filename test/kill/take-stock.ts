// After the kills: compares what the far side accepted with what the database says, and asks Temporal what is still open.
import pg from 'pg';
import type { World } from '../harness/world.ts';
import { checkAnswers } from './check-answers.ts';
import { checkEndings } from './check-endings.ts';
import { checkDispatches, checkWitness } from './check-rungs.ts';
import { checkLadders, checkPlans, checkTurns } from './check-stories.ts';
import { checkWorkflows } from './check-workflows.ts';
import type { FarSide } from './far-side.ts';
import type { Records } from './town.ts';

export interface Stock {
  /** Rungs with a row of their own, by what became of them. */
  dispatches: number;
  sentOnce: number;
  /** Gates that were closed, and refusals. */
  notSent: number;
  /** Nobody could be asked what became of them, so the log says "unknown". */
  unknowable: number;
  /** Push only: raw deliveries beyond the first, each of which replaced the one before on the phone. */
  pushesRepeated: number;
  /** Calls that were made once more, as docs/limits.md says when. */
  madeAgain: number;
  sentTwice: number;
  lost: number;
  ladders: number;
  /** Messages without an answer, and wishes without a draft. */
  unanswered: number;
  /** Called missed by a ladder of which the far side accepted nothing. */
  missedUnrung: number;
  /** Tasks that could be told by no channel, and that the ladder ended as such. */
  undelivered: number;
  /** What people wrote and nobody heard. */
  unheard: number;
  /** What people wrote, and how much of it was answered by a message, since no webhook could. */
  written: number;
  answeredLate: number;
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
  { taken, terminated }: Pick<Records, 'taken' | 'terminated'> = { taken: new Set(), terminated: [] },
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
      madeAgain: 0,
      sentTwice: 0,
      lost: 0,
      ladders: 0,
      unanswered: 0,
      missedUnrung: 0,
      undelivered: 0,
      unheard: 0,
      written: 0,
      answeredLate: 0,
      turns: 0,
      plans: 0,
      plannedTasks: 0,
      workflows: 0,
      faults: [],
    };
    await checkAnswers(db, world, farSide, stock);
    await checkWorkflows(db, world, terminated, stock);
    checkWitness(world, farSide, stock);
    await checkDispatches(db, world, farSide, stock);
    await checkLadders(db, stock);
    await checkEndings(db, world, farSide, stock);
    await checkTurns(db, taken, stock);
    await checkPlans(db, stock);
    return stock;
  } finally {
    await db.end();
  }
}
