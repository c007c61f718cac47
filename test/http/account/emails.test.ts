// Links by mail, end to end through the mailbox: each works once, none twice, none for another thing.
import { createHmac, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, type Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { mailedToken, mailOf } from '../../harness/mailed.ts';

const { world, api, admin } = httpWorld({
  worker: 'here',
  // But for what is mailed at one person's wish to one address: five an hour.
  env: {
    RATE_LIMITS:
      'crud=1000/min,agent=1000/min,sign-in=1000/min,sign-in-pair=1000/day,refresh=1000/min,register=1000/min,unknown=1000/min,email-asker=1000/hour',
  },
});
const far = () => world.simulator;
const post = (path: string, body: object, token?: string) =>
  api.call('POST', path, { body, ...(token !== undefined && { token }) });
const logIn = (email: string, password = PASSWORD) => post('/v1/auth/login', { email, password });
const NEW = 'another long sentence';

let ana: Session;
beforeAll(async () => {
  ana = await api.register();
});

const gone = { status: 410, body: { code: 'LINK_INVALID' } };

describe('an address is proven', () => {
  test('by its link, once', async () => {
    const me = () => ana.expect(200, 'GET', '/v1/auth/me');
    expect((await me()).user).toMatchObject({ email: ana.email, email_verified: false });
    expect(await ana.expect(202, 'POST', '/v1/auth/email/verification')).toEqual({ email_verified: false });
    const token = await mailedToken(far(), ana.email, 'verification');
    expect((await post('/v1/auth/email/verification/confirmation', { token })).status).toBe(204);
    expect(await post('/v1/auth/email/verification/confirmation', { token })).toMatchObject(gone);
    expect((await me()).user.email_verified).toBe(true);
    expect(await ana.expect(202, 'POST', '/v1/auth/email/verification')).toEqual({ email_verified: true });
  });

  test('by the last link alone', async () => {
    const ben = await api.register();
    await ben.expect(202, 'POST', '/v1/auth/email/verification');
    const first = await mailedToken(far(), ben.email, 'verification');
    await ben.expect(202, 'POST', '/v1/auth/email/verification');
    const second = await mailedToken(far(), ben.email, 'verification', 1);
    expect(await post('/v1/auth/email/verification/confirmation', { token: first })).toMatchObject(gone);
    expect((await post('/v1/auth/email/verification/confirmation', { token: second })).status).toBe(204);
  });
});

const ask = (email: string) => post('/v1/auth/password/reset-request', { email });

describe('a forgotten password', () => {
  test('is replaced once, ends every session, and the mailbox is told', async () => {
    const ben = await api.register();
    expect((await ask(ben.email)).status).toBe(202);
    const token = await mailedToken(far(), ben.email, 'reset');
    const reset = (password: string) => post('/v1/auth/password/reset', { token, password });
    // What is refused uses nothing up.
    expect(await reset('password123')).toMatchObject({ status: 422, body: { code: 'PASSWORD_WEAK' } });
    const answers = await Promise.all(Array.from({ length: 5 }, () => reset(NEW)));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual([
      '204',
      '410',
      '410',
      '410',
      '410',
    ]);
    expect((await ben.call('GET', '/v1/auth/me')).status).toBe(401);
    expect((await logIn(ben.email)).status).toBe(401);
    expect((await logIn(ben.email, NEW)).status).toBe(200);
    await mailOf(far(), ben.email, 'Your password was changed');
  });

  test('is not replaced after an hour, nor by a link for something else', async () => {
    const ben = await api.register();
    await ask(ben.email);
    await ben.expect(202, 'POST', '/v1/auth/email/verification');
    const other = await mailedToken(far(), ben.email, 'verification');
    expect(await post('/v1/auth/password/reset', { token: other, password: NEW })).toMatchObject(gone);
    const token = await mailedToken(far(), ben.email, 'reset');
    await admin.query(
      `update email_links set expires_at = now() - interval '1 second' where email = $1 and kind = 'reset'`,
      [ben.email],
    );
    expect(await post('/v1/auth/password/reset', { token, password: NEW })).toMatchObject(gone);
    expect((await logIn(ben.email)).status).toBe(200);
  });

  test('of nobody is answered as that of somebody, and mailed to nobody', async () => {
    const nobody = `${randomUUID()}@example.com`;
    const [known, unknown] = [await ask(ana.email), await ask(nobody)];
    const shown = ({ status, body, headers }: typeof known) => ({
      status,
      body,
      names: [...headers.keys()].toSorted(),
    });
    expect(shown(unknown)).toEqual(shown(known));
    await mailedToken(far(), ana.email, 'reset');
    const { rows } = await admin.query(
      `select reason, sealed, user_id from emails where kind = 'password_reset' and user_id is null`,
    );
    expect(rows).toEqual([{ reason: 'nobody', sealed: null, user_id: null }]);
    expect(far().state.mails.filter(({ to }) => to === nobody)).toEqual([]);
  });
});

const change = (who: Session, email: string, current_password = PASSWORD) =>
  who.call('POST', '/v1/account/email-change', { email, current_password });

const confirm = (token: string) => post('/v1/auth/email/change/confirmation', { token });

describe('another address', () => {
  test('counts once it is proven; the old one is told, and can take it back', async () => {
    const ben = await api.register();
    const [old, fresh] = [ben.email, `${randomUUID()}@example.com`];
    expect((await change(ben, fresh, 'wrong')).status).toBe(401);
    expect((await change(ben, fresh)).status).toBe(202);
    const token = await mailedToken(far(), fresh, 'change');
    expect((await logIn(fresh)).status).toBe(401);
    expect((await logIn(old)).status).toBe(200);
    expect((await confirm(token)).status).toBe(204);
    expect(await confirm(token)).toMatchObject(gone);
    expect((await logIn(old)).status).toBe(401);
    expect((await logIn(fresh)).status).toBe(200);
    const { access_token: intruder } = (await logIn(fresh)).body;
    const { key } = (await post('/v1/account/api-keys', { name: 'Mine', scopes: ['tasks:read'] }, intruder))
      .body;
    expect((await api.call('GET', '/v1/tasks', { token: key })).status).toBe(200);
    const back = { token: await mailedToken(far(), old, 'take-back'), password: NEW };
    expect((await post('/v1/auth/email/take-back', back)).status).toBe(204);
    expect(await post('/v1/auth/email/take-back', back)).toMatchObject(gone);
    expect((await api.call('GET', '/v1/tasks', { token: key })).status).toBe(401);
    await mailOf(far(), old, 'Your address counts again');
    expect((await ben.call('GET', '/v1/auth/me')).status).toBe(401);
    expect((await logIn(fresh, NEW)).status).toBe(401);
    expect((await logIn(old, NEW)).status).toBe(200);
  });

  test('of somebody else is answered as a free one, and its owner is told', async () => {
    const [ben, eva] = [await api.register(), await api.register()];
    const [taken, free] = [await change(ben, eva.email), await change(ben, `${randomUUID()}@example.com`)];
    expect([taken.status, taken.body]).toEqual([free.status, free.body]);
    const { text } = await mailOf(far(), eva.email, 'You have an account already');
    expect(text).not.toContain('#token');
  });

  test('that somebody took meanwhile is not taken from them', async () => {
    const ben = await api.register();
    const fresh = `${randomUUID()}@example.com`;
    await change(ben, fresh);
    const token = await mailedToken(far(), fresh, 'change');
    expect((await post('/v1/auth/register', { email: fresh, password: PASSWORD })).status).toBe(201);
    expect(await confirm(token)).toMatchObject(gone);
    expect((await logIn(ben.email)).status).toBe(200);
  });
});

test('who is invited finds it in their mailbox, and joins by its link', async () => {
  const eva = await api.register();
  const org = await ana.expect(201, 'POST', '/v1/orgs', { name: 'The <team>' });
  const made = await ana.expect(201, 'POST', `/v1/orgs/${org.id}/invitations`, { email: eva.email });
  const token = await mailedToken(far(), eva.email, 'invitation');
  expect(token).toBe(made.token);
  expect(await eva.expect(200, 'POST', '/v1/invitations/acceptance', { token })).toMatchObject({
    id: org.id,
  });
});

test('who may not invite, and who repeats, takes nothing from what may be mailed; nor does one kind from another', async () => {
  const [ben, eva, to] = [await api.register(), await api.register(), `${randomUUID()}@example.com`];
  const org = await ben.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
  const invitations = `/v1/orgs/${org.id}/invitations`;
  const { token } = await ben.expect(201, 'POST', invitations, { email: eva.email });
  await eva.expect(200, 'POST', '/v1/invitations/acceptance', { token });
  const again = { 'idempotency-key': randomUUID() };
  const limit = 5;
  for (let nth = 0; nth <= limit; nth += 1) {
    expect((await eva.call('POST', invitations, { email: to })).status).toBe(403);
    expect((await ben.call('POST', invitations, { email: to }, again)).status).toBe(201);
  }
  for (let nth = 1; nth < limit; nth += 1) await ben.expect(201, 'POST', invitations, { email: to });
  expect((await ben.call('POST', invitations, { email: to })).status).toBe(429);
  expect((await ask(to)).status).toBe(202);
});

test('a sign-in from a network that nobody knows is told of, once a day', async () => {
  const ben = await api.register();
  const notices = () =>
    far().state.mails.filter(({ to, subject }) => to === ben.email && subject.endsWith(' new'));
  await logIn(ben.email);
  await admin.query(`update sessions set network = 'elsewhere' where user_id = $1`, [ben.userId]);
  await logIn(ben.email);
  await mailOf(far(), ben.email, 'A sign-in from somewhere new');
  await admin.query(`update sessions set network = 'elsewhere' where user_id = $1`, [ben.userId]);
  await logIn(ben.email);
  await admin.query(`update sessions set network = 'elsewhere' where user_id = $1`, [ben.userId]);
  const { rows } = await admin.query(`select state from emails where user_id = $1`, [ben.userId]);
  expect([rows.length, notices().length]).toEqual([1, 1]);
});

const bounce = (body: string, { seconds = Math.floor(Date.now() / 1000), secret = '' } = {}) => {
  const key = secret || world.env['EMAIL_WEBHOOK_SECRET']!;
  const signed = createHmac('sha256', key).update(`msg_1.${seconds}.${body}`).digest('base64');
  return fetch(`${world.env['PUBLIC_URL']}/webhooks/email/bounces`, {
    method: 'POST',
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,other v1,${signed}`,
      'content-type': 'application/json',
    },
    body,
  });
};

const suppressed = () => admin.query(`select from email_suppressions where reason = 'unsubscribed'`);

describe('what mail servers and mail programs say', () => {
  test('a bounce ends what is mailed to its address; unsigned, old and unreadable ones do nothing', async () => {
    const ben = await api.register();
    await ben.expect(202, 'POST', '/v1/auth/email/verification');
    await mailedToken(far(), ben.email, 'verification');
    const { messageId } = far().state.mails.findLast(({ to }) => to === ben.email)!;
    const body = JSON.stringify({ message_id: messageId, type: 'bounce', permanent: true });
    expect((await bounce(body, { secret: 'x'.repeat(32) })).status).toBe(403);
    expect((await bounce(body, { seconds: 1 })).status).toBe(403);
    expect((await bounce('{}')).status).toBe(400);
    expect((await bounce(body)).status).toBe(204);
    expect((await bounce(body)).status).toBe(204);
    await ben.expect(202, 'POST', '/v1/auth/email/verification');
    await expect
      .poll(
        async () =>
          (await admin.query('select state from emails where user_id = $1 order by 1', [ben.userId])).rows,
      )
      .toEqual([{ state: 'bounced' }, { state: 'suppressed' }]);
  });

  test('one click ends notices, and a look at its address alone does not', async () => {
    const org = await ana.expect(201, 'POST', '/v1/orgs', { name: 'A team' });
    const to = `${randomUUID()}@example.com`;
    await ana.expect(201, 'POST', `/v1/orgs/${org.id}/invitations`, { email: to });
    await mailedToken(far(), to, 'invitation');
    const [, url] = /^<(.+)>$/.exec(
      far().state.mails.find((one) => one.to === to)!.headers['list-unsubscribe']!,
    )!;
    expect((await fetch(url!)).status).toBe(200);
    expect((await suppressed()).rowCount).toBe(0);
    const form = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    for (const _twice of [1, 2]) expect((await fetch(url!, { method: 'POST', body: form })).status).toBe(200);
    expect((await suppressed()).rowCount).toBe(1);
    expect((await fetch(`${url}x`, { method: 'POST' })).status).toBe(404);
  });

  test('a link leads to a page that asks before it does anything', async () => {
    const page = await fetch(`${world.env['PUBLIC_URL']}/links/reset`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).toContain('/links/links.js');
    expect((await fetch(`${world.env['PUBLIC_URL']}/links/nothing`)).status).toBe(404);
  });
});
