// The REST door of sessions that serve a further goal.
import { z } from '@hono/zod-openapi';
import { writeOnce } from '../http/once.ts';
import { endpoint, representation } from '../http/operation.ts';
import { id } from '../http/schemas.ts';
import { goalJson } from './goal-json.ts';
import { show, type GoalPorts } from './goal-routes.ts';
import { shareTask, unshareTask } from './share-task.ts';

const byBoth = z.object({ id, task_id: id });
const PATH = '/goals/{id}/shared-tasks/{task_id}';

export const share = endpoint(
  { access: 'goals:write', limit: 'crud', problems: ['GOAL_CLOSED', 'TASK_SETTLED'] },
  {
    method: 'put',
    path: PATH,
    operationId: 'shareTask',
    summary: 'Let a session serve this goal as well: what becomes of it counts for both',
    description: 'Where its own goal is let go, it becomes a session of the next one that it serves.',
    request: { params: byBoth },
    responses: { 200: representation('The goal as it is now.', goalJson) },
  },
  (ports: GoalPorts) => (c) => {
    const { id: goalId, task_id: taskId } = c.req.valid('param');
    return writeOnce(c, ports, 200, async (ctx) => {
      await shareTask(ctx, { goalId, taskId });
      return show(ctx, goalId);
    });
  },
);

export const unshare = endpoint(
  { access: 'goals:write', limit: 'crud' },
  {
    method: 'delete',
    path: PATH,
    operationId: 'unshareTask',
    summary: 'A session serves this goal no more; it stays with its own',
    request: { params: byBoth },
    responses: { 200: representation('The goal as it is now.', goalJson) },
  },
  (ports: GoalPorts) => (c) => {
    const { id: goalId, task_id: taskId } = c.req.valid('param');
    return writeOnce(c, ports, 200, async (ctx) => {
      await unshareTask(ctx, { goalId, taskId });
      return show(ctx, goalId);
    });
  },
);
