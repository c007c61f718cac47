// The buttons of a notification: one token answers one task of one person, and the first answer counts.
import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signAnswer } from '../../../src/reminders/answer-token.ts';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { world, api, admin } = httpWorld({ env: { LOG_LEVEL: 'silent' } });

/** A task of hours ahead, and the token that its notification would carry. */
async function remind(
  person: Session,
  more: { taskId?: string; expiresAt?: Date; secret?: string; subscriptionId?: string } = {},
) {
  const { id } = await person.expect(201, 'POST', '/v1/tasks', {
    title: 'Run',
    starts_at: new Date(Date.now() + 7_200_000).toISOString(),
    duration_minutes: 30,
    force: true,
  });
  const { user } = await person.expect(200, 'GET', '/v1/auth/me');
  const token = signAnswer(more.secret ?? world.env['TOKEN_SECRET']!, {
    orgId: user.org_id,
    userId: user.id,
    taskId: more.taskId ?? id,
    generation: 1,
    ...(more.subscriptionId !== undefined && { subscriptionId: more.subscriptionId }),
    expiresAt: more.expiresAt ?? new Date(Date.now() + 60_000),
  });
  return { id, token };
}

const press = (token: string, action: string) =>
  api.call('POST', '/push/answers', { body: { token, action } });

test('the first answer counts, later ones are told what is recorded', async () => {
  const { token } = await remind(await api.register());
  const done = await press(token, 'done');
  expect(done).toMatchObject({
    status: 200,
    body: { first: true, task: { status: 'done', settled_via: 'push' } },
  });
  for (const action of ['done', 'missed', 'reschedule']) {
    const late = await press(token, action);
    expect(late).toMatchObject({ status: 200, body: { first: false, task: done.body.task } });
  }
});

test('"later" moves the task once, however often it is pressed', async () => {
  const { token } = await remind(await api.register());
  const moved = await press(token, 'reschedule');
  expect(moved).toMatchObject({
    status: 200,
    body: { first: true, task: { status: 'rescheduled', generation: 2 } },
  });
  const again = await Promise.all([press(token, 'reschedule'), press(token, 'missed')]);
  for (const answer of again)
    expect(answer).toMatchObject({ status: 200, body: { first: false, task: moved.body.task } });
});

test('two fingers at once move it once', async () => {
  const { token } = await remind(await api.register());
  const answers = await Promise.all(Array.from({ length: 8 }, () => press(token, 'reschedule')));
  expect(answers.filter(({ body }) => body.first)).toHaveLength(1);
  expect(new Set(answers.map(({ body }) => body.task.generation))).toEqual(new Set([2]));
});

test('a token that is not ours, is too old, or names the task of somebody else answers nothing', async () => {
  const [ana, ben] = [await api.register(), await api.register()];
  const mine = await remind(ana);
  const { token: old } = await remind(ana, { expiresAt: new Date(Date.now() - 1) });
  const { token: forged } = await remind(ana, { secret: randomUUID() });
  for (const token of [old, forged, `${mine.token}x`, mine.token.split('.')[0]!, ana.token])
    expect(await press(token, 'done')).toMatchObject({ status: 403, body: { code: 'TOKEN_INVALID' } });
  const { token: foreign } = await remind(ben, { taskId: mine.id });
  expect(await press(foreign, 'done')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect((await ana.expect(200, 'GET', `/v1/tasks/${mine.id}`)).status).toBe('pending');
});

const BROWSERS = '/v1/account/push-subscriptions';
const browser = () => ({
  endpoint: `https://fcm.googleapis.com/fcm/send/${randomUUID()}`,
  keys: {
    p256dh: createECDH('prime256v1').generateKeys('base64url'),
    auth: randomBytes(16).toString('base64url'),
  },
});

describe('a notification answers nothing any more', () => {
  test.for<[what: string, end: (ana: Session, shared: object, id: string) => Promise<unknown>]>([
    ['after a sign-out everywhere', (ana) => ana.expect(204, 'POST', '/v1/auth/logout-everywhere')],
    [
      'where another person subscribed',
      async (_ana, shared) => (await api.register()).expect(201, 'POST', BROWSERS, shared),
    ],
    [
      'where the person wants none there',
      (ana, _shared, id) => ana.expect(204, 'DELETE', `${BROWSERS}/${id}`),
    ],
  ])('%s', async ([, end]) => {
    const ana = await api.register();
    const shared = browser();
    const { id: subscriptionId } = await ana.expect(201, 'POST', BROWSERS, shared);
    const first = await remind(ana, { subscriptionId });
    const second = await remind(ana, { subscriptionId });
    expect(await press(first.token, 'done')).toMatchObject({ status: 200, body: { first: true } });
    await ana.expect(201, 'POST', BROWSERS, shared);
    await end(ana, shared, subscriptionId);
    const refused = await press(second.token, 'done');
    expect(refused).toMatchObject({ status: 403, body: { code: 'TOKEN_INVALID' } });
    const { rows } = await admin.query('select status from tasks where id = $1', [second.id]);
    expect(rows).toEqual([{ status: 'pending' }]);
  });
});
