// The doors that are open to everybody, in the matrix.
import { signAnswer } from '../../../src/reminders/answer-token.ts';
import { plain, type Entries } from './entry.ts';
import { task } from './tasks.ts';

const HOUR_MS = 3_600_000;

export const OPEN_DOORS: Entries = {
  livez: plain,
  readyz: plain,
  health: plain,
  metrics: plain,
  listProblems: plain,
  readProblem: { ask: () => ({ path: { code: 'NOT_FOUND' } }) },
  answerPush: {
    ask: async (who) => {
      const taskId = await who.have(task);
      const me = await who.expect('GET', '/v1/auth/me');
      const token = signAnswer(who.world.env['TOKEN_SECRET']!, {
        orgId: me.organisation.id,
        userId: me.user.id,
        taskId,
        generation: 1,
        expiresAt: new Date(Date.now() + HOUR_MS),
      });
      return { body: { token, action: 'done' } };
    },
  },
};
