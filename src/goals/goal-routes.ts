// The REST door of goals as things: say one, look at it, let it go.
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '../http/env.ts';
import { answerTagged, requireMatch, tagged } from '../http/etag.ts';
import { writeInSteps, type OncePorts } from '../http/once.ts';
import { answer, created, endpoint, jsonBody, representation } from '../http/operation.ts';
import { byId, id, nextCursor, page, words, working } from '../http/schemas.ts';
import { asPerson, type Actor, type Ctx } from '../kernel/context.ts';
import { findGoal } from './find-goal.ts';
import {
  goalJson,
  goalStatus,
  goalSummaryJson,
  presentDraft,
  presentGoal,
  presentGoalSummary,
} from './goal-json.ts';
import { letGo, proposePlan, type NegotiationPorts } from './negotiations.ts';
import { openGoal } from './open-goal.ts';
import { listGoals, readGoal } from './read-goal.ts';

export type GoalPorts = OncePorts & NegotiationPorts;

export const create = endpoint(
  { access: 'goals:write', limit: 'agent' },
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
  (ports: GoalPorts) => (c) => {
    const { wish, goal_id } = c.req.valid('json');
    const { person } = c.var;
    return writeInSteps(
      c,
      ports,
      (ctx, { effectId }) => openGoal(ctx, { wish, goalId: goal_id ?? effectId, conversationId: null }),
      async ({ goalId, conversationId }) => {
        const proposed = await proposePlan(ports, person, { goalId });
        if (proposed.kind === 'working')
          return { status: 202, body: { goal_id: goalId, conversation_id: conversationId, status: WORKING } };
        return { status: 201, ...(await show(ports, person, goalId)), location: `/v1/goals/${goalId}` };
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
    const { body } = await show(ports, c.var.person, c.req.valid('param').id);
    return answerTagged(c, body);
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
    responses: {
      200: representation('The goal as it is now.', goalJson),
      202: answer('Still at work: send it again.', z.strictObject({ goal_id: id, status: working })),
    },
  },
  (ports: GoalPorts) => (c) => {
    const goalId = c.req.valid('param').id;
    const { person } = c.var;
    return writeInSteps(
      c,
      ports,
      (ctx, attempt) => matchGoal(c, ctx, goalId, attempt),
      async () => {
        const { kind } = await letGo(ports, person, { goalId });
        if (kind === 'working') return { status: 202, body: { goal_id: goalId, status: WORKING } };
        return { status: 200, ...(await show(ports, person, goalId)) };
      },
    );
  },
);

export const WORKING = 'working' as const;

const show = async (ports: GoalPorts, actor: Actor, goalId: string) =>
  tagged(presentGoal(await asPerson(ports, actor, (ctx) => readGoal(ctx, { goalId }))));

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
