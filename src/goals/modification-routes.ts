// The REST door of a plan that runs: ask for a change of it, bring back an earlier one, or leave it as it is.
import { z } from '@hono/zod-openapi';
import { tagged } from '../http/etag.ts';
import { writeOnce } from '../http/once.ts';
import { created, endpoint, jsonBody, representation } from '../http/operation.ts';
import { byId } from '../http/schemas.ts';
import { asking } from './draft-routes.ts';
import { draftJson, draftNumber, goalJson, presentDraft } from './goal-json.ts';
import { matchGoal, show, type GoalPorts } from './goal-routes.ts';
import { dropModification, openModification, restorePlan } from './modify-goal.ts';
import { readDraft } from './read-goal.ts';

export const modify = asking(
  {
    path: '/goals/{id}/modifications',
    operationId: 'modifyGoal',
    summary: 'Ask in plain words for a change of a plan that runs; nothing changes before it is approved',
  },
  openModification,
);

export const leaveAsItIs = endpoint(
  { access: 'goals:write', limit: 'crud', tagged: true },
  {
    method: 'post',
    path: '/goals/{id}/modifications/abandonment',
    operationId: 'dropModification',
    summary: 'Give up a change that waits: the plan stays as it is',
    request: { params: byId },
    responses: { 200: representation('The goal as it is now.', goalJson) },
  },
  (ports: GoalPorts) => (c) => {
    const goalId = c.req.valid('param').id;
    return writeOnce(c, ports, 200, async (ctx) => {
      await matchGoal(c, ctx, goalId, { isRepeat: false });
      await dropModification(ctx, { goalId });
      return show(ctx, goalId);
    });
  },
);

export const restore = endpoint(
  { access: 'goals:write', limit: 'crud', tagged: true, problems: ['GOAL_CLOSED'] },
  {
    method: 'post',
    path: '/goals/{id}/restoration',
    operationId: 'restoreDraft',
    summary: 'A new draft that brings back what lies ahead of a plan that was approved before',
    request: {
      params: byId,
      body: jsonBody(
        z.strictObject({
          draft: draftNumber.optional().describe('Which one; the one approved before, unless told.'),
        }),
      ),
    },
    responses: { 201: created('The new draft; it waits for approval.', draftJson) },
  },
  (ports: GoalPorts) => (c) => {
    const goalId = c.req.valid('param').id;
    const { draft } = c.req.valid('json');
    return writeOnce(c, ports, 201, async (ctx) => {
      await matchGoal(c, ctx, goalId, { isRepeat: false });
      const { number } = await restorePlan(ctx, { goalId, draft });
      const shown = await readDraft(ctx, { goalId, number });
      return { ...tagged(presentDraft(shown)), location: `/v1/goals/${goalId}/drafts/${number}` };
    });
  },
);
