// WhatsApp, calls and codes through the real SDK and a real socket: every way in which a send can end, and the look-up after it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressOf } from '../../../src/channels/address.ts';
import { createTwilio } from '../../../src/channels/twilio-client.ts';
import { createVerify } from '../../../src/channels/verify.ts';
import { createVoiceCall } from '../../../src/channels/voice-call.ts';
import { createWhatsApp } from '../../../src/channels/whatsapp.ts';
import {
  type Answer,
  type ScriptedServer,
  cutAfterHeaders,
  drip,
  hang,
  json,
  raw,
  reset,
  startScriptedServer,
} from '../../harness/scripted-server.ts';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const SERVICE = `VA${'0'.repeat(32)}`;
const ANA = addressOf('+4915112345678')!;
const FLUX = '+15005550006';
const sid = (prefix: string, n = 1) => prefix + n.toString(16).padStart(32, '0');

let far: ScriptedServer;
beforeEach(async () => {
  far = await startScriptedServer();
});
afterEach(() => far.close());

function connect(overrides: Partial<Parameters<typeof createTwilio>[0]> = {}) {
  const twilio = createTwilio({
    accountSid: ACCOUNT,
    authToken: 'token',
    apiOrigin: far.origin,
    timeoutMs: 20_000,
    ...overrides,
  });
  return {
    whatsApp: createWhatsApp(twilio),
    calls: createVoiceCall(twilio),
    verify: createVerify(twilio, SERVICE),
  };
}
type Channels = ReturnType<typeof connect>;

const reminder = {
  to: ANA,
  from: FLUX,
  content: { body: 'Run 5 km at 07:00' },
  statusCallback: 'https://flux.example/twilio/status?d=1',
  validitySeconds: 900,
};
const call = {
  to: ANA,
  from: FLUX,
  url: 'https://flux.example/twilio/voice?d=1',
  statusCallback: 'https://flux.example/twilio/call-status?d=1',
  ringSeconds: 20,
  timeLimitSeconds: 120,
  detectMachine: true,
};
const formOf = (index = 0) => new URLSearchParams(far.requests[index]?.body.toString());

const SENDS: [name: string, prefix: string, send: (channels: Channels) => Promise<{ kind: string }>][] = [
  ['a WhatsApp message', 'SM', ({ whatsApp }) => whatsApp.send(reminder)],
  ['a call', 'CA', ({ calls }) => calls.place(call)],
  ['a code', 'VE', ({ verify }) => verify.start(ANA)],
];

const vendorError = (status: number, code: number, headers = {}) =>
  json(status, { code, message: `The 'To' number ${ANA} is not good`, more_info: '', status }, headers);
const refused = (reason: string, code: string, permanent: boolean, retryAfterMs: number | null = null) => ({
  kind: 'refused',
  reason,
  code,
  permanent,
  retryAfterMs,
});
const unknown = { kind: 'unknown' };

const ENDINGS: [name: string, answer: Answer, outcome: object][] = [
  ['200 {}', json(200, {}), unknown],
  ['201 without an id', json(201, { status: 'queued' }), unknown],
  ['201 with an id of another kind', json(201, { sid: 'XX1' }), unknown],
  ['201 null', json(201, null), unknown],
  ['201 that is HTML', raw(201, '<html>', { 'content-type': 'text/html' }), unknown],
  ['201 cut short', cutAfterHeaders(201), unknown],
  ['204', raw(204, ''), unknown],
  ['reset', reset, unknown],
  ['503 that is HTML', raw(503, '<html>', { 'content-type': 'text/html' }), unknown],
  ['503 with Retry-After', json(503, {}, { 'retry-after': '3' }), { ...unknown, retryAfterMs: 3000 }],
  ['500', vendorError(500, 20500), unknown],
  ['408', json(408, {}), unknown],
  ['redirect', raw(307, '', { location: '/elsewhere' }), unknown],
  ['429', vendorError(429, 20429), refused('busy', '20429', false)],
  [
    '429 with Retry-After',
    vendorError(429, 20429, { 'retry-after': '7' }),
    refused('busy', '20429', false, 7000),
  ],
  ['429 of a proxy', raw(429, 'slow down'), refused('busy', 'HTTP_429', false)],
  ['429 with an unlisted code', vendorError(429, 12345), refused('busy', '12345', false)],
  ['bad number', vendorError(400, 21211), refused('contact', '21211', true)],
  ['opted out', vendorError(400, 21610), refused('opted_out', '21610', true)],
  ['country', vendorError(400, 21408), refused('country', '21408', true)],
  ['bad sender', vendorError(400, 21606), refused('configuration', '21606', true)],
  ['full queue', vendorError(400, 21611), refused('busy', '21611', false)],
  ['24 hours over', vendorError(400, 63016), refused('template_needed', '63016', true)],
  ['daily limit', vendorError(400, 63038), refused('busy', '63038', false, 3_600_000)],
  ['bad credentials', vendorError(401, 20003), refused('configuration', '20003', true)],
  ['unlisted code', vendorError(400, 99999), refused('rejected', '99999', true)],
  ['no such account or service', vendorError(404, 20404), refused('configuration', '20404', true)],
  ['403 of a proxy', raw(403, '<html>'), refused('configuration', 'HTTP_403', true)],
  [
    'RFC 9457 error',
    json(400, { type: 'about:blank', title: 'Bad', status: 400, code: 21211, detail: ANA }),
    refused('contact', '21211', true),
  ],
];

describe.each(SENDS)('sending %s', (_name, prefix, send) => {
  it('is sent when the provider takes it', async () => {
    far.script(json(201, { sid: sid(prefix), status: 'queued' }));
    expect(await send(connect())).toEqual({ kind: 'sent', externalId: sid(prefix) });
  });

  it.each(ENDINGS)('%s', async (_ending, answer, outcome) => {
    far.script(answer);
    const result = await send(connect());
    expect(result).toMatchObject(outcome);
    expect(far.requests, 'nothing is retried').toHaveLength(1);
    expect(JSON.stringify(result)).not.toContain('5112345');
  });

  it.each([
    ['silence', hang],
    ['an answer without an end', drip(201)],
  ])('%s is unknown once the time is up', async (_name, answer) => {
    far.script(answer);
    expect(await send(connect({ timeoutMs: 200 }))).toMatchObject(unknown);
  });

  it.each([
    ['refused connection', 'http://127.0.0.1:1'],
    ['unknown host', 'http://flux.invalid'],
  ])('%s is unreachable', async (_name, apiOrigin) => {
    expect(await send(connect({ apiOrigin }))).toMatchObject({ kind: 'unreachable' });
  });
});

describe('the request', () => {
  it('of a text carries both addresses, its callback and its validity', async () => {
    far.script(json(201, { sid: sid('SM') }));
    await connect().whatsApp.send(reminder);
    expect(far.requests[0]).toMatchObject({
      method: 'POST',
      url: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
    });
    expect(far.requests[0]?.headers.authorization).toBe(`Basic ${btoa(`${ACCOUNT}:token`)}`);
    expect(Object.fromEntries(formOf())).toEqual({
      To: `whatsapp:${ANA}`,
      From: `whatsapp:${FLUX}`,
      Body: 'Run 5 km at 07:00',
      StatusCallback: reminder.statusCallback,
      ValidityPeriod: '900',
    });
  });

  it('of a template carries clean variables and no body', async () => {
    far.script(json(201, { sid: sid('MM') }));
    const content = { contentSid: sid('HX'), variables: { 1: 'Run\n\t5    km', 2: ' ' } };
    const sent = await connect().whatsApp.send({
      ...reminder,
      content,
      statusCallback: null,
      validitySeconds: null,
    });
    expect(sent).toEqual({ kind: 'sent', externalId: sid('MM') });
    expect(Object.fromEntries(formOf())).toEqual({
      To: `whatsapp:${ANA}`,
      From: `whatsapp:${FLUX}`,
      ContentSid: sid('HX'),
      ContentVariables: '{"1":"Run 5 km","2":"-"}',
    });
  });

  it('of a call names its webhooks, its limits and every event', async () => {
    far.script(json(201, { sid: sid('CA') }));
    await connect().calls.place(call);
    expect(formOf().getAll('StatusCallbackEvent')).toEqual(['initiated', 'ringing', 'answered', 'completed']);
    expect(Object.fromEntries(formOf())).toMatchObject({
      To: ANA,
      From: FLUX,
      Url: call.url,
      StatusCallback: call.statusCallback,
      Timeout: '20',
      TimeLimit: '120',
      MachineDetection: 'DetectMessageEnd',
    });
  });

  it('uses an API key where there is one', async () => {
    far.script(json(201, { sid: sid('SM') }));
    const apiKey = { sid: sid('SK'), secret: 'secret' };
    await connect({ apiKey }).whatsApp.send(reminder);
    expect(far.requests[0]?.url).toContain(ACCOUNT);
    expect(far.requests[0]?.headers.authorization).toBe(`Basic ${btoa(`${apiKey.sid}:secret`)}`);
  });

  it('goes over one connection, again and again', async () => {
    const { whatsApp } = connect();
    for (let n = 1; n <= 5; n++) {
      far.script(json(201, { sid: sid('SM', n) }));
      await whatsApp.send(reminder);
    }
    expect(far.connections()).toBe(1);
  });
});

const since = new Date('2026-11-23T06:00:30Z');
const at = (time: string) => new Date(`2026-11-23T${time}Z`).toUTCString().replace('GMT', '+0000');
const message = (n: number, more: object = {}) => ({
  sid: sid('SM', n),
  status: 'queued',
  direction: 'outbound-api',
  from: `whatsapp:${FLUX}`,
  to: `whatsapp:${ANA}`,
  body: 'Run 5 km. Ref 7F3K',
  date_created: at('06:00:31'),
  ...more,
});
const page = (key: string, records: object[], next: string | null = null) =>
  json(200, { [key]: records, next_page_uri: next });
const old = message(90, { date_created: at('05:00:00') });

describe('looking up a message', () => {
  const query = { to: ANA, from: FLUX, since, text: { reference: '7F3K' } };

  it('adopts the one that was left behind, by its reference or by its whole text', async () => {
    far.script(page('messages', [message(1), old]), page('messages', [message(1), old]));
    const { whatsApp } = connect();
    const found = {
      kind: 'found',
      externalId: sid('SM', 1),
      status: 'queued',
      createdAt: new Date('2026-11-23T06:00:31Z'),
      twins: [],
    };
    expect(await whatsApp.find(query)).toEqual(found);
    expect(await whatsApp.find({ ...query, text: { body: 'Run 5 km. Ref 7F3K' } })).toEqual(found);
    const asked = new URL(far.requests[0]?.url ?? '', far.origin).searchParams;
    expect(Object.fromEntries(asked)).toEqual({ To: `whatsapp:${ANA}`, PageSize: '100' });
  });

  it.each([
    ['an inbound one', { direction: 'inbound' }],
    ['an answer of a webhook', { direction: 'outbound-reply' }],
    ['another sender', { from: 'whatsapp:+15005550099' }],
    ['another text', { body: 'Read 10 pages. Ref AAAA' }],
    ['one from before', { date_created: at('05:59:29') }],
    ['one of another dispatch', { sid: sid('SM', 7) }],
  ])('passes over %s', async (_name, more) => {
    far.script(page('messages', [message(1, more), old]));
    const result = await connect().whatsApp.find({ ...query, exclude: [sid('SM', 7)] });
    expect(result).toEqual({ kind: 'absent' });
  });

  it('forgives a minute between the clocks', async () => {
    far.script(page('messages', [message(1, { date_created: at('05:59:30') }), old]));
    expect(await connect().whatsApp.find(query)).toMatchObject({ kind: 'found' });
  });

  it('adopts the oldest of several and names the others, over pages', async () => {
    far.script(
      page(
        'messages',
        [message(3, { date_created: at('06:00:50') }), message(2, { date_created: at('06:00:40') })],
        '/2010-04-01/next.json?Page=1',
      ),
      page('messages', [message(1), old], '/2010-04-01/next.json?Page=2'),
      page('messages', [old], '/2010-04-01/next.json?Page=3'),
    );
    expect(await connect().whatsApp.find(query)).toMatchObject({
      externalId: sid('SM', 1),
      twins: [sid('SM', 2), sid('SM', 3)],
    });
    expect(far.requests.map(({ url }) => url).slice(1)).toEqual([
      '/2010-04-01/next.json?Page=1',
      '/2010-04-01/next.json?Page=2',
    ]);
  });

  it('is absent in an empty list', async () => {
    far.script(page('messages', []));
    expect(await connect().whatsApp.find(query)).toEqual({ kind: 'absent' });
  });

  it.each<[string, Answer[]]>([
    ['an error', [vendorError(500, 20500)]],
    ['too many requests', [vendorError(429, 20429)]],
    ['a reset', [reset]],
    ['nonsense', [raw(200, '<html>')]],
    ['a list without records', [json(200, {})]],
    ['a record without a date', [page('messages', [message(1, { date_created: 'soon' })])]],
    ['an error on the second page', [page('messages', [message(5)], '/next'), vendorError(503, 0)]],
    ['a list without an end', Array.from({ length: 20 }, () => page('messages', [message(5)], '/next'))],
  ])('is unavailable, not absent, after %s', async (_name, answers) => {
    far.script(...answers);
    expect(await connect().whatsApp.find(query)).toMatchObject({ kind: 'unavailable' });
  });
});

const placed = (n: number, more: object = {}) => ({
  sid: sid('CA', n),
  status: 'ringing',
  direction: 'outbound-api',
  from: FLUX,
  date_created: at('06:00:31'),
  ...more,
});
const updated = (status: string) => json(200, placed(1, { status }));

describe('a call', () => {
  it('is found by number and time', async () => {
    far.script(page('calls', [placed(2, { direction: 'inbound' }), placed(1)]));
    const found = await connect().calls.find({ to: ANA, from: FLUX, since, exclude: [] });
    expect(found).toMatchObject({ kind: 'found', externalId: sid('CA', 1), status: 'ringing' });
    expect(far.requests[0]?.url).toContain(`To=${encodeURIComponent(ANA)}`);
  });

  it('is none of what was placed when its own can no longer have been', async () => {
    const until = new Date(Date.parse(placed(1).date_created) - 120_000);
    far.script(page('calls', [placed(1)]), page('calls', [placed(1)]));
    const query = { to: ANA, from: FLUX, since };
    expect(await connect().calls.find({ ...query, until })).toEqual({ kind: 'absent' });
    // A minute between the clocks is forgiven.
    const later = new Date(until.getTime() + 60_000);
    expect(await connect().calls.find({ ...query, until: later })).toMatchObject({
      kind: 'found',
      twins: [],
    });
  });

  it.each<[string, Answer[], string[]]>([
    ['is ringing', [updated('canceled')], ['canceled']],
    ['is running', [updated('in-progress'), updated('completed')], ['canceled', 'completed']],
    [
      'is running and cannot be cancelled',
      [vendorError(400, 21220), updated('completed')],
      ['canceled', 'completed'],
    ],
    ['is over', [vendorError(400, 21220), vendorError(400, 21220)], ['canceled', 'completed']],
    ['was over already', [updated('busy')], ['canceled']],
    ['is unknown', [vendorError(404, 20404)], ['canceled']],
  ])('that %s is over after hanging up', async (_name, answers, sent) => {
    far.script(...answers);
    expect(await connect().calls.hangUp(sid('CA', 1))).toEqual({ kind: 'over' });
    expect(far.requests.map((_, n) => formOf(n).get('Status'))).toEqual(sent);
    expect(far.requests[0]?.url).toBe(`/2010-04-01/Accounts/${ACCOUNT}/Calls/${sid('CA', 1)}.json`);
  });

  it.each([
    ['an error', vendorError(500, 20500)],
    ['a reset', reset],
    ['bad credentials', vendorError(401, 20003)],
  ])('may ring on after %s', async (_name, answer) => {
    far.script(answer);
    expect(await connect().calls.hangUp(sid('CA', 1))).toMatchObject({ kind: 'unavailable' });
  });
});

describe('a code', () => {
  const SENT = { phone: ANA, verification: sid('VE') };

  it('is looked for by the number where nobody knows its verification', async () => {
    far.script(json(200, { status: 'approved' }));
    await connect().verify.check({ phone: ANA, verification: null }, '123456');
    expect(Object.fromEntries(formOf())).toEqual({ To: ANA, Code: '123456' });
  });

  it('is sent by text message to the number', async () => {
    far.script(json(201, { sid: sid('VE'), status: 'pending' }));
    await connect().verify.start(ANA);
    expect(far.requests[0]?.url).toBe(`/v2/Services/${SERVICE}/Verifications`);
    expect(Object.fromEntries(formOf())).toEqual({ To: ANA, Channel: 'sms' });
  });

  it('sent too often says how long to wait', async () => {
    far.script(vendorError(429, 60203));
    expect(await connect().verify.start(ANA)).toMatchObject(refused('too_many', '60203', false, 600_000));
  });

  it.each<[string, Answer, object]>([
    ['approved', json(200, { status: 'approved' }), { kind: 'approved' }],
    ['pending', json(200, { status: 'pending' }), { kind: 'wrong' }],
    ['pending with 201', json(201, { status: 'pending' }), { kind: 'wrong' }],
    ['out of attempts', json(200, { status: 'max_attempts_reached' }), { kind: 'too_many' }],
    ['expired', json(200, { status: 'expired' }), { kind: 'expired' }],
    ['gone', vendorError(404, 20404), { kind: 'expired' }],
    ['tried too often', vendorError(429, 60202), { kind: 'too_many' }],
    ['too many requests', vendorError(429, 20429), refused('busy', '20429', false)],
    ['of no known state', json(200, { status: 'marvellous' }), unknown],
    ['without a state', json(200, {}), unknown],
    ['of a state that is a word of JavaScript', json(200, { status: 'constructor' }), unknown],
    ['reset', reset, unknown],
    ['500', vendorError(500, 20500), unknown],
  ])('checked: %s', async (_name, answer, outcome) => {
    far.script(answer);
    expect(await connect().verify.check(SENT, '123456')).toMatchObject(outcome);
    expect(Object.fromEntries(formOf())).toEqual({ VerificationSid: SENT.verification, Code: '123456' });
    expect(far.requests).toHaveLength(1);
  });

  it.each<[string, Answer, boolean]>([
    ['given up', json(200, { sid: sid('VE'), status: 'canceled' }), true],
    ['over already', vendorError(404, 20404), true],
    ['too many requests', vendorError(429, 20429), false],
    ['reset', reset, false],
    ['500', vendorError(500, 20500), false],
  ])('given up before it expires: %s', async (_name, answer, isOver) => {
    far.script(answer);
    expect(await connect().verify.cancel(sid('VE'))).toBe(isOver);
    expect(Object.fromEntries(formOf())).toEqual({ Status: 'canceled' });
    expect(far.requests.map(({ url }) => url)).toEqual([
      `/v2/Services/${SERVICE}/Verifications/${sid('VE')}`,
    ]);
  });

  it.each(['', '123', 'abcdef', '12345678901', '12 34 56'])(
    'that cannot be one costs no request: "%s"',
    async (code) => {
      expect(await connect().verify.check(SENT, code)).toEqual({ kind: 'wrong' });
      expect(far.requests).toHaveLength(0);
    },
  );
});
