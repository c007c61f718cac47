// The promise: many resets, verifications and invitations at once, with worker and API killed in between. Each link works
// once, none twice, none after its time; and each mail arrives once, but for what nobody could know of.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { PASSWORD } from '../harness/http.ts';
import { tokensIn } from '../harness/mailed.ts';
import { PATIENCE } from '../harness/patience.ts';
import { apiProcess, workerProcess, type FluxProcess } from '../harness/processes.ts';
import { openWorld, type World } from '../harness/world.ts';

/** EMAIL_LINKS=200 for all of it. */
const EACH = Number(process.env['EMAIL_LINKS'] ?? 12);
const FOUND = { timeout: 300_000, interval: 200 };

let world: World;
let admin: pg.Pool;
let api: FluxProcess;
let worker: FluxProcess;
beforeAll(async () => {
  const env = { WORKFLOW_BUNDLE_PATH: inject('ground').bundlePath };
  world = await openWorld({ api: 'none', worker: 'none', env });
  admin = new pg.Pool({ connectionString: world.database.adminUrl, max: 4 });
  [api, worker] = [apiProcess(world), workerProcess(world)];
  await Promise.all([api.start(), worker.start()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([api.endWithin(15_000), worker.endWithin(25_000)]);
  await admin.end();
  await world.close();
});

/** Until it is answered: a killed API answers nobody. */
async function post(path: string, body: object, token?: string): Promise<{ status: number; body: Json }> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return vi.waitFor(async () => {
    const answer = await fetch(`${world.env['PUBLIC_URL']}${path}`, init);
    if (answer.status >= 500) throw new Error(`${path}: ${answer.status}`);
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  }, FOUND);
}
// What an API says is for the test to check.
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;

interface Member {
  email: string;
  token: string;
}

async function member(): Promise<Member> {
  const email = `${randomUUID()}@example.com`;
  const { body } = await post('/v1/auth/register', { email, password: PASSWORD, onboarding: false });
  return { email, token: body.access_token };
}

/** So many at a time: passwords take turns. */
async function inTurns<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let first = 0; first < count; first += 20) {
    const some = Array.from({ length: Math.min(20, count - first) }, (_, index) => work(first + index));
    made.push(...(await Promise.all(some)));
  }
  return made;
}

const newest = (email: string, page: string) => tokensIn(world.simulator, email, page).at(-1);

/** All of them twice at once: how often each was taken. */
const useTwice = (tokens: string[], use: (token: string, index: number) => Promise<{ status: number }>) =>
  inTurns(tokens.length, async (index) => {
    const answers = await Promise.all([use(tokens[index]!, index), use(tokens[index]!, index)]);
    return answers.map(({ status }) => String(status)).toSorted();
  });

const reset = (token: string) => post('/v1/auth/password/reset', { token, password: `${PASSWORD} anew` });

test(`${EACH} of each at once`, { timeout: 900_000 }, async () => {
  const people = await inTurns(EACH, member);
  const owner = people[0]!;
  const teams = await inTurns(
    EACH,
    async () => (await post('/v1/orgs', { name: 'A team' }, owner.token)).body.id,
  );

  const asking = Promise.all([
    inTurns(EACH, (i) => post('/v1/auth/password/reset-request', { email: people[i]!.email })),
    inTurns(EACH, (i) => post('/v1/auth/email/verification', {}, people[i]!.token)),
    inTurns(Math.min(EACH, 45), (i) =>
      post(`/v1/orgs/${teams[i]}/invitations`, { email: people.at(-1 - i)!.email }, owner.token),
    ),
  ]);
  // In between: while mails are on their way, and while links are asked for.
  for (const arrived of [EACH / 3, EACH]) {
    await vi.waitUntil(() => world.simulator.state.mails.length >= arrived, FOUND);
    await Promise.all([worker.kill(), api.kill()]);
    await Promise.all([worker.start(), api.start()]);
  }
  await asking;
  // What a kill lost is found within the minute.
  const open = `select count(*)::int as open from emails where state in ('planned', 'sending')`;
  await vi.waitFor(async () => {
    await world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`).trigger();
    expect((await admin.query(open)).rows).toEqual([{ open: 0 }]);
  }, FOUND);

  const { rows: ends } = await admin.query(
    'select state, count(*)::int as mails, sum(unclear)::int as unclear from emails group by state order by state',
  );
  const known = new Set(world.simulator.state.mails.map(({ messageId }) => messageId)).size;
  const twice = world.simulator.state.mails.length - known;
  process.stdout.write(`${EACH} of each: ${JSON.stringify(ends)}, ${known} mails, ${twice} of them twice\n`);
  expect(twice).toBeLessThanOrEqual(ends.reduce((sum, { unclear }) => sum + unclear, 0));
  expect(ends.filter(({ state }) => state !== 'sent' && state !== 'suppressed')).toEqual([]);

  const verifications = people.map(({ email }) => newest(email, 'verification')!);
  const verified = await useTwice(verifications, (token) =>
    post('/v1/auth/email/verification/confirmation', { token }),
  );
  expect(new Set(verified.map(String))).toEqual(new Set(['204,410']));
  const invitations = people.slice(-Math.min(EACH, 45)).toReversed();
  const joined = await useTwice(
    invitations.map(({ email }) => newest(email, 'invitation')!),
    (token, index) => post('/v1/invitations/acceptance', { token }, invitations[index]!.token),
  );
  expect(joined.every((statuses) => statuses.includes('200') || statuses.includes('409'))).toBe(true);

  const resets = people.map(({ email }) => newest(email, 'reset')!);
  const late = resets.splice(0, 3);
  await admin.query(
    `update email_links set expires_at = now() - interval '1 second' where kind = 'reset' and email = any ($1)`,
    [people.slice(0, 3).map(({ email }) => email)],
  );
  expect(new Set((await useTwice(resets, reset)).map(String))).toEqual(new Set(['204,410']));
  expect(new Set((await useTwice(late, reset)).map(String))).toEqual(new Set(['410,410']));
  await vi.waitFor(async () => expect((await admin.query(open)).rows).toEqual([{ open: 0 }]), {
    ...PATIENCE,
    timeout: 120_000,
  });
});
