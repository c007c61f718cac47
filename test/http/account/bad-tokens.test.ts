// What is no token of a living session opens no door, and leaves no trace of itself in the log.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { API_NEEDS, readConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { startApi, type RunningApi } from '../../../src/server.ts';
import { forge, forgedTokens, type Genuine } from '../../harness/forged-tokens.ts';
import { openApi, type Api } from '../../harness/http.ts';
import { openWorld, type World } from '../../harness/world.ts';

let world: World;
let running: RunningApi;
let api: Api;
let admin: pg.Client;
const lines: string[] = [];

beforeAll(async () => {
  world = await openWorld({ worker: 'none', api: 'none', env: { PORT: '0' } });
  const log = createLog({ level: 'trace', process: 'api' }, { write: (line) => void lines.push(line) });
  running = await startApi(readConfig(API_NEEDS, world.env), log);
  api = await openApi(running.url);
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await running.stop();
  await world.close();
});

/** A person who is signed in, as our secret would sign for them. */
async function someone(): Promise<Genuine> {
  const { token, userId } = await api.register();
  const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
  return {
    secret: world.env['TOKEN_SECRET']!,
    issuer: world.env['PUBLIC_URL']!,
    userId,
    orgId: claims.org,
    sessionId: claims.sid,
  };
}

const ask = (authorization: string) => api.call('GET', '/v1/auth/me', { headers: { authorization } });

test('every one of them is nobody, and the log never quotes one', async () => {
  const [ana, ben, carl] = [await someone(), await someone(), await someone()];
  await admin.query('update sessions set revoked_at = now() where user_id = $1', [carl.userId]);
  const dora = await someone();
  await admin.query('update sessions set expires_at = now() where user_id = $1', [dora.userId]);
  const { token, signed, header, claims } = forge(ana);
  expect((await ask(`Bearer ${token()}`)).status).toBe(200);

  const bad: [string, string][] = [
    ...(await forgedTokens(ana)),
    ['a session that never was', token({ sid: randomUUID() })],
    ['the session of another person', token({ sid: ben.sessionId })],
    ['another person in this session', token({ sub: ben.userId })],
    ['a person that never was', token({ sub: randomUUID() })],
    [
      'two subjects, the last of them another person',
      signed(header, `${JSON.stringify(claims).slice(0, -1)},"sub":"${ben.userId}"}`),
    ],
    ['of a session that was ended', forge(carl).token()],
    ['of a session that is too old', forge(dora).token()],
    ['an API key that never was', `flux_0123abcd_${'A'.repeat(43)}`],
    ['a cut API key', `flux_0123abcd_${'A'.repeat(42)}`],
  ];
  expect(bad.length).toBeGreaterThan(100);
  lines.length = 0;
  const let_in: string[] = [];
  for (const [what, token] of bad) {
    const { status, body, headers } = await ask(`Bearer ${token}`);
    const isRefused =
      status === 401 && body.code === 'UNAUTHENTICATED' && headers.get('www-authenticate') === 'Bearer';
    if (!isRefused) let_in.push(`${what}: ${status}`);
  }
  expect(let_in).toEqual([]);

  const log = lines.join('');
  expect(lines.filter((line) => line.includes('"status":401')).length).toBe(bad.length);
  const parts = bad.flatMap(([, token]) => [token, ...token.split('.')]).filter((part) => part.length > 20);
  expect(parts.filter((part) => log.includes(part))).toEqual([]);
  expect(log).not.toContain(world.env['TOKEN_SECRET']);
});

test('nor is one that is sent in another way', async () => {
  const { token } = forge(await someone());
  const good = token();
  const forms = [
    '',
    'Bearer',
    'Bearer ',
    good,
    `Basic ${good}`,
    `Token ${good}`,
    `Bearer  `,
    `Bearer ${good} ${good}`,
    `Bearer ${good}, Bearer ${good}`,
    `Bearer "${good}"`,
    `Bearer:${good}`,
    `Bearer ${good};x`,
  ];
  const statuses = await Promise.all(forms.map(async (form) => [form, (await ask(form)).status] as const));
  expect(statuses.filter(([, status]) => status !== 401)).toEqual([]);
  const elsewhere = await api.call('GET', `/v1/auth/me?access_token=${good}`);
  expect(elsewhere.status).toBe(401);
  expect((await ask(`bearer ${good}`)).status).toBe(200);
});
