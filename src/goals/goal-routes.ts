// The REST door of goals as things: say one, look at it, let it go.
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '../http/env.ts';
import { answerTagged, requireMatch, tagged } from '../http/etag.ts';
import { writeInSteps, writeOnce, type OncePorts } from '../http/once.ts';
import { answer, created, endpoint, jsonBody, representation } from '../http/operation.ts';
import { byId, id, nextCursor, page, words, working } from '../http/schemas.ts';
import { asPerson, type Ctx } from '../kernel/context.ts';
import { hearWritten } from '../safety/hear-written.ts';
import { FluxError } from '../kernel/errors.ts';
import { abandonGoal } from './abandon-goal.ts';
import { findGoal } from './find-goal.ts';
import {
  goalJson,
  goalStatus,
  goalSummaryJson,
  presentDraft,
  presentGoal,
  presentGoalSummary,
} from './goal-json.ts';
import { proposePlan, type NegotiationPorts } from './negotiations.ts';
import { lockSharing } from './lock-sharing.sql.ts';
import { openGoal, type OpenedGoal } from './open-goal.ts';
import { listGoals, readGoal } from './read-goal.ts';
import { withdrawGoal } from './withdraw-request.ts';

export type GoalPorts = OncePorts & NegotiationPorts;

export const create = endpoint(
  { access: 'goals:write', limit: 'agent', problems: ['GOAL_CLOSED', 'ID_REUSED', 'PLANNING_FAILED'] },
  {
    method: 'post',
    path: '/goals',
    operationId: 'createGoal',
    summary: 'Say a goal; answers with its first draft',
    request: {
      body: jsonBody(
        z.strictObject({
          wish: words(4000, 3),
          goal_id: id.optional().describe('Made by the client, so that a repeat is harmless.'),
        }),
      ),
    },
    responses: {
      201: created('The goal and its first draft.', goalJson),
      202: answer(
        'Specialists are still at work: send the same goal_id again, or read the goal later.',
        z.strictObject({ goal_id: id, conversation_id: id, status: working }),
      ),
    },
  },
  (ports: GoalPorts) => async (c) => {
    const { wish, goal_id } = c.req.valid('json');
    const { person } = c.var;
    await hearWritten(ports, person, wish);
    return writeInSteps(
      c,
      ports,
      (ctx, { effectId }) => openGoal(ctx, { wish, goalId: goal_id ?? effectId, conversationId: null }),
      async (opened) => {
        const { goalId } = opened;
        const proposed = await proposePlan(ports, person, { goalId }).catch(nameGoal(goalId));
        if (proposed.kind === 'working') return stillAtWork(opened);
        return asPerson(ports, person, (ctx) => shown(ctx, goalId));
      },
      {
        isNew: ({ isNew }) => isNew,
        undo: async (ctx, opened) => {
          if (await withdrawGoal(ctx, opened)) return null;
          const { latestDraft } = await readGoal(ctx, opened);
          return latestDraft ? shown(ctx, opened.goalId) : stillAtWork(opened);
        },
        kept: stillAtWork,
      },
    );
  },
);

export const list = endpoint(
  { access: 'goals:read', limit: 'crud' },
  {
    method: 'get',
    path: '/goals',
    operationId: 'listGoals',
    summary: 'Goals, newest first',
    request: { query: page.extend({ status: goalStatus.optional() }) },
    responses: {
      200: answer('One page.', z.strictObject({ goals: z.array(goalSummaryJson), next_cursor: nextCursor })),
    },
  },
  (ports: GoalPorts) => async (c) => {
    const { status, limit, cursor } = c.req.valid('query');
    const { goals, nextCursor } = await asPerson(ports, c.var.person, (ctx) =>
      listGoals(ctx, { status, limit, before: cursor ?? null }),
    );
    return c.json({ goals: goals.map(presentGoalSummary), next_cursor: nextCursor }, 200);
  },
);

export const read = endpoint(
  { access: 'goals:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/goals/{id}',
    operationId: 'readGoal',
    summary: 'A goal, its latest draft and its progress',
    request: { params: byId },
    responses: { 200: representation('The goal.', goalJson) },
  },
  (ports: GoalPorts) => async (c) => {
    const goalId = c.req.valid('param').id;
    const goal = await asPerson(ports, c.var.person, (ctx) => readGoal(ctx, { goalId }));
    return answerTagged(c, presentGoal(goal));
  },
);

export const abandon = endpoint(
  { access: 'goals:write', limit: 'crud', tagged: true },
  {
    method: 'post',
    path: '/goals/{id}/abandonment',
    operationId: 'abandonGoal',
    summary: 'Let a goal go: its open tasks are cancelled, their reminders stop',
    request: { params: byId },
    responses: { 200: representation('The goal as it is now.', goalJson) },
  },
  (ports: GoalPorts) => (c) => {
    const goalId = c.req.valid('param').id;
    return writeOnce(c, ports, 200, async (ctx) => {
      await lockSharing(ctx);
      await matchGoal(c, ctx, goalId, { isRepeat: false });
      await abandonGoal(ctx, { goalId });
      return show(ctx, goalId);
    });
  },
);

export const WORKING = 'working' as const;

export const show = async (ctx: Ctx, goalId: string) => tagged(presentGoal(await readGoal(ctx, { goalId })));

const shown = async (ctx: Ctx, goalId: string) => ({
  status: 201 as const,
  ...(await show(ctx, goalId)),
  location: `/v1/goals/${goalId}`,
});

export const stillAtWork = ({ goalId, conversationId }: Omit<OpenedGoal, 'isNew'>) => ({
  status: 202 as const,
  body: { goal_id: goalId, conversation_id: conversationId, status: WORKING },
});

/** Whoever asks again needs the id, also where the API made it. */
const nameGoal = (goalId: string) => (error: unknown) => {
  if (!(error instanceof FluxError) || error.code !== 'PLANNING_FAILED') throw error;
  throw new FluxError(error.code, { fields: { ...error.fields, goal_id: goalId }, cause: error });
};

/** An earlier attempt at this very request was matched already, and may itself have changed the goal since. */
export async function matchGoal(
  c: Context<Env>,
  ctx: Ctx,
  goalId: string,
  { isRepeat }: { isRepeat: boolean },
): Promise<void> {
  if (isRepeat) return;
  await requireMatch(c, async () => {
    await findGoal(ctx, goalId, 'lock');
    const goal = await readGoal(ctx, { goalId });
    // Whoever approves has looked at the goal, or at its latest draft.
    return [presentGoal(goal), ...(goal.latestDraft ? [presentDraft(goal.latestDraft)] : [])];
  });
}
