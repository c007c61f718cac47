// The three specialists. Each reads in one transaction, thinks outside any, and leaves its finding in the database.
import type { MikroORM } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { AGENTS, foundSlots, type FoundSlots, type Specialist } from '../agents.ts';
import { asPerson, type Ctx, type Person } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { addDays } from '../kernel/time.ts';
import { runAgent, type Model } from '../llm/model.ts';
import { countHistory } from '../patterns/count-history.ts';
import { readProfile } from '../account/read-profile.ts';
import { findSlots } from './find-slots.ts';
import { SpecialistFinding } from './goal.entity.ts';
import { loadPlanning } from './load-planning.ts';

export interface Thinking {
  orm: MikroORM;
  model: Model;
  signal?: AbortSignal;
}

export interface DraftRequest {
  goalId: string;
  draftNumber: number;
  /** The message that asks for this draft, or null. */
  requestedBy: string | null;
}

/** What each specialist leaves behind. */
export const findings = z.object({
  classifier: AGENTS.classifier.output,
  scheduler: AGENTS.scheduler.output.extend({ found: foundSlots }),
  pattern_observer: AGENTS.pattern_observer.output,
});
export type Findings = z.infer<typeof findings>;

export async function classify(think: Thinking, person: Person, request: DraftRequest): Promise<void> {
  const { goal } = await asPerson(think.orm, person, (ctx) => loadPlanning(ctx, request));
  const { output } = await runAgent(think.model, 'classifier', { goal_text: goal.wish }, signalOf(think));
  await leave(think, person, request, 'classifier', output);
}

/** The model wishes, code looks for the slots. */
export async function schedule(think: Thinking, person: Person, request: DraftRequest): Promise<void> {
  const basis = await asPerson(think.orm, person, (ctx) => loadPlanning(ctx, request));
  const { goal, revisions, today, zone, profile, busy } = basis;
  const input = { goal_text: goal.wish, revisions, today, zone, profile };
  const { output } = await runAgent(think.model, 'scheduler', input, signalOf(think));
  const found: FoundSlots = findSlots({
    wishes: output.wishes,
    profile,
    busy,
    avoidSlots: [],
    zone,
    startOn: output.start_on ?? addDays(today, 1),
    weeks: 6,
    nowMs: Date.now(),
  });
  await leave(think, person, request, 'scheduler', { ...output, found });
}

export async function observePatterns(think: Thinking, person: Person, request: DraftRequest): Promise<void> {
  const evidence = await asPerson(think.orm, person, async (ctx) => ({
    ...(await countHistory(ctx)),
    chronotype: (await readProfile(ctx)).chronotype,
  }));
  const { output } = await runAgent(think.model, 'pattern_observer', evidence, signalOf(think));
  await leave(think, person, request, 'pattern_observer', output);
}

/** What the specialists left for this draft; null for one that left nothing. */
export async function readFindings(
  ctx: Ctx,
  request: DraftRequest,
): Promise<{ [S in Specialist]: Findings[S] | null }> {
  const rows = await ctx.em.find(SpecialistFinding, {
    goalId: request.goalId,
    draftNumber: request.draftNumber,
  });
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

async function leave<S extends Specialist>(
  think: Thinking,
  person: Person,
  request: DraftRequest,
  specialist: S,
  output: Findings[S],
): Promise<void> {
  await asPerson(think.orm, person, (ctx) =>
    ctx.em.upsert(
      SpecialistFinding,
      {
        id: newId(),
        ...person,
        goalId: request.goalId,
        draftNumber: request.draftNumber,
        specialist,
        output,
      },
      {
        onConflictFields: ['orgId', 'goalId', 'draftNumber', 'specialist'],
        onConflictMergeFields: ['output'],
      },
    ),
  );
}

function signalOf({ signal }: Thinking): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}
