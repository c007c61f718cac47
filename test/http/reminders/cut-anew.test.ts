// Whoever holds one signed request of Twilio's holds many forms with the same signature: none of them does anything.
import twilio from 'twilio';
import { expect, test } from 'vitest';
import { cutAnew, genuineForm } from '../../harness/cut-anew.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { newSid } from '../../harness/knock.ts';
import { ACCOUNT_SID } from '../../harness/world.ts';

const { world, api, admin } = httpWorld({ env: { LOG_LEVEL: 'silent' } });

const PATH = '/webhooks/twilio/messages';
/** The issue asks for 10,000; here a few of them with every run. */
const MUTATIONS = Number(process.env['WEBHOOK_MUTATIONS'] ?? 400);
const AT_ONCE = 16;

function sign(form: Record<string, string>): string {
  const { TWILIO_AUTH_TOKEN, PUBLIC_URL } = world.env;
  return twilio.getExpectedTwilioSignature(TWILIO_AUTH_TOKEN!, `${PUBLIC_URL}${PATH}`, form);
}

async function post(pairs: [string, string][], signature: string): Promise<number> {
  const answer = await fetch(`${world.env['PUBLIC_URL']}${PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    body: new URLSearchParams(pairs).toString(),
  });
  await answer.text();
  return answer.status;
}

/** Everything that a message could have changed. */
async function effects(): Promise<string> {
  const { rows } = await admin.query(
    `select (select jsonb_agg(p order by p.org_id) from profiles p) as profiles,
       (select jsonb_agg(t order by t.id) from tasks t) as tasks, (select jsonb_agg(v order by v.phone) from verified_phones v) as phones,
       (select count(*) from inbound_ids) as taken`,
  );
  return JSON.stringify(rows[0]);
}

/** One character of a value more, less or another. */
function mutate(form: Record<string, string>, seed: number): [string, string][] {
  const names = Object.keys(form);
  const name = names[seed % names.length]!;
  const value = form[name]!;
  const at = (seed * 7) % (value.length + 1);
  const changed =
    value.slice(0, at) + (seed % 3 === 0 ? '' : 'x') + value.slice(at + (seed % 3 === 1 ? 0 : 1));
  return Object.entries({ ...form, [name]: changed === value ? `${value}x` : changed });
}

test('an old START, cut anew and changed, does nothing after a STOP', async () => {
  const ana = await world.person('Ana', { channels: ['whatsapp'] });
  const form = (Body: string) =>
    genuineForm(ACCOUNT_SID, { Body, From: `whatsapp:${ana.number}`, MessageSid: newSid() });
  const start = form('START');
  const later = form('done, and stopOver the hill with MessageTypetext');
  const stop = form('STOP');
  for (const one of [start, stop]) expect(await post(Object.entries(one), sign(one))).toBe(200);
  const before = await effects();
  expect(before).toContain('"whatsapp_opt_in_at":null');

  const statuses = new Set<string>();
  for (let seed = 0; seed < MUTATIONS; seed += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, async (_, i) => {
      const genuine = (seed + i) % 2 === 0 ? start : later;
      const isCut = (seed + i) % 4 < 2;
      const status = await post(
        isCut ? cutAnew(genuine, seed + i) : mutate(genuine, seed + i),
        sign(genuine),
      );
      const kind = isCut ? `cut: ${status}` : `changed: ${status}`;
      statuses.add(kind);
    });
    await Promise.all(some);
  }
  expect(await effects()).toBe(before);
  // Both kinds of refusal were met: no signature, and one that holds for another form.
  expect(statuses).toEqual(new Set(['cut: 200', 'cut: 400', 'changed: 403']));
}, 120_000);

test('an id counts once, whoever has the number by then', async () => {
  const ana = await world.person('Ana', { channels: ['whatsapp'] });
  const start = genuineForm(ACCOUNT_SID, {
    Body: 'START',
    From: `whatsapp:${ana.number}`,
    MessageSid: newSid(),
  });
  expect(await post(Object.entries(start), sign(start))).toBe(200);
  const ben = await api.register();
  await ben.expect(202, 'POST', '/v1/account/phone/verification', { phone: ana.number });
  const { code } = world.simulator.state.verifications.findLast(({ to }) => to === ana.number)!;
  await ben.expect(200, 'POST', '/v1/account/phone/verification/check', { code });
  expect(await post(Object.entries(start), sign(start))).toBe(200);
  expect((await ben.expect(200, 'GET', '/v1/account/preferences')).whatsapp_opt_in_at).toBeNull();
});

test('the same message many times at once is applied once', async () => {
  const ana = await world.person('Ana', { channels: ['whatsapp'] });
  const start = genuineForm(ACCOUNT_SID, {
    Body: 'STOP CALLS',
    From: `whatsapp:${ana.number}`,
    MessageSid: newSid(),
  });
  await Promise.all(Array.from({ length: 12 }, () => post(Object.entries(start), sign(start))));
  const { rows } = await admin.query(
    'select count(*)::int as lines from notification_log where external_id = $1',
    [start['MessageSid']],
  );
  expect(rows).toEqual([{ lines: 1 }]);
});
