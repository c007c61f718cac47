// The REST door of a roadmap: open the step that waits.
import { z } from '@hono/zod-openapi';
import { writeInSteps } from '../http/once.ts';
import { answer, endpoint, representation } from '../http/operation.ts';
import { byId, id, working } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { goalJson } from './goal-json.ts';
import { matchGoal, show, stillAtWork, type GoalPorts } from './goal-routes.ts';
import { proposePlan } from './negotiations.ts';
import { openStep } from './open-step.ts';

export const open = endpoint(
  { access: 'goals:write', limit: 'agent', tagged: true, problems: ['GOAL_CLOSED', 'PLANNING_FAILED'] },
  {
    method: 'post',
    path: '/goals/{id}/opening',
    operationId: 'openGoalStep',
    summary: 'Begin with a step that waits in a roadmap; answers with its first draft',
    request: { params: byId },
    responses: {
      200: representation('The goal and its first draft.', goalJson),
      202: answer(
        'Specialists are still at work: send it again, or read the goal later.',
        z.strictObject({ goal_id: id, conversation_id: id, status: working }),
      ),
    },
  },
  (ports: GoalPorts) => (c) => {
    const goalId = c.req.valid('param').id;
    return writeInSteps(
      c,
      ports,
      async (ctx, attempt) => {
        await matchGoal(c, ctx, goalId, attempt);
        return openStep(ctx, { goalId });
      },
      async (opened) => {
        const proposed = await proposePlan(ports, c.var.person, { goalId });
        if (proposed.kind === 'working') return stillAtWork(opened);
        return { status: 200, ...(await asPerson(ports, c.var.person, (ctx) => show(ctx, goalId))) };
      },
    );
  },
);
