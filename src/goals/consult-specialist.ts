// The three specialists. Each reads in one transaction, thinks outside any, and leaves its finding in the database. For
// a goal that is decided nobody thinks.
import { readProfile } from '../account/read-profile.ts';
import { asPerson, type Actor, type Ctx } from '../kernel/context.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import { learnFromMisses } from '../patterns/learn-from-misses.ts';
import { patternObserver } from '../patterns/pattern-observer.agent.ts';
import { knownPatterns } from '../patterns/read-pattern.ts';
import { withStored } from '../patterns/stored-slots.ts';
import { findSlots, firstDayOf } from '../planning/find-slots.ts';
import { spanOfWeeks } from '../planning/plan-span.ts';
import { classifier } from './classifier.agent.ts';
import { countHistory } from './count-history.sql.ts';
import { findGoal } from './find-goal.ts';
import { storeFinding, type DraftRequest } from './findings.ts';
import { isModified, isNegotiated } from './is-negotiated.ts';
import { loadBusyTimes, loadPlanning } from './load-planning.ts';
import { loadStanding } from './load-standing.ts';
import { scheduler } from './scheduler.agent.ts';

const WEEKS = 6;

/** What the goal is about. */
export async function classify(ports: ThinkingPorts, actor: Actor, request: DraftRequest): Promise<void> {
  const goal = await asPerson(ports, actor, (ctx) => findGoal(ctx, request.goalId));
  if (!isNegotiated(goal)) return;
  const question = { goal_text: goal.wish };
  const output = await ask({ ...ports, person: actor }, classifier, question, aboutOf(request));
  await storeFinding(ports, actor, request, 'classifier', output);
}

/** The model wishes, code looks for the slots. */
export async function schedule(ports: ThinkingPorts, actor: Actor, request: DraftRequest): Promise<void> {
  const basis = await asPerson(ports, actor, (ctx) => loadPlanning(ctx, request));
  const { goal, words, today, zone, profile } = basis;
  if (!isNegotiated(goal)) return;
  const question = { ...words, today, zone, profile };
  const output = await ask({ ...ports, person: actor }, scheduler, question, aboutOf(request));
  const nowMs = Date.now();
  const startOn = firstDayOf({ startOn: output.start_on, zone, nowMs });
  const span = spanOfWeeks(startOn, WEEKS, zone);
  const busy = await asPerson(ports, actor, async (ctx) =>
    loadBusyTimes(ctx, span, isModified(goal) ? await freedBy(ctx, goal.id) : undefined),
  );
  const found = findSlots({
    wishes: output.wishes,
    profile,
    busy,
    avoidSlots: [],
    zone,
    startOn,
    weeks: WEEKS,
    nowMs,
  });
  await storeFinding(ports, actor, request, 'scheduler', { ...output, found });
}

/** Sessions that a change of the plan may take the place of are not in its way. */
async function freedBy(ctx: Ctx, goalId: string): Promise<Set<string>> {
  const { open } = await loadStanding(ctx, goalId);
  return new Set(open.map(({ id }) => id));
}

/** When the person tends to do what they planned, and when not. */
export async function observePatterns(
  ports: ThinkingPorts,
  actor: Actor,
  request: DraftRequest,
): Promise<void> {
  const { goal, patterns, ...evidence } = await asPerson(ports, actor, async (ctx) => {
    const goal = await findGoal(ctx, request.goalId);
    await learnFromMisses(ctx);
    return {
      goal,
      patterns: await knownPatterns(ctx),
      ...(await countHistory(ctx)),
      chronotype: (await readProfile(ctx)).chronotype,
    };
  });
  if (!isNegotiated(goal)) return;
  const output = await ask({ ...ports, person: actor }, patternObserver, evidence, aboutOf(request));
  await storeFinding(ports, actor, request, 'pattern_observer', withStored(output, patterns));
}

const aboutOf = ({ goalId }: DraftRequest) => ({ goalId });
