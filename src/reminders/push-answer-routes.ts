// The door of notification buttons: no sign-in, only the token that the notification carried.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { clientAddress } from '../http/client-address.ts';
import { limitRequest } from '../http/limit-requests.ts';
import { answer, endpoint, jsonBody, room } from '../http/operation.ts';
import { asPerson, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { answerTask } from '../tasks/answer-task.ts';
import { presentTask, taskJson } from '../tasks/task-json.ts';
import { readAnswer } from './answer-token.ts';
import { requireBrowser } from './require-browser.ts';

export interface PushAnswerPorts extends Store {
  limiter: Limiter;
  trustedProxyHops: number;
  tokenSecret: string;
  /** While the secret is being rotated: a notification may be older than that. */
  tokenSecretOld?: string | undefined;
}

const pushAnswer = endpoint(
  // Counted by whoever the token names, and so in the handler.
  { access: 'public', limit: null, problems: ['TOKEN_INVALID', 'NOT_FOUND', 'RATE_LIMITED'] },
  {
    method: 'post',
    path: '/push/answers',
    operationId: 'answerPush',
    summary: 'What a button of a notification sends; the first answer counts, while its browser is notified',
    description:
      'Counts for the limit `crud` of the person whom the token names; for `unknown` of the address where it names nobody.',
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
    if (!granted) {
      await limitRequest(c, ports.limiter, 'unknown', clientAddress(c, ports.trustedProxyHops));
      throw new FluxError('TOKEN_INVALID');
    }
    const { orgId, userId, taskId, generation, subscriptionId } = granted;
    await limitRequest(c, ports.limiter, 'crud', userId);
    const { first, say, task } = await asPerson(ports, { orgId, userId, via: 'push' }, async (ctx) => {
      await requireBrowser(ctx, subscriptionId);
      return answerTask(ctx, { taskId, generation, intent: action });
    });
    return c.json({ first, say, task: presentTask(task) }, 200);
  },
);

export const pushAnswerRoutes = (ports: PushAnswerPorts): OpenAPIHono<Env> => room(ports, pushAnswer);

const secretsOf = ({ tokenSecret, tokenSecretOld }: PushAnswerPorts): string[] =>
  tokenSecretOld === undefined ? [tokenSecret] : [tokenSecret, tokenSecretOld];
