// Web Push on the far side: the real web-push package encrypts and signs, the simulated browser opens and shows.
import { SignJWT, importJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import webpush from 'web-push';
import { startFarSide } from '../../harness/simulator-app.ts';

const ANA = '+4915112345678';
const VAPID = webpush.generateVAPIDKeys();
const STRANGER = webpush.generateVAPIDKeys();

let far: Awaited<ReturnType<typeof startFarSide>>;
let actionUrl: string;
beforeEach(async () => {
  far = await startFarSide({ seed: { phones: [{ number: ANA, name: 'Ana' }] } });
  actionUrl = `${far.app.url}/push-action`;
});
afterEach(() => far.stop());

const subscribe = () =>
  far.simulator.phone.subscribePush({ number: ANA, applicationServerKey: VAPID.publicKey });
const payload = (title: string, tag = 'task-1') => ({
  title,
  body: 'Zeit für Grüße 🏃',
  tag,
  actions: [
    { action: 'done', title: 'Done' },
    { action: 'reschedule', title: 'Later' },
    { action: 'missed', title: 'Dropped by Chromium' },
  ],
  data: { actionUrl, token: 'opaque-token' },
});
type Subscription = ReturnType<typeof subscribe>['subscription'];
const details = (
  subscription: Subscription,
  content: unknown,
  options: webpush.RequestOptions = {},
  keys = VAPID,
) =>
  webpush.generateRequestDetails(
    subscription,
    typeof content === 'string' ? content : JSON.stringify(content),
    {
      vapidDetails: { subject: 'mailto:team@example.com', ...keys },
      TTL: 600,
      ...options,
    },
  );
async function post(request: ReturnType<typeof details>, change: Record<string, string | null> = {}) {
  const headers = new Headers(Object.entries(request.headers));
  for (const [name, value] of Object.entries(change)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return fetch(request.endpoint, { method: 'POST', headers, body: new Uint8Array(request.body ?? []) });
}
const shown = () => far.simulator.state.notifications.filter((n) => n.status === 'shown').map((n) => n.title);

const nowSeconds = () => Math.floor(Date.now() / 1000);

describe('a push', () => {
  test('arrives as it was written, with at most two buttons', async () => {
    const { device, subscription } = subscribe();
    const res = await post(details(subscription, payload('Run 5 km'), { topic: 'abc', urgency: 'high' }));
    expect(res.status).toBe(201);
    const [delivery] = far.simulator.state.deliveries;
    expect(res.headers.get('location')).toBe(`${far.simulator.url}/push/messages/${delivery?.id}`);
    expect(delivery).toMatchObject({
      deviceId: device.id,
      topic: 'abc',
      tag: 'task-1',
      urgency: 'high',
      ttlSeconds: 600,
    });
    const { title, body, data } = payload('Run 5 km');
    expect(far.simulator.state.notifications).toMatchObject([
      { number: ANA, status: 'shown', title, body, data, actions: payload('').actions.slice(0, 2) },
    ]);
  });

  test('with the same tag replaces what is on the screen; every delivery still counts', async () => {
    const { subscription } = subscribe();
    for (const [title, tag] of [
      ['one', 'a'],
      ['two', 'b'],
      ['three', 'a'],
    ] as const)
      expect((await post(details(subscription, payload(title, tag)))).status).toBe(201);
    expect(shown()).toEqual(['two', 'three']);
    expect(far.simulator.state.deliveries.map((d) => d.tag)).toEqual(['a', 'b', 'a']);
  });

  test('waits for a device that is offline: a topic replaces, the TTL ends', async () => {
    const { device, subscription } = subscribe();
    far.simulator.phone.setDevice(device.id, { online: false });
    await post(details(subscription, payload('old', 'a'), { topic: 't' }));
    await post(details(subscription, payload('new', 'b'), { topic: 't' }));
    await post(details(subscription, payload('short', 'c'), { TTL: 1 }));
    expect(shown()).toEqual([]);
    far.simulator.advanceClock(2000);
    far.simulator.phone.setDevice(device.id, { online: true });
    expect(far.simulator.state.notifications.map((n) => [n.title, n.status])).toEqual([
      ['old', 'replaced'],
      ['new', 'shown'],
      ['short', 'expired'],
    ]);
  });

  test('of 4,096 bytes is taken, one byte more is 413', async () => {
    const { subscription } = subscribe();
    const empty = { ...payload(''), body: '' };
    const room = 3993 - JSON.stringify(empty).length;
    const fitting = { ...empty, body: 'x'.repeat(room) };
    expect((await post(details(subscription, fitting))).status).toBe(201);
    expect((await post(details(subscription, { ...fitting, body: `${fitting.body}x` }))).status).toBe(413);
  });

  test('to an expired or unknown subscription is gone', async () => {
    const { device, subscription } = subscribe();
    far.simulator.phone.setDevice(device.id, { expired: true });
    expect((await post(details(subscription, payload('x')))).status).toBe(410);
    const unknown = { ...subscription, endpoint: `${far.simulator.url}/push/send/nobody` };
    expect((await post(details(unknown, payload('x')))).status).toBe(404);
    expect(far.simulator.state.deliveries).toEqual([]);
  });

  test('that the browser cannot open is taken, and kept as an error', async () => {
    const [mine, other] = [subscribe(), subscribe()];
    const wrongKeys = { ...mine.subscription, keys: other.subscription.keys };
    expect((await post(details(wrongKeys, payload('x')))).status).toBe(201);
    expect((await post(details(mine.subscription, 'not json'))).status).toBe(201);
    expect(shown()).toEqual([]);
    expect(far.simulator.takeErrors()).toHaveLength(2);
  });

  test.for([
    [{ kind: 'refuse', status: 429, retryAfterSeconds: 3 }, 429, 0],
    [{ kind: 'accept-then-fail', status: 502 }, 502, 1],
  ] as const)('meets %j', async ([fault, status, deliveries]) => {
    const { device, subscription } = subscribe();
    far.simulator.faults.next('push', fault, { to: device.id });
    const res = await post(details(subscription, payload('x')));
    expect(res.status).toBe(status);
    expect(res.headers.get('retry-after')).toBe(status === 429 ? '3' : null);
    expect(far.simulator.state.deliveries).toHaveLength(deliveries);
  });
});

describe('the sender', () => {
  const signed = async (claims: { aud?: string; exp?: number; sub?: string }, keys = VAPID) => {
    const point = Buffer.from(keys.publicKey, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
    const key = await importJWK(
      { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '', d: keys.privateKey },
      'ES256',
    );
    const whole = {
      aud: far.simulator.url,
      exp: nowSeconds() + 3600,
      sub: 'mailto:team@example.com',
      ...claims,
    };
    return `vapid t=${await new SignJWT(whole).setProtectedHeader({ typ: 'JWT', alg: 'ES256' }).sign(key)}, k=${VAPID.publicKey}`;
  };

  test.for([
    ['as it should be', () => ({}), VAPID, 201],
    ['for another origin', () => ({ aud: 'https://push.example.com' }), VAPID, 403],
    ['for more than a day', () => ({ exp: nowSeconds() + 25 * 3600 }), VAPID, 403],
    ['expired', () => ({ exp: nowSeconds() - 5 }), VAPID, 403],
    ['from nobody', () => ({ sub: 'team' }), VAPID, 403],
    ['signed by another key', () => ({}), STRANGER, 403],
  ] as const)('with a token %s', async ([, claims, keys, status]) => {
    const request = details(subscribe().subscription, payload('x'));
    expect((await post(request, { authorization: await signed(claims(), keys) })).status).toBe(status);
    expect(far.simulator.state.deliveries).toHaveLength(status === 201 ? 1 : 0);
  });

  test('with another key than subscribed to, or none, is refused', async () => {
    const { subscription } = subscribe();
    expect((await post(details(subscription, payload('x'), {}, STRANGER))).status).toBe(403);
    expect((await post(details(subscription, payload('x')), { authorization: null })).status).toBe(401);
  });

  test.for([
    { ttl: null },
    { ttl: 'soon' },
    { 'content-encoding': 'aesgcm' },
    { topic: 'a:b' },
    { topic: 'x'.repeat(33) },
    { urgency: 'extreme' },
  ])('with the header %j is told 400', async (change) => {
    expect((await post(details(subscribe().subscription, payload('x')), change)).status).toBe(400);
  });
});

describe('the person', () => {
  test('presses a button: the app gets token and action, once, and the notification is gone', async () => {
    far.app.replies['/push-action'] = () => ({ type: 'application/json', body: '{"message":"Well done"}' });
    await post(details(subscribe().subscription, payload('Run')));
    const id = far.simulator.state.notifications[0]?.id ?? '';
    const pressed = await far.simulator.phone.pressNotification(id, 'done');
    expect(pressed).toMatchObject({
      status: 'pressed',
      answer: { action: 'done', status: 200, message: 'Well done' },
    });
    expect(far.app.webhooks.map((w) => w.json)).toEqual([{ token: 'opaque-token', action: 'done' }]);
    await expect(far.simulator.phone.pressNotification(id, 'done')).rejects.toThrow('no such notification');
  });

  test('opens it and finds missed there; an app that refuses is an error', async () => {
    far.app.replies['/push-action'] = () => ({ status: 500, body: 'oops' });
    await post(details(subscribe().subscription, payload('Run')));
    const { id } = far.simulator.phone.openNotification(far.simulator.state.notifications[0]?.id ?? '');
    await far.simulator.phone.pressNotification(id, 'missed');
    expect(far.app.webhooks.map((w) => w.json)).toEqual([{ token: 'opaque-token', action: 'missed' }]);
    expect(far.simulator.takeErrors()).toHaveLength(1);
  });
});
