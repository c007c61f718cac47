// A request that was taken back has not been made: whoever sends it again is asked all anew, under the same key, too.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';

// Nobody listens there: nothing can be handed to Temporal.
const { api, admin } = httpWorld({ env: { TEMPORAL_ADDRESS: '127.0.0.1:1', LOG_LEVEL: 'silent' } });

const WISH = 'I want to read more';

async function newGoal(email: string): Promise<string> {
  const [id, conversation] = [randomUUID(), randomUUID()];
  const { rows } = await admin.query(
    'select org_id, user_id from profiles join users u on u.id = user_id where u.email = $1',
    [email],
  );
  const owner = [rows[0].org_id, rows[0].user_id];
  await admin.query('insert into conversations (id, org_id, user_id) values ($1, $2, $3)', [
    conversation,
    ...owner,
  ]);
  await admin.query(
    `insert into goals (id, org_id, user_id, conversation_id, wish, title, planning, planning_failures)
     values ($1, $2, $3, $4, $5, $5, 'failed', 1)`,
    [id, ...owner, conversation, WISH],
  );
  return `/v1/goals/${id}`;
}

test('what it had seen is asked again, where the goal has changed since', async () => {
  const ana = await api.register();
  const path = await newGoal(ana.email);
  const seen = (await ana.call('GET', path)).headers.get('etag')!;
  const headers = { 'idempotency-key': randomUUID(), 'if-match': seen };
  const revise = () => ana.call('POST', `${path}/revisions`, { message: 'Only on weekends' }, headers);

  expect(await revise()).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  expect((await ana.call('GET', path)).headers.get('etag')).toBe(seen);
  await admin.query(`update goals set title = 'Read' where id = $1`, [path.split('/').at(-1)]);
  expect(await revise()).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
});
