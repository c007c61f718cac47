// On a schedule, every minute: what PostgreSQL or the provider knows of and nobody works at comes to life. Which kinds
// there are is asked, so that a new one changes no running workflow.
import { isCancellation, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { inTask, looks } from './activities.ts';
import type { Positions } from './reconciler.contract.ts';

/** Of less than a minute each; what is left after them is the next run's. */
const ROUNDS = 5;

/**
 * Looks at all kinds beside each other, and at once again while there is more than a look can do. One that fails stops
 * no other, goes on from where it was with the next run, and is seen in `flux_reconciler_last_look_seconds`: the run
 * itself does not fail.
 */
export async function reconciler(): Promise<Positions> {
  const positions: Positions = { ...(workflowInfo().lastResult as Positions | undefined) };
  const kinds = await inTask.listKinds();
  for (let round = 0; round < ROUNDS; round++) {
    const seen = await Promise.all(kinds.map((kind) => lookAt(kind, positions)));
    setCurrentDetails(seen.map(({ said }) => said).join(', '));
    if (seen.every(({ isDone }) => isDone)) break;
  }
  return Object.fromEntries(kinds.map((kind) => [kind, positions[kind] ?? null]));
}

async function lookAt(kind: string, positions: Positions): Promise<{ said: string; isDone: boolean }> {
  try {
    const looked = await looks.reconcile({ kind, from: positions[kind] ?? null });
    positions[kind] = looked.next;
    return { said: `${kind}: ${looked.revived} of ${looked.waiting}`, isDone: looked.isDone };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { said: `${kind}: **failed**`, isDone: true };
  }
}
