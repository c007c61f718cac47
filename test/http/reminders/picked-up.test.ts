// What is picked up after its person wanted no calls any more says nothing of the task, and asks nothing.
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';
import { knockAs } from '../../harness/knock.ts';
import type { Person } from '../../harness/person.ts';

const { world, admin } = httpWorld({ env: { LOG_LEVEL: 'silent' } });

const TITLE = 'Water the plants';

/** A person whose phone rings for a task; `knock` is the provider at one of the call's doors. */
async function called() {
  const person = await world.person('Ana', { channels: ['call'] });
  const task = await person.plan(TITLE, 3600);
  const [dispatchId, sid] = [randomUUID(), `CA${randomBytes(16).toString('hex')}`];
  const { rows } = await admin.query(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, first_sent_at, last_sent_at, external_id)
     select $1, org_id, user_id, id, generation, 'call', 'accepted', now(), now(), $2 from tasks where id = $3
     returning org_id, user_id`,
    [dispatchId, sid, task],
  );
  const query = new URLSearchParams({ o: rows[0].org_id, u: rows[0].user_id, d: dispatchId }).toString();
  const knock = async (door: 'call' | 'call-keys', form: Record<string, string> = {}): Promise<string> => {
    const path = `/webhooks/twilio/${door}?${query}`;
    const all = { CallSid: sid, To: person.number, AnsweredBy: 'human', ...form };
    return (await knockAs(world, { path, form: all })).text();
  };
  return { person, task, knock, org: rows[0].org_id as string, user: rows[0].user_id as string };
}

type Called = Awaited<ReturnType<typeof called>>;

/** The same, by a number of hers that somebody else has proved by now. */
async function prove(person: Person, phone: string): Promise<void> {
  await person.expect(202, 'POST', '/v1/account/phone/verification', { phone });
  const { code } = await world.simulator.waitFor((state) =>
    state.verifications.find((one) => one.to === phone && one.status === 'pending'),
  );
  await person.expect(200, 'POST', '/v1/account/phone/verification/check', { code });
}

const CHANGES: [what: string, change: (call: Called) => Promise<unknown>][] = [
  [
    'calls were switched off',
    ({ person }) => person.expect(200, 'PATCH', '/v1/account/preferences', { channels: { call: false } }),
  ],
  [
    'somebody else proved the number',
    async ({ person }) => prove(await world.person('Ben', { channels: [] }), person.number),
  ],
  [
    'the person proved another number',
    async ({ person }) => {
      world.simulator.phone.addPhone('+12025550191', 'Ana');
      await prove(person, '+12025550191');
    },
  ],
  [
    'the person left',
    ({ org, user }) => admin.query('delete from members where org_id = $1 and user_id = $2', [org, user]),
  ],
];

test.for(CHANGES)('where %s', async ([, change]) => {
  const call = await called();
  expect(await call.knock('call')).toContain(TITLE);
  await change(call);
  const said = await call.knock('call');
  expect(said).not.toContain(TITLE);
  expect(said).not.toContain('<Gather');
  expect(said).toContain('This is Flux. There is nothing to answer any more.');
});

test('a key that somebody else presses on their number settles nothing of the one before', async () => {
  const { person, task, knock } = await called();
  await prove(await world.person('Cleo', { channels: [] }), person.number);
  expect(await knock('call-keys', { Digits: '1' })).not.toContain(TITLE);
  expect((await person.task(task)).status).toBe('pending');
});
