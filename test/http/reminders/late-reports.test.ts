// A report that a message did not get there ends a consent only where it was sent under that consent, to the number that
// is the person's.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';
import { knockAs, newSid } from '../../harness/knock.ts';
import type { Person } from '../../harness/person.ts';

const { world, admin } = httpWorld({ env: { LOG_LEVEL: 'silent' } });

const person = () => world.person('Ana', { channels: ['whatsapp'] });
const isIn = async (ana: Person) =>
  (await ana.expect(200, 'GET', '/v1/account/preferences')).channels.whatsapp as boolean;

async function write(ana: Person, Body: string): Promise<void> {
  const form = { From: `whatsapp:${ana.number}`, Body, MessageSid: newSid() };
  expect((await knockAs(world, { path: '/webhooks/twilio/messages', form })).status).toBe(200);
}

/** A message that the provider took; resolves to what reports that it was given up. */
async function send(ana: Person): Promise<(ErrorCode: string) => Promise<void>> {
  const made = {
    title: 'Run',
    starts_at: new Date(Date.now() + 3_600_000).toISOString(),
    duration_minutes: 5,
    force: true,
  };
  const { id } = await ana.expect(201, 'POST', '/v1/tasks', made);
  const [dispatchId, MessageSid] = [randomUUID(), newSid()];
  const { rows } = await admin.query(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, first_sent_at, last_sent_at, external_id)
     select $1, org_id, user_id, id, generation, 'whatsapp', 'accepted', now(), now(), $2 from tasks where id = $3
     returning org_id, user_id`,
    [dispatchId, MessageSid, id],
  );
  const query = new URLSearchParams({ o: rows[0].org_id, u: rows[0].user_id, d: dispatchId }).toString();
  return async (ErrorCode) => {
    const form = { MessageSid, MessageStatus: 'undelivered', ErrorCode };
    const answer = await knockAs(world, { path: `/webhooks/twilio/message-status?${query}`, form });
    expect(answer.status).toBe(204);
    const states = await admin.query('select state from dispatch_log where id = $1', [dispatchId]);
    expect(states.rows).toEqual([{ state: 'failed' }]);
  };
}

interface Busy {
  (sid?: string, status?: string): Promise<string>;
  /** As the ladder's next round leaves the row, with a call of its own; resolves to the id of the one before. */
  nextRound(): Promise<string>;
}

/** A call that the provider has; resolves to what reports that its line is busy, and to how it stands then. */
async function callMade(ana: Person, orgId: string | null, attempt = 1): Promise<Busy> {
  const there: Record<string, string> = orgId === null ? {} : { 'X-Org-Id': orgId };
  const starts_at = new Date(Date.now() + 3_600_000).toISOString();
  const task = { title: 'Run', starts_at, duration_minutes: 5, force: true };
  const { body } = await ana.call('POST', '/v1/tasks', task, there);
  const dispatchId = randomUUID();
  let CallSid = newCallSid();
  const { rows } = await admin.query(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, first_sent_at, last_sent_at, external_id,
       provider_rank, attempt)
     select $1, org_id, user_id, id, generation, 'call', 'accepted', now(), now(), $2, 1, $4 from tasks where id = $3
     returning org_id, user_id`,
    [dispatchId, CallSid, body.id, attempt],
  );
  const query = new URLSearchParams({ o: rows[0].org_id, u: rows[0].user_id, d: dispatchId }).toString();
  const busy = async (sid?: string, status = 'busy') => {
    const form = { CallSid: sid ?? CallSid, CallStatus: status };
    const answer = await knockAs(world, { path: `/webhooks/twilio/call-status?${query}`, form });
    expect(answer.status).toBe(204);
    const found = await admin.query('select state, reason from dispatch_log where id = $1', [dispatchId]);
    return [found.rows[0].state, found.rows[0].reason].join(' ').trim();
  };
  const noteSent = () =>
    admin.query(
      `insert into notification_log (id, org_id, user_id, task_id, dispatch_id, direction, channel, event, external_id)
       select $1, org_id, user_id, task_id, id, 'out', 'call', 'sent', external_id from dispatch_log where id = $2`,
      [randomUUID(), dispatchId],
    );
  await noteSent();
  const nextRound = async () => {
    const before = CallSid;
    CallSid = newCallSid();
    await admin.query(
      `update dispatch_log set state = 'accepted', reason = null, round = round + 1, first_sent_at = now(), last_sent_at = now(),
         external_id = $1, provider_status = null, provider_rank = 1 where id = $2`,
      [CallSid, dispatchId],
    );
    await noteSent();
    return before;
  };
  return Object.assign(busy, { nextRound });
}

const aCall = async () => callMade(await world.person('Ana', { channels: ['call'] }), null);
const newCallSid = () => newSid().replace('SM', 'CA');

describe('a line that is busy', () => {
  test('with a call of ours, of whichever organisation, has reached nobody', async () => {
    const ana = await world.person('Ana', { channels: ['call'] });
    const { id } = await ana.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
    const [running, busy] = [await callMade(ana, id as string), await callMade(ana, null)];
    expect(await busy()).toBe('failed own_call');
    // Nothing else of ours is under way.
    expect(await running()).toBe('accepted');
  });

  test('with a twin that was heard of has reached nobody, in that round and in no later one', async () => {
    const busy = await aCall();
    const twin = newCallSid();
    expect(await busy(twin)).toBe('accepted');
    expect(await busy()).toBe('failed own_call');
    // The next round begins, and is declined; what Twilio says once more of the calls before is no word about it.
    const first = await busy.nextRound();
    expect(await busy(first)).toBe('accepted');
    expect(await busy(twin)).toBe('accepted');
    expect(await busy()).toBe('accepted');
    expect(await busy(first)).toBe('accepted');
  });

  test('with a twin that is heard of afterwards, or at the same moment, has reached nobody', async () => {
    const [late, both] = [await aCall(), await aCall()];
    expect(await late()).toBe('accepted');
    expect(await late(newCallSid())).toBe('failed own_call');
    await Promise.all([both(), both(newCallSid())]);
    expect(await both()).toBe('failed own_call');
  });

  test('beside a twin that never rang has rung, whichever is heard of first', async () => {
    const [late, early] = [await aCall(), await aCall()];
    await late();
    expect(await late(newCallSid(), 'failed')).toBe('accepted');
    await early(newCallSid(), 'failed');
    expect(await early()).toBe('accepted');
  });

  test('after an attempt that was never heard of again has rung', async () => {
    const busy = await callMade(await world.person('Ana', { channels: ['call'] }), null, 2);
    expect(await busy()).toBe('accepted');
  });

  test('is no word about a call whose twin is reported: that one is written down as nobody else’s', async () => {
    const busy = await aCall();
    const twin = newCallSid();
    for (let i = 0; i < 2; i++) expect(await busy(twin)).toBe('accepted');
    const lines = await admin.query('select event from notification_log where external_id = $1', [twin]);
    expect(lines.rows).toEqual([{ event: 'twin' }]);
  });

  test('by itself has rung, whatever rings for others', async () => {
    const [ana, ben] = [await world.person('Ana', { channels: ['call'] }), await world.person('Ben', {})];
    const [busy] = [await callMade(ana, null), await callMade(ben, null)];
    expect(await busy()).toBe('accepted');
  });
});

describe.each(['21610', '63003', '63024'])('%s', (code) => {
  test('of a message under the consent of now: it ends', async () => {
    const ana = await person();
    const report = await send(ana);
    await report(code);
    expect(await isIn(ana)).toBe(false);
  });

  test('of a message to the number before: the new one is still written to', async () => {
    const ana = await person();
    const report = await send(ana);
    const fresh = ana.number.replace(/55501/, '55502');
    await ana.expect(202, 'POST', '/v1/account/phone/verification', { phone: fresh });
    const { code: proof } = world.simulator.state.verifications.findLast(({ to }) => to === fresh)!;
    await ana.expect(200, 'POST', '/v1/account/phone/verification/check', { code: proof });
    await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    await report(code);
    expect(await isIn(ana)).toBe(true);
  });

  test('of a message from before STOP and START, or from before it was agreed to once more', async () => {
    const [ana, ben] = [await person(), await person()];
    const reports = [await send(ana), await send(ben)];
    await write(ana, 'STOP');
    await write(ana, 'START');
    await ben.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    for (const report of reports) await report(code);
    expect([await isIn(ana), await isIn(ben)]).toEqual([true, true]);
    await (
      await send(ana)
    )(code);
    expect(await isIn(ana)).toBe(false);
  });
});
