// Twilio's requests: nothing passes without the right signature, and a genuine one always gets an answer.
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knockAs, type Knock } from '../../harness/knock.ts';
import { openWorld, type World } from '../../harness/world.ts';

const ENDPOINTS = ['messages', 'message-status', 'call', 'call-keys', 'call-status'];
const SID = `SM${'1'.repeat(32)}`;
const newSid = () => `SM${randomBytes(16).toString('hex')}`;

let world: World;
let url: string;
let database: pg.Client;
beforeAll(async () => {
  world = await openWorld({
    worker: 'none',
    env: { TWILIO_AUTH_TOKEN_OLD: 'the-token-before', LOG_LEVEL: 'silent' },
  });
  url = world.env['PUBLIC_URL']!;
  database = new pg.Client({ connectionString: world.database.adminUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await world.close();
});

const knock = (one: Knock) => knockAs(world, one);

const callback = (name: string, ids: Partial<Record<'o' | 'u' | 'd', string>> = {}) =>
  `/webhooks/twilio/${name}?${new URLSearchParams({ o: randomUUID(), u: randomUUID(), d: randomUUID(), ...ids }).toString()}`;
const status = {
  MessageSid: SID,
  MessageStatus: 'delivered',
  CallSid: `CA${'1'.repeat(32)}`,
  CallStatus: 'completed',
};

async function rows(): Promise<number> {
  const { rows } = await database.query('select count(*)::int as count from notification_log');
  return rows[0].count;
}

describe('refused with 403, and nothing is written', () => {
  test.each(ENDPOINTS)('%s', async (name) => {
    const path = callback(name);
    const form = { From: 'whatsapp:+12025550100', Body: 'STOP', ...status };
    const before = await rows();
    const forged: Knock[] = [
      { path, form, headers: { 'x-twilio-signature': '' } },
      { path, form, headers: { 'x-twilio-signature': 'AAAA' } },
      { path, form, token: 'another token' },
      { path, form, token: '' },
      { path, form, signedUrl: `https://example.com${path}` },
      { path, form, signedUrl: `${url}${path}&x=1` },
      { path, form, signedUrl: `${url}${callback(name)}` },
      { path, form, body: `${new URLSearchParams(form).toString()}&Body=done` },
      { path, form, body: new URLSearchParams({ ...form, Body: 'done' }).toString() },
      { path, form, body: '' },
      { path, form, headers: { 'content-type': 'application/json' } },
      { path, form, headers: { 'content-type': 'text/plain' } },
    ];
    for (const one of forged) {
      const answer = await knock(one);
      expect({ one, status: answer.status, body: await answer.json() }).toMatchObject({
        status: 403,
        body: { code: 'BAD_SIGNATURE' },
      });
    }
    expect(await rows()).toBe(before);
  });
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'DELIVERED', 'partially_delivered'])(
  'a status that is no word of ours changes nothing: %s',
  async (word) => {
    for (const [name, kind] of [
      ['message-status', 'Message'],
      ['call-status', 'Call'],
    ] as const) {
      const form = { [`${kind}Sid`]: status[`${kind}Sid`], [`${kind}Status`]: word, ErrorCode: word };
      expect((await knock({ path: callback(name), form })).status).toBe(204);
    }
  },
);

test('the token before is good while tokens are rotated', async () => {
  const form = { From: 'whatsapp:+12025550100', Body: 'hello', MessageSid: SID };
  const answer = await knock({ path: '/webhooks/twilio/messages', form, token: 'the-token-before' });
  expect(answer.status).toBe(200);
});

describe('a genuine request always gets words', () => {
  test('a stranger is told who speaks', async () => {
    for (const From of ['whatsapp:+12025550199', 'whatsapp:US.abc123', '+12025550199']) {
      const form = { From, Body: 'done', MessageSid: newSid() };
      const answer = await knock({ path: '/webhooks/twilio/messages', form });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain('text/xml');
      expect(await answer.text()).toContain('not connected to an account');
    }
  });

  test('a call about nothing that we know is ended or apologised for, never an error', async () => {
    for (const name of ['call', 'call-keys']) {
      const form = { CallSid: `CA${'1'.repeat(32)}`, Digits: '1' };
      const answer = await knock({ path: callback(name), form });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain('text/xml');
      expect(await answer.text()).toContain('<Hangup/>');
    }
  });

  test('an address that we never handed out is apologised for', async () => {
    for (const path of [
      '/webhooks/twilio/call',
      callback('call', { d: 'x' }),
      callback('call', { o: "' or 1=1" }),
    ]) {
      const answer = await knock({ path, form: { CallSid: `CA${'1'.repeat(32)}` } });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('Sorry');
    }
  });

  test('a status of nothing that we know changes nothing', async () => {
    const answer = await knock({ path: callback('message-status'), form: status });
    expect(answer.status).toBe(204);
    expect((await knock({ path: '/webhooks/twilio/call-status', form: status })).status).toBe(404);
  });
});

describe('STOP and START', () => {
  test('take consent away and give it again; an old START sent once more does not', async () => {
    const ana = await world.person('Ana', { channels: ['whatsapp'] });
    const consent = async () =>
      (await ana.expect(200, 'GET', '/v1/account/preferences')).whatsapp_opt_in_at !== null;
    const write = async (Body: string, MessageSid: string, more: Record<string, string> = {}) => {
      const form = { From: `whatsapp:${ana.number}`, Body, MessageSid, ...more };
      const answer = await knock({ path: '/webhooks/twilio/messages', form });
      expect(answer.status).toBe(200);
      return answer.text();
    };
    const oldStart = newSid();
    expect(await consent()).toBe(true);
    expect(await write('stop by the shop', newSid())).toContain('<Message>');
    expect(await consent()).toBe(true);
    expect(await write('Stop.', newSid())).toContain('no more WhatsApp messages');
    expect(await consent()).toBe(false);
    expect(await write('start', oldStart)).toContain('Welcome back');
    expect(await consent()).toBe(true);
    await write('', newSid(), { OptOutType: 'STOP' });
    expect(await consent()).toBe(false);
    expect(await write('start', oldStart)).not.toContain('Welcome');
    expect(await write('start', oldStart.toUpperCase().replace('sm', 'SM'))).not.toContain('Welcome');
    expect(await consent()).toBe(false);
  });
});

const answerPush = (body: object) =>
  fetch(`${url}/push/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('buttons of a notification', () => {
  test.each([
    [{ token: 'x.y', action: 'done' }, 403],
    [{ token: 'a'.repeat(3000), action: 'done' }, 422],
    [{ token: 'x.y', action: 'delete' }, 422],
    [{ action: 'done' }, 422],
  ])('%o is refused', async (body, expected) => {
    expect((await answerPush(body)).status).toBe(expected);
  });
});
