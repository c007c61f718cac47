// The door of notification buttons: no sign-in, only the token that the notification carried.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { answer, endpoint, jsonBody, room } from '../http/operation.ts';
import { asPerson, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { answerTask } from '../tasks/answer-task.ts';
import { readTask } from '../tasks/read-task.ts';
import { presentTask, taskJson } from '../tasks/task-json.ts';
import { readAnswer } from './answer-token.ts';
import { requireBrowser } from './require-browser.ts';

export interface PushAnswerPorts extends Store {
  tokenSecret: string;
  /** While the secret is being rotated: a notification may be older than that. */
  tokenSecretOld?: string | undefined;
}

const pushAnswer = endpoint(
  { access: 'public', limit: null, problems: ['TOKEN_INVALID', 'NOT_FOUND'] },
  {
    method: 'post',
    path: '/push/answers',
    operationId: 'answerPush',
    summary: 'What a button of a notification sends; the first answer counts, while its browser is notified',
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
  (ports: PushAnswerPorts) => async (c) => {
    const { token, action } = c.req.valid('json');
    const granted = readAnswer(secretsOf(ports), token);
    if (!granted) throw new FluxError('TOKEN_INVALID');
    const { orgId, userId, taskId, generation, subscriptionId } = granted;
    const { answered, task } = await asPerson(ports, { orgId, userId, via: 'push' }, async (ctx) => {
      await requireBrowser(ctx, subscriptionId);
      const answered = await answerTask(ctx, { taskId, generation, intent: action });
      return { answered, task: await readTask(ctx, { taskId }) };
    });
    return c.json({ first: answered.first, say: answered.say, task: presentTask(task) }, 200);
  },
);

export const pushAnswerRoutes = (ports: PushAnswerPorts): OpenAPIHono<Env> => room(ports, pushAnswer);

const secretsOf = ({ tokenSecret, tokenSecretOld }: PushAnswerPorts): string[] =>
  tokenSecretOld === undefined ? [tokenSecret] : [tokenSecret, tokenSecretOld];
