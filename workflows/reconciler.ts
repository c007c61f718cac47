// On a schedule, every minute: what PostgreSQL or the provider knows of and nobody works at comes to life. Which kinds
// there are is asked, so that a new one changes no running workflow.
import { isCancellation, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { inTask, looks } from './activities.ts';
import type { Positions } from './reconciler.contract.ts';

/**
 * The kinds stand beside each other: one that fails stops no other, goes on from where it was with the next run, and
 * is seen in `flux_reconciler_last_look_seconds`. So the run itself does not fail.
 */
export async function reconciler(): Promise<Positions> {
  const before = (workflowInfo().lastResult ?? {}) as Positions;
  const kinds = await inTask.listKinds();
  const positions: Positions = {};
  const said: string[] = [];
  const lookAt = async (kind: string): Promise<void> => {
    const from = before[kind] ?? null;
    try {
      const { waiting, revived, next } = await looks.reconcile({ kind, from });
      positions[kind] = next;
      said.push(`${kind}: ${revived} of ${waiting}`);
    } catch (error) {
      if (isCancellation(error)) throw error;
      positions[kind] = from;
      said.push(`${kind}: **failed**`);
    }
  };
  await Promise.all(kinds.map(lookAt));
  setCurrentDetails(said.join(', '));
  return positions;
}
