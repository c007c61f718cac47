// Pushes through a real socket, judged by others: http_ece decrypts them, jose checks who they say we are.
import { createECDH, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { importJWK, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import webpush from 'web-push';
import { createVapidSigner } from '../../../src/channels/vapid.ts';
import { createWebPush } from '../../../src/channels/web-push.ts';
import {
  type Answer,
  type ScriptedServer,
  cutAfterHeaders,
  drip,
  hang,
  raw,
  reset,
  startScriptedServer,
} from '../../harness/scripted-server.ts';

interface Ece {
  decrypt(body: Buffer, parameters: object): Buffer;
}
const ece: Ece = createRequire(import.meta.url)('http_ece');

const browser = createECDH('prime256v1');
browser.generateKeys();
const authSecret = randomBytes(16);
const keys = { p256dh: browser.getPublicKey('base64url'), auth: authSecret.toString('base64url') };
const vapid = { subject: 'mailto:ops@flux.example', ...webpush.generateVAPIDKeys() };

let far: ScriptedServer;
beforeEach(async () => {
  far = await startScriptedServer();
});
afterEach(() => far.close());

const connect = (overrides: Partial<Parameters<typeof createWebPush>[0]> = {}) =>
  createWebPush({
    vapid,
    allowedHosts: [],
    extraAllowedOrigins: [far.origin],
    timeoutMs: 20_000,
    ...overrides,
  });
const subscription = (endpoint = `${far.origin}/push/device-1`) => ({ endpoint, keys });
const payload = { title: 'Run 5 km', body: 'In ten minutes', data: { taskId: 't1' } };
const delivery = { ttlSeconds: 899.2, topic: 'dispatch:1', urgency: 'high' } as const;
const decrypted = (index = 0): unknown =>
  JSON.parse(
    ece
      .decrypt(far.requests[index]?.body ?? Buffer.alloc(0), {
        version: 'aes128gcm',
        privateKey: browser,
        dh: keys.p256dh,
        authSecret: keys.auth,
      })
      .toString(),
  );

describe('a push', () => {
  it('can be read by the browser and by nobody between', async () => {
    far.script(raw(201, ''));
    const outcome = await connect().send(subscription(), payload, delivery);
    expect(outcome).toMatchObject({ kind: 'sent' });
    expect(decrypted()).toEqual(payload);
    expect(far.requests[0]).toMatchObject({
      method: 'POST',
      url: '/push/device-1',
      headers: { ttl: '900', urgency: 'high', 'content-encoding': 'aes128gcm' },
    });
    expect(far.requests[0]?.headers.topic).toMatch(/^[\w-]{32}$/);
    expect(far.requests[0]?.body.includes('Run 5 km')).toBe(false);
  });

  it('says who sends it: a VAPID token that jose accepts', async () => {
    far.script(raw(201, ''));
    await connect().send(subscription(), payload, delivery);
    const { token, key } = readAuthorization(far.requests[0]?.headers.authorization);
    expect(key).toBe(vapid.publicKey);
    const { payload: claims } = await jwtVerify(token, await toPublicKey(key), {
      algorithms: ['ES256'],
      audience: far.origin,
    });
    expect(claims.sub).toBe(vapid.subject);
    expect((claims.exp ?? 0) - Date.now() / 1000).toBeLessThanOrEqual(24 * 60 * 60);
  });

  it('keeps its topic and its id when it is repeated, and only then', async () => {
    far.script(raw(201, ''), raw(201, ''), raw(201, ''), raw(201, ''));
    const push = connect();
    const first = await push.send(subscription(), payload, delivery);
    expect(await push.send(subscription(), payload, delivery)).toEqual(first);
    expect(await push.send(subscription(`${far.origin}/push/device-2`), payload, delivery)).not.toEqual(
      first,
    );
    expect(await push.send(subscription(), payload, { ...delivery, topic: 'dispatch:2' })).not.toEqual(first);
    const topics = far.requests.map(({ headers }) => headers.topic);
    expect(new Set(topics).size).toBe(2);
    expect(far.connections(), 'the connection is kept').toBe(1);
  });

  it('too long for one message loses the end of its body, not half a character', async () => {
    far.script(raw(201, ''));
    await connect().send(subscription(), { ...payload, body: '🏃'.repeat(3000) }, delivery);
    expect(far.requests[0]?.body.length).toBeLessThanOrEqual(4096);
    expect(far.requests[0]?.body.length).toBeGreaterThan(4090);
    expect(decrypted()).toMatchObject({ title: 'Run 5 km', body: expect.stringMatching(/^🏃+…$/u) });
  });
});

const ENDINGS: [name: string, answer: Answer, outcome: object][] = [
  ['200', raw(200, 'ok'), { kind: 'sent' }],
  ['202', raw(202, ''), { kind: 'sent' }],
  ['201 cut short', cutAfterHeaders(201), { kind: 'sent' }],
  ['404', raw(404, ''), { kind: 'gone', code: 'gone' }],
  ['410', raw(410, '{}'), { kind: 'gone', code: 'gone' }],
  ['400', raw(400, ''), { kind: 'refused', reason: 'configuration', code: 'HTTP_400', permanent: true }],
  ['401', raw(401, ''), { kind: 'refused', reason: 'configuration', code: 'HTTP_401', permanent: true }],
  ['403', raw(403, ''), { kind: 'gone', code: 'other_key' }],
  ['413', raw(413, ''), { kind: 'refused', reason: 'rejected', code: 'HTTP_413', permanent: true }],
  [
    '429 with Retry-After',
    raw(429, '', { 'retry-after': '30' }),
    { kind: 'refused', reason: 'busy', permanent: false, retryAfterMs: 30_000 },
  ],
  ['redirect', raw(307, '', { location: '/push/elsewhere' }), { kind: 'refused', code: 'HTTP_307' }],
  ['500', raw(500, ''), { kind: 'unknown', retryAfterMs: null }],
  ['503 with Retry-After', raw(503, '', { 'retry-after': '5' }), { kind: 'unknown', retryAfterMs: 5_000 }],
  ['reset', reset, { kind: 'unknown' }],
];

describe('the push service', () => {
  it.each(ENDINGS)('%s', async (_name, answer, outcome) => {
    far.script(answer);
    const result = await connect().send(subscription(), payload, delivery);
    expect(result).toMatchObject(outcome);
    expect(far.requests, 'nothing is repeated or followed').toHaveLength(1);
    expect(JSON.stringify(result)).not.toContain('device-1');
  });

  it('silence is unknown once the time is up', async () => {
    far.script(hang);
    expect(await connect({ timeoutMs: 200 }).send(subscription(), payload, delivery)).toMatchObject({
      kind: 'unknown',
    });
  });

  it('an endless answer does not matter: the status was there', async () => {
    far.script(drip(201), raw(201, 'x'.repeat(10_000_000)));
    const push = connect();
    expect(await push.send(subscription(), payload, delivery)).toMatchObject({ kind: 'sent' });
    expect(await push.send(subscription(), payload, delivery)).toMatchObject({ kind: 'sent' });
  });

  it('a refused connection is unreachable', async () => {
    const push = connect({ extraAllowedOrigins: ['http://127.0.0.1:1'] });
    const result = await push.send(subscription('http://127.0.0.1:1/x'), payload, delivery);
    expect(result).toMatchObject({ kind: 'unreachable' });
  });
});

describe('what never leaves the house', () => {
  it('an allowed name that points into our own network', async () => {
    const push = connect({ allowedHosts: ['localhost'] });
    const result = await push.send(subscription('https://localhost/push/1'), payload, delivery);
    expect(result).toEqual({
      kind: 'unreachable',
      detail: 'The push service could not be reached (PRIVATE_ADDRESS)',
    });
  });

  it.each([
    ['an origin that is not allowed', 'https://evil.example/x', keys, payload, 'host_not_allowed'],
    [
      'a key that is no point',
      '',
      { ...keys, p256dh: Buffer.alloc(65, 7).toString('base64url') },
      payload,
      'bad_keys',
    ],
    ['a key that is too short', '', { ...keys, auth: 'AAAA' }, payload, 'bad_keys'],
    ['a title that fills it', '', keys, { title: 'x'.repeat(5000), body: 'y' }, 'payload_too_large'],
  ])('%s', async (_name, endpoint, keys, payload, code) => {
    const result = await connect().send(
      { endpoint: endpoint || `${far.origin}/push/device-1`, keys },
      payload,
      delivery,
    );
    expect(result).toMatchObject({ kind: 'refused', code, permanent: true });
    expect(far.requests).toHaveLength(0);
  });
});

describe('the VAPID keys', () => {
  it.each([
    ['subject', { ...vapid, subject: 'flux' }],
    ['public key', { ...vapid, publicKey: 'AAAA' }],
    ['private key', { ...vapid, privateKey: '' }],
  ])('with a bad %s are refused at the start', (_name, bad) => {
    expect(() => connect({ vapid: bad })).toThrow(/vapid/i);
  });

  it('sign once per push service', () => {
    const authorize = createVapidSigner(vapid);
    expect(authorize('https://a.example')).toBe(authorize('https://a.example'));
    expect(authorize('https://a.example')).not.toBe(authorize('https://b.example'));
  });
});

function readAuthorization(header = ''): { token: string; key: string } {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(header) ?? [];
  return { token, key };
}

function toPublicKey(point: string) {
  const bytes = Buffer.from(point, 'base64url');
  const x = bytes.subarray(1, 33).toString('base64url');
  const y = bytes.subarray(33).toString('base64url');
  return importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256');
}
