// What the specialists leave behind for the planner: one finding each per draft.
import { z } from 'zod';
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { patternObserver } from '../patterns/pattern-observer.agent.ts';
import type { Specialist } from '../planning/plan.ts';
import { foundSlots } from '../planning/wish.ts';
import { classifier } from './classifier.agent.ts';
import { SpecialistFinding } from './goal.entity.ts';
import { scheduler } from './scheduler.agent.ts';

/** The draft that is being made. */
export interface DraftRequest {
  goalId: string;
  draftNumber: number;
  /** The message that asks for this draft, or null. */
  requestedBy: string | null;
}

const findings = z.object({
  classifier: classifier.output,
  /** The model's wishes, and the slots that code found for them. */
  scheduler: scheduler.output.extend({ found: foundSlots }),
  pattern_observer: patternObserver.output,
});

export type Findings = z.infer<typeof findings>;

/** A repeat of the specialist takes the place of what it left before. */
export async function storeFinding<S extends Specialist>(
  store: Store,
  actor: Actor,
  request: DraftRequest,
  specialist: S,
  output: Findings[S],
): Promise<void> {
  const { goalId, draftNumber } = request;
  await asPerson(store, actor, ({ em, orgId, userId }) =>
    em.upsert(
      SpecialistFinding,
      { id: newId(), orgId, userId, goalId, draftNumber, specialist, output },
      {
        onConflictFields: ['orgId', 'goalId', 'draftNumber', 'specialist'],
        onConflictMergeFields: ['output'],
      },
    ),
  );
}

/** What they left for this draft; null for one that left nothing. */
export async function readFindings(
  ctx: Ctx,
  { goalId, draftNumber }: DraftRequest,
): Promise<{ [S in Specialist]: Findings[S] | null }> {
  const rows = await ctx.em.find(SpecialistFinding, { goalId, draftNumber });
  const of = <S extends Specialist>(specialist: S): Findings[S] | null => {
    const row = rows.find((candidate) => candidate.specialist === specialist);
    return row ? (findings.shape[specialist].parse(row.output) as Findings[S]) : null;
  };
  return {
    classifier: of('classifier'),
    scheduler: of('scheduler'),
    pattern_observer: of('pattern_observer'),
  };
}
