// The door of notification buttons: no sign-in, only the token that the notification carried.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Flows } from '../../temporal/flows.ts';
import { asPerson } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { readAnswer } from '../reminders/answer-token.ts';
import { applyAnswer } from '../tasks/apply-answer.ts';
import { readTask } from '../tasks/read-task.ts';
import type { Env } from './env.ts';
import { presentTask, taskJson } from './json/task.ts';
import { answer, createRoutes, jsonBody, operation } from './operation.ts';
import { tellReminders } from './tell-reminders.ts';

const pushAnswer = operation(
  { access: 'public', limit: null, problems: ['TOKEN_INVALID', 'NOT_FOUND'] },
  {
    method: 'post',
    path: '/push/answers',
    operationId: 'answerPush',
    summary: 'What a button of a notification sends; the first answer counts',
    request: {
      body: jsonBody(
        z.strictObject({
          token: z.string().min(1).max(2048),
          action: z.enum(['done', 'reschedule', 'missed']),
        }),
      ),
    },
    responses: {
      200: answer(
        'The state that counts.',
        z.strictObject({
          first: z.boolean().describe('Whether this answer decided.'),
          say: z.string().describe('What to show to the person.'),
          task: taskJson,
        }),
      ),
    },
  },
);

export function pushAnswerRoutes(deps: {
  orm: MikroORM;
  flows: Flows;
  tokenSecret: string;
  tokenSecretOld?: string | undefined;
}): OpenAPIHono<Env> {
  const { tokenSecret, tokenSecretOld } = deps;
  // A notification may be older than the rotation of the secret.
  const secrets = tokenSecretOld === undefined ? [tokenSecret] : [tokenSecret, tokenSecretOld];
  const app = createRoutes();
  app.openapi(pushAnswer, async (c) => {
    const { token, action } = c.req.valid('json');
    const granted = readAnswer(secrets, token);
    if (!granted) throw new FluxError('TOKEN_INVALID');
    const { taskId, generation } = granted;
    const person = { orgId: granted.orgId, userId: granted.userId };
    const { answered, task } = await asPerson(deps.orm, person, async (ctx) => ({
      answered: await applyAnswer(ctx, { taskId, generation, intent: action, via: 'push' }),
      task: await readTask(ctx, { taskId }),
    }));
    await tellReminders(deps.flows, c.var.log, person, answered);
    return c.json({ first: answered.first, say: answered.say, task: presentTask(task) }, 200);
  });
  return app;
}
