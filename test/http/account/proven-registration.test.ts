// Where an address has to be proven, registering tells nobody whether it is taken: neither by an answer nor by its work.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { PASSWORD } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { mailedToken, mailOf } from '../../harness/mailed.ts';

const { world, api, admin } = httpWorld({
  worker: 'here',
  isCounted: true,
  env: { EMAIL_VERIFICATION: 'required' },
});

const post = (path: string, body: object, headers = {}) => api.call('POST', path, { body, headers });
const somebody = () => `${randomUUID()}@example.com`;
const register = (email: string, headers = {}) =>
  post('/v1/auth/register', { email, password: PASSWORD, name: 'Ana', zone: 'Europe/Berlin' }, headers);
const confirm = (token: string, password = PASSWORD) =>
  post('/v1/auth/register/confirmation', { token, password });

async function account(): Promise<string> {
  const email = somebody();
  await register(email);
  const { status } = await confirm(await mailedToken(world.simulator, email, 'registration'));
  expect(status).toBe(201);
  return email;
}

test('the link makes the account, once, for whoever has chosen the password', async () => {
  const email = somebody();
  expect(await register(email)).toMatchObject({ status: 202, body: { status: 'mailed' } });
  expect((await post('/v1/auth/login', { email, password: PASSWORD })).status).toBe(401);
  const token = await mailedToken(world.simulator, email, 'registration');
  expect((await confirm(token, 'somebody else chose this')).status).toBe(401);
  const answers = await Promise.all([confirm(token), confirm(token), confirm(token)]);
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '410', '410']);
  const { body } = answers.find(({ status }) => status === 201)!;
  const me = await api.call('GET', '/v1/auth/me', { token: body.access_token });
  expect(me.body.user).toMatchObject({ email, email_verified: true, name: 'Ana', zone: 'Europe/Berlin' });
});

test('an address that is taken is answered alike, and its owner is told', async () => {
  const taken = await account();
  const [known, unknown] = [await register(taken), await register(somebody())];
  const shown = ({ status, body, headers }: typeof known) => ({
    status,
    body,
    names: [...headers.keys()].toSorted(),
  });
  expect(shown(known)).toEqual(shown(unknown));
  const { text } = await mailOf(world.simulator, taken, 'You have an account already');
  expect(text).not.toContain('#token');
  expect((await post('/v1/auth/login', { email: taken, password: PASSWORD })).status).toBe(200);
});

test('two who register one address: the first link that is opened makes it', async () => {
  const email = somebody();
  await register(email);
  const first = await mailedToken(world.simulator, email, 'registration');
  await register(email);
  const second = await mailedToken(world.simulator, email, 'registration', 1);
  expect((await confirm(second)).status).toBe(201);
  expect(await confirm(first)).toMatchObject({ status: 410, body: { code: 'LINK_INVALID' } });
});

test('a repeat under the same key mails once', async () => {
  const [email, key] = [somebody(), randomUUID()];
  for (const _twice of [1, 2]) expect((await register(email, { 'idempotency-key': key })).status).toBe(202);
  const { rows } = await admin.query('select from email_links where email = $1', [email]);
  expect(rows).toHaveLength(1);
});

const costOf = async (ask: () => Promise<unknown>) => {
  await ask();
  const trips = await world.lines!.api.countRoundTrips(ask);
  // What was let through on credit is told to the store by the second, for everybody.
  return trips.map(({ sent }) => sent.join(' ')).filter((sent) => sent !== 'settle_tokens');
};

const reset = (email: string) => () => post('/v1/auth/password/reset-request', { email });

test('known and unknown addresses cost as many round trips to the database', async () => {
  const taken = await account();
  const registered = await costOf(() => register(somebody()));
  expect(registered.length).toBeGreaterThan(0);
  expect(await costOf(() => register(taken))).toEqual(registered);
  expect(await costOf(reset(taken))).toEqual(await costOf(reset(somebody())));
});
