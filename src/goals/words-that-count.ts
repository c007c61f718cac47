// Which drafts led to a plan, and so whose words count for the next: nothing of a change that was given up or undone.
import type { Goal, PlanDraft } from './goal.entity.ts';

type Draft = Pick<PlanDraft, 'number' | 'requestedBy' | 'modification' | 'restores'>;
type Agreed = Pick<Goal, 'modifies' | 'approvedDraft' | 'approvedDrafts'>;

/**
 * The ids of the messages that asked for what stands or is negotiated now, in the order in which they count. `drafts`:
 * all of the goal, by number. Pure.
 */
export function wordsThatCount(goal: Agreed, drafts: readonly Draft[]): string[] {
  const latest = drafts.at(-1)?.number ?? 0;
  const led =
    typeof goal.modifies === 'number'
      ? ledToChange(goal, drafts, { since: goal.modifies, upTo: latest })
      : ledTo(goal, drafts, goal.approvedDraft ?? latest);
  return led.flatMap(({ requestedBy }) => requestedBy ?? []);
}

function ledTo(goal: Agreed, drafts: readonly Draft[], upTo: number): Draft[] {
  const modification = drafts.find(({ number }) => number === upTo)?.modification;
  if (!modification) return drafts.filter(({ number }) => number <= upTo);
  return ledToChange(goal, drafts, { since: modification.since ?? ranBefore(goal, upTo), upTo });
}

/** The plan that ran when it was opened, or the one that it brings back, and what was said in it since. */
function ledToChange(
  goal: Agreed,
  drafts: readonly Draft[],
  { since, upTo }: { since: number; upTo: number },
): Draft[] {
  const own = drafts.filter(({ number }) => number > since && number <= upTo);
  const back = own.findLast(({ restores }) => restores);
  const base = back?.restores ?? ranBefore(goal, since + 1);
  return [...ledTo(goal, drafts, base), ...own.filter(({ number }) => number > (back?.number ?? 0))];
}

const ranBefore = ({ approvedDrafts }: Agreed, number: number): number =>
  approvedDrafts.findLast((approved) => approved < number) ?? 0;
