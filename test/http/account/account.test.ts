// What a person tells about themselves, how they can be reached, and what they agreed to.
import { createECDH } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import webpush from 'web-push';
import { httpWorld } from '../../harness/http-world.ts';

const { world, api, admin } = httpWorld({ env: { MIN_ESCALATION_WINDOW_MS: '60000' } });

function newBrowser() {
  const key = createECDH('prime256v1');
  key.generateKeys();
  const keys = { p256dh: key.getPublicKey('base64url'), auth: 'c'.repeat(22) };
  return { endpoint: 'https://fcm.googleapis.com/fcm/send/me', keys };
}

test('an account at one look says what each door says by itself', async () => {
  const ana = await api.register({ zone: 'Europe/Berlin', name: 'Ana' });
  const fresh = await ana.expect(200, 'GET', '/v1/me');
  expect(fresh).toMatchObject({
    ...(await ana.expect(200, 'GET', '/v1/auth/me')),
    preferences: await ana.expect(200, 'GET', '/v1/account/preferences'),
    usage: (await ana.expect(200, 'GET', '/v1/usage/summary')).budgets,
    reach: [
      { channel: 'push', is_on: true, consent: null },
      { channel: 'whatsapp', is_on: false, consent: null },
      { channel: 'call', is_on: false, consent: null },
    ],
    organisations: 1,
    sessions: 1,
    api_keys: 0,
    push_subscriptions: 0,
    calendar_feed: null,
    exports: { running_id: null, ready: 0 },
    is_held: false,
  });
  await ana.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
  const key = await ana.expect(201, 'POST', '/v1/account/api-keys', { name: 'k', scopes: ['account:read'] });
  const { created_at } = await ana.expect(201, 'POST', '/v1/account/calendar-feed');
  await ana.expect(201, 'POST', '/v1/account/push-subscriptions', newBrowser());
  await ana.expect(202, 'POST', '/v1/me/exports');
  const [{ id: running_id }] = (await ana.expect(200, 'GET', '/v1/me/exports')).exports;
  const now = await ana.expect(200, 'GET', '/v1/me');
  expect(now).toMatchObject({
    organisations: 2,
    api_keys: 1,
    push_subscriptions: 1,
    calendar_feed: { created_at },
    exports: { running_id, ready: 0 },
  });
  expect(now.reach[0].consent).toMatchObject({ line: 1, way: 'rest', wording: { id: 'push/1' } });
  const byKey = await api.call('GET', '/v1/me', { token: key.key });
  expect(byKey.body).toEqual({ ...now, via: 'api_key', scopes: ['account:read'] });
});

const fields = (shown: { pending_changes: { field: string }[] }) =>
  shown.pending_changes.map(({ field }) => field).toSorted();
const inTwoDays = () => new Date(Date.now() + 48 * 3_600_000).toISOString();

describe('a cooling-off', () => {
  const PREFERENCES = '/v1/account/preferences';

  test('what eases waits, the last word counts, and what eases nothing counts at once', async () => {
    const ana = await api.register({ zone: 'Europe/Berlin' });
    const patch = (body: object) => ana.expect(200, 'PATCH', PREFERENCES, body);
    const easing = {
      reminder_lead_seconds: 3600,
      escalation_window_seconds: 3600,
      sleep_window: { from: '22:00', to: '08:00' },
      do_not_disturb_until: inTwoDays(),
      channels: { push: false },
    };
    const without = await patch({ ...easing, reminder_lead_seconds: 1200 });
    expect(without).toMatchObject({ reminder_lead_seconds: 1200, pending_changes: [] });
    const firm = { do_not_disturb_until: null, sleep_window: null, escalation_window_seconds: 900 };
    const before = await patch({ ...firm, channels: { push: true }, cooling_off_hours: 24 });
    const asked = await patch({ ...easing, tone: 'direct' });
    expect(asked).toEqual({ ...before, tone: 'direct', pending_changes: asked.pending_changes });
    expect(fields(asked)).toEqual([
      'do_not_disturb_until',
      'escalation_window_seconds',
      'push',
      'reminder_lead_seconds',
      'sleep_window',
    ]);
    for (const { said_at, takes_effect_at } of asked.pending_changes)
      expect(Date.parse(takes_effect_at) - Date.parse(said_at)).toBe(24 * 3_600_000);
    expect(await patch(easing)).toEqual(asked);

    const moved = await patch({ reminder_lead_seconds: 7200 });
    const lead = moved.pending_changes.find(
      (one: { field: string }) => one.field === 'reminder_lead_seconds',
    );
    expect(lead.value).toBe(7200);
    expect(lead.takes_effect_at > asked.pending_changes[0].takes_effect_at).toBe(true);
    const tightened = await patch({ reminder_lead_seconds: 600, channels: { push: true } });
    expect(tightened.reminder_lead_seconds).toBe(600);
    expect(fields(tightened)).toEqual(['do_not_disturb_until', 'escalation_window_seconds', 'sleep_window']);
    await ana.expect(204, 'DELETE', '/v1/account/pending-changes/sleep_window');
    await ana.expect(404, 'DELETE', '/v1/account/pending-changes/sleep_window');
    await ana.expect(404, 'DELETE', '/v1/account/pending-changes/tone');

    expect(await patch({ cooling_off_hours: 0 })).toMatchObject({ cooling_off_hours: 24 });
    const longer = await patch({ cooling_off_hours: 168 });
    expect(longer.cooling_off_hours).toBe(168);
    expect(fields(longer)).toEqual(['do_not_disturb_until', 'escalation_window_seconds']);
    await ana.expect(422, 'PATCH', PREFERENCES, { cooling_off_hours: 169 });
  });

  test('it takes effect by itself, everywhere it belongs, and in the ledger as it was said', async () => {
    const ana = await api.register();
    await ana.expect(201, 'POST', '/v1/account/push-subscriptions', newBrowser());
    await ana.expect(200, 'PATCH', PREFERENCES, { cooling_off_hours: 2 });
    const wish = { channels: { push: false }, escalation_window_seconds: 3600, cooling_off_hours: 1 };
    await ana.expect(200, 'PATCH', PREFERENCES, wish);
    const team = await ana.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
    const there = (method: string, path: string) =>
      api.call(method, path, { token: ana.token, headers: { 'x-org-id': team.id } });
    expect(fields((await there('GET', PREFERENCES)).body)).toEqual(['cooling_off_hours', 'push']);
    const user = (await ana.expect(200, 'GET', '/v1/auth/me')).user.id;
    // Two hours later, in the shortest way.
    await admin.query(
      `update profiles p set easings_due = now() - interval '1 s', easings = (select jsonb_object_agg(key,
         value || jsonb_build_object('at', now() - interval '1 s')) from jsonb_each(p.easings)) where user_id = $1`,
      [user],
    );
    const shown = await ana.expect(200, 'GET', PREFERENCES);
    expect(shown).toMatchObject({
      channels: { push: false },
      escalation_window_seconds: 3600,
      cooling_off_hours: 1,
      pending_changes: [],
    });
    expect((await there('GET', '/v1/me')).body.preferences).toMatchObject({
      channels: { push: false },
      escalation_window_seconds: 900,
      cooling_off_hours: 1,
      pending_changes: [],
    });
    const [line] = (await ana.expect(200, 'GET', '/v1/me/consents')).consents;
    expect(line).toMatchObject({
      channel: 'push',
      kind: 'ended',
      way: 'rest',
      wording: { id: 'channels/1' },
    });
  });
});

describe('preferences', () => {
  test('what is named changes, the rest stays', async () => {
    const ana = await api.register({ zone: 'Europe/Berlin', name: 'Ana' });
    const change = {
      reminder_lead_seconds: 300,
      escalation_window_seconds: 90.5,
      chronotype: 'morning',
      sleep_window: { from: '22:30', to: '06:00' },
      work_hours: { days: ['MO', 'TU'], from: '09:00', to: '17:30' },
      session_minutes: 45,
      tone: 'direct',
    };
    const changed = await ana.expect(200, 'PATCH', '/v1/account/preferences', change);
    expect(changed).toMatchObject({ ...change, name: 'Ana', zone: 'Europe/Berlin' });
    const later = await ana.expect(200, 'PATCH', '/v1/account/preferences', {
      sleep_window: null,
      zone: 'Asia/Tokyo',
    });
    expect(later).toEqual({ ...changed, sleep_window: null, zone: 'Asia/Tokyo' });
    expect(await ana.expect(200, 'GET', '/v1/account/preferences')).toEqual(later);
  });

  test('all at once is told back as it is, and several who change it at once wait for each other', async () => {
    const ana = await api.register({ zone: 'Europe/Berlin', name: 'Ana' });
    await ana.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
    const rounds = Array.from({ length: 12 }, (_, index) => [
      ana.expect(200, 'PATCH', '/v1/account/preferences', {
        name: `Ana ${index}`,
        reminder_lead_seconds: 60 + index,
        channels: { call: index % 2 === 0 },
      }),
      ana.expect(200, 'DELETE', '/v1/account/whatsapp-opt-in'),
    ]);
    const shown = await Promise.all(rounds.flat());
    for (const [index, each] of shown.filter((_, position) => position % 2 === 0).entries())
      expect(each).toMatchObject({ name: `Ana ${index}`, reminder_lead_seconds: 60 + index });
  });

  test.each([{}, { push: false }, { push: true, call: false }])(
    'the answer shows what is named beside channels %o',
    async (channels) => {
      const ana = await api.register({ zone: 'Europe/Berlin', name: 'Ana' });
      const change = { name: 'Anna', zone: 'Asia/Tokyo', sleep_window: { from: '22:30', to: '06:00' } };
      const changed = await ana.expect(200, 'PATCH', '/v1/account/preferences', { ...change, channels });
      expect(changed).toMatchObject({ ...change, channels });
      expect(await ana.expect(200, 'GET', '/v1/account/preferences')).toEqual(changed);
    },
  );

  test.each([
    [{ escalation_window_seconds: 59 }, 'escalation_window_seconds'],
    [{ reminder_lead_seconds: -1 }, 'reminder_lead_seconds'],
    [{ zone: 'Nowhere/City' }, 'zone'],
    [{ zone: 'PST' }, 'zone'],
    [{ sleep_window: { from: '25:00', to: '06:00' } }, 'sleep_window.from'],
    [{ sleep_window: { from: '06:00', to: '06:00' } }, 'sleep_window'],
    [{ work_hours: { days: [], from: '09:00', to: '17:00' } }, 'work_hours.days'],
    [{ session_minutes: 4 }, 'session_minutes'],
    [{ tone: 'rude' }, 'tone'],
    [{ phone: '+4915112345678' }, 'phone'],
    [{ phoneVerifiedAt: '2026-01-01T00:00:00Z' }, 'phoneVerifiedAt'],
  ])('%o is refused', async (change, path) => {
    const ana = await api.register();
    const before = await ana.expect(200, 'GET', '/v1/account/preferences');
    const { errors } = await ana.expect(422, 'PATCH', '/v1/account/preferences', change);
    expect(errors).toMatchObject([{ path }]);
    expect(await ana.expect(200, 'GET', '/v1/account/preferences')).toEqual(before);
  });
});

async function codeFor(to: string): Promise<string> {
  const sent = await world.simulator.waitFor((state) =>
    state.verifications.findLast((one) => one.to === to && one.status === 'pending'),
  );
  return sent.code;
}

describe('phone', () => {
  const number = '+12025550177';
  const start = '/v1/account/phone/verification';
  const check = '/v1/account/phone/verification/check';
  beforeAll(() => world.simulator.phone.addPhone(number, 'Shared phone'));

  test('the code proves the number; a wrong one does not', async () => {
    const ana = await api.register();
    expect(await ana.expect(202, 'POST', start, { phone: '+1 (202) 555-0177' })).toEqual({ phone: number });
    expect(await ana.expect(200, 'GET', '/v1/account/preferences')).toMatchObject({
      phone: number,
      phone_verified: false,
    });
    const code = await codeFor(number);
    const wrong = code === '000000' ? '111111' : '000000';
    expect(await ana.expect(422, 'POST', check, { code: wrong })).toMatchObject({ code: 'CODE_WRONG' });
    expect(await ana.expect(200, 'POST', check, { code })).toEqual({ phone: number, phone_verified: true });
    expect(await ana.expect(200, 'POST', check, { code })).toEqual({ phone: number, phone_verified: true });
    await ana.expect(410, 'POST', check, { code: wrong });
  });

  test('a number that somebody else verifies changes hands, and consent does not go with it', async () => {
    const before = await api.register();
    await before.expect(202, 'POST', start, { phone: number });
    await before.expect(200, 'POST', check, { code: await codeFor(number) });
    await before.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');

    const after = await api.register();
    await after.expect(202, 'POST', start, { phone: number });
    expect(await before.expect(200, 'GET', '/v1/account/preferences')).toMatchObject({
      phone_verified: true,
    });
    await after.expect(200, 'POST', check, { code: await codeFor(number) });

    expect(await before.expect(200, 'GET', '/v1/account/preferences')).toMatchObject({
      phone_verified: false,
      whatsapp_opt_in_at: null,
    });
    expect(await after.expect(200, 'GET', '/v1/account/preferences')).toMatchObject({
      phone: number,
      phone_verified: true,
      whatsapp_opt_in_at: null,
    });
  });

  test('consent needs a verified number, keeps its first moment, and can be taken back', async () => {
    const ana = await api.register();
    const refused = await ana.expect(409, 'PUT', '/v1/account/whatsapp-opt-in');
    expect(refused.code).toBe('PHONE_NOT_VERIFIED');
    await ana.expect(202, 'POST', start, { phone: number });
    await ana.expect(200, 'POST', check, { code: await codeFor(number) });
    const first = await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
    expect(first.whatsapp_opt_in_at).not.toBeNull();
    expect(await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in')).toEqual(first);
    const taken = await ana.expect(200, 'DELETE', '/v1/account/whatsapp-opt-in');
    expect(taken.whatsapp_opt_in_at).toBeNull();
    await ana.expect(200, 'DELETE', '/v1/account/whatsapp-opt-in');
  });

  test.each(['+1900555', 'call me', '0151 1234567', '+19005550123', '+18005551234'])(
    '%s gets no code',
    async (phone) => {
      const ana = await api.register();
      expect((await ana.expect(422, 'POST', start, { phone })).code).toBe('PHONE_UNUSABLE');
    },
  );

  test('a code that nobody asked for has expired', async () => {
    const ana = await api.register();
    expect((await ana.expect(410, 'POST', check, { code: '123456' })).code).toBe('CODE_EXPIRED');
    expect((await ana.expect(422, 'POST', check, { code: 'abc' })).errors[0].path).toBe('code');
  });
});

describe('push subscriptions', () => {
  const path = '/v1/account/push-subscriptions';
  const keys = {
    p256dh: createECDH('prime256v1').generateKeys('base64url'),
    auth: Buffer.alloc(16, 9).toString('base64url'),
  };
  const subscription = { endpoint: 'https://fcm.googleapis.com/fcm/send/abc', expirationTime: null, keys };

  test('the same browser again is one subscription; it can be forgotten', async () => {
    const ana = await api.register();
    const first = await ana.expect(201, 'POST', path, subscription);
    expect(first.service).toBe('fcm.googleapis.com');
    expect(await ana.expect(201, 'POST', path, subscription)).toEqual(first);
    expect(await ana.expect(200, 'GET', path)).toEqual({ push_subscriptions: [first] });
    expect(JSON.stringify(await ana.expect(200, 'GET', path))).not.toContain('fcm/send');
    await ana.expect(204, 'DELETE', `${path}/${first.id}`);
    await ana.expect(404, 'DELETE', `${path}/${first.id}`);
    expect(await ana.expect(200, 'GET', path)).toEqual({ push_subscriptions: [] });
  });

  test.each([
    'https://example.com/push',
    'http://fcm.googleapis.com/x',
    'https:fcm.googleapis.com/x',
    'https://fcm.googleapis.com@localhost/x',
    'https://127.0.0.1/x',
  ])('%s is refused', async (endpoint) => {
    const ana = await api.register();
    expect((await ana.expect(422, 'POST', path, { ...subscription, endpoint })).code).toBe(
      'ENDPOINT_REFUSED',
    );
  });

  test.each([
    ['too short', 'short'],
    ['off the curve', Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString('base64url')],
    ['the point at infinity', Buffer.concat([Buffer.of(4), Buffer.alloc(64)]).toString('base64url')],
    ['compressed', createECDH('prime256v1').generateKeys('base64url', 'compressed')],
    ['of another curve', createECDH('secp256k1').generateKeys('base64url')],
  ])('a key that is %s is refused', async (_what, p256dh) => {
    const ana = await api.register();
    const { errors } = await ana.expect(422, 'POST', path, {
      ...subscription,
      keys: { p256dh, auth: keys.auth },
    });
    expect(errors).toMatchObject([{ path: 'keys.p256dh' }]);
  });

  test('the key to subscribe with is the one that pushes are signed with', async () => {
    const ana = await api.register();
    const { public_key } = await ana.expect(200, 'GET', '/v1/account/push-key');
    expect(public_key).toBe(world.env['VAPID_PUBLIC_KEY']);
    expect(public_key).toHaveLength(webpush.generateVAPIDKeys().publicKey.length);
  });
});
