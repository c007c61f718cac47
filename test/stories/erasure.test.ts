// The promise: who wants to be forgotten is, once they no longer take it back: everywhere, and nobody else loses anything.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { freePort } from '../../src/dev/port.ts';
import { CATALOGUE, erasureOf } from '../../src/privacy/catalogue.ts';
import { isExported, markEverything } from '../harness/mark-everything.ts';
import { PATIENCE } from '../harness/patience.ts';
import { PASSWORD, type Person } from '../harness/person.ts';
import { apiProcess, workerProcess, type FluxProcess } from '../harness/processes.ts';
import { takeExport } from '../harness/take-export.ts';
import { everythingInTemporal, placesOf, rowsOf } from '../harness/traces.ts';
import { openWorld, type World } from '../harness/world.ts';
import { readTables, seedEveryTable } from '../parts/kernel/seed-every-table.ts';

let world: World;
let admin: pg.Client;
let api: FluxProcess;
let worker: FluxProcess;
/** Where the processes may put files. */
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flux-erasure-'));
  world = await openWorld({
    api: 'none',
    worker: 'none',
    env: {
      LOG_LEVEL: 'debug',
      TMPDIR: directory,
      METRICS_PORT: String(await freePort()),
      WORKFLOW_BUNDLE_PATH: inject('ground').bundlePath,
    },
  });
  [api, worker] = [apiProcess(world), workerProcess(world)];
  await Promise.all([api.start(), worker.start()]);
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await world.simulator.fallSilent();
  await Promise.all([api.end(), worker.end()]);
  await world.close();
  await rm(directory, { recursive: true });
});

/** Resolves once it is over. */
const erased = async (url: string) =>
  vi.waitFor(async () => {
    const receipt = (await (await fetch(url)).json()) as Record<string, unknown>;
    expect(receipt['state']).toBe('done');
    return receipt;
  }, PATIENCE);

const idsOf = async (person: Person) => {
  const { user } = await person.expect(200, 'GET', '/v1/auth/me');
  return { orgId: user.org_id as string, userId: user.id as string };
};

/** In words that nobody else has: everything that leaves something behind. */
async function liveOn(person: Person, word: string): Promise<void> {
  const { conversation_id } = await person.say(`Remind me to mail ${word}-said tomorrow at 18:00`);
  await person.say(`I want to learn ${word}-wish, three mornings a week`, conversation_id);
  const task = await person.plan(`${word}-task`);
  const message = await person.expectWhatsApp(`${word}-task`);
  await person.reply(`${word}-reply`, message);
  await person.answerCall('1');
  await person.expectTask(task, 'done');
  await person.expect(201, 'POST', '/v1/account/api-keys', { name: `${word}-key`, scopes: ['tasks:read'] });
  const calendar = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:${word}-uid\r\nDTSTART:20270105T100000Z\r\nSUMMARY:${word}-event\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  const imported = await person.call('POST', '/v1/me/imports', calendar, { 'content-type': 'text/calendar' });
  expect(imported.status).toBe(201);
  await person.expect(200, 'POST', `/v1/me/imports/${imported.body.id}/apply`, {});
}

/** All that the far side still has of us: Twilio has no call by which what Verify keeps is deleted. */
const farSide = (): string[] => {
  const { messages, calls, protocol } = world.simulator.state;
  const deletable = protocol.filter(({ about }) => !about.startsWith('Verification'));
  return [...messages, ...calls, ...deletable].map((one) => JSON.stringify(one));
};

async function files(): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return [...paths, ...(await Promise.all(paths.map((path) => readFile(path, 'latin1'))))];
}

/** Beside the tables: wherever else something of somebody may be. */
async function outside(): Promise<Record<string, string[]>> {
  const metrics = [world.env['PUBLIC_URL']!, `http://127.0.0.1:${world.env['METRICS_PORT']}`];
  return {
    temporal: await everythingInTemporal(world),
    'far side': farSide(),
    log: [...api.output().split('\n'), ...worker.output().split('\n')],
    metrics: await Promise.all(metrics.map(async (url) => (await fetch(`${url}/metrics`)).text())),
    files: await files(),
  };
}

const found = (places: Record<string, string[]>, words: readonly string[]): string[] =>
  Object.entries(places).flatMap(([place, texts]) =>
    texts.flatMap((text) =>
      words.flatMap((word) => {
        const at = text.toLowerCase().indexOf(word.toLowerCase());
        return at < 0 ? [] : [`${place}: ${word} in ${text.slice(Math.max(0, at - 100), at + 60)}`];
      }),
    ),
  );

test('an account is erased at once, and its e-mail address and number are free again', async () => {
  const ana = await world.person('Ana');
  const me = await ana.expect(200, 'GET', '/v1/auth/me');
  await ana.expect(200, 'PATCH', '/v1/account/preferences', { channels: { call: false } });
  // Nobody who found a session open does it at once.
  const refused = await ana.call('POST', '/v1/me/erasure', { waive: true });
  expect([refused.status, refused.body.code]).toEqual([403, 'REAUTHENTICATION_NEEDED']);
  const asked = await ana.expect(202, 'POST', '/v1/me/erasure', { waive: true, password: PASSWORD });
  const receipt = await erased(asked.receipt_url);
  expect(JSON.stringify(receipt)).not.toContain(me.user.id);
  expect((await ana.call('GET', '/v1/me/erasure')).status).toBe(401);
  const again = await world.person('Ana', { number: ana.number, email: ana.email });
  expect((await again.expect(200, 'GET', '/v1/tasks')).tasks).toEqual([]);
  // A STOP outlives its account: nobody is called there before they say so.
  const { channels } = await again.expect(200, 'GET', '/v1/account/preferences');
  expect(channels).toMatchObject({ call: false });
});

/** Without which nothing more could be done here; and what Twilio gave, and is asked about. */
const NEEDED = [
  'profiles.phone',
  'profiles.whatsapp_address',
  'users.email',
  'emails.kind',
  'dispatch_log.external_id',
];
/** Codes and names of ours that stay with their rows, of nobody. */
const KEPT = CATALOGUE.flatMap((entry) =>
  Object.entries(entry.columns).flatMap(([name, column]) =>
    typeof erasureOf(entry, column) === 'object' ? [`${entry.table}.${name}`] : [],
  ),
);

test('all of theirs is exported, and of a colleague nothing; then no word is left anywhere, and the colleague keeps every row', async () => {
  const [ana, ben] = [await world.person('Ana'), await world.person('Ben')];
  const team = await ben.expect(201, 'POST', '/v1/orgs', { name: 'The team' });
  const { token } = await ben.expect(201, 'POST', `/v1/orgs/${team.id}/invitations`, {
    email: ana.email,
    role: 'admin',
  });
  await ana.expect(200, 'POST', '/v1/invitations/acceptance', { token });
  await liveOn(ana, 'canary-ana');
  await liveOn(ben, 'canary-ben');
  const [hers, his] = [await idsOf(ana), await idsOf(ben)];
  const tables = (await readTables(admin)).filter(({ name }) => name !== 'resting_members');
  // Of rows that mean nothing it would bring something to life.
  await world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`).pause();
  await admin.query(`set session_replication_role = 'replica'`);
  for (const { userId } of [hers, his]) await seedEveryTable(admin, tables, { orgId: team.id, userId });
  const marked = await markEverything(admin, hers.userId, 'canary-ana', [...NEEDED, ...KEPT]);
  await markEverything(admin, his.userId, 'canary-ben', NEEDED);
  await admin.query(`set session_replication_role = 'origin'`);

  const text = [...(await takeExport(ana)).values()].join('\n');
  const exported = marked.filter(isExported);
  expect(exported.length).toBeGreaterThan(40);
  expect(exported.filter((column) => !text.includes(`canary-ana.${column}.`))).toEqual([]);
  expect(text).not.toContain('canary-ben');

  const words = ['canary-ana', ana.email, ana.number];
  const ids = [hers.userId, hers.orgId];
  expect((await placesOf(admin, [...words, ...ids])).length).toBeGreaterThan(50);
  const before = await rowsOf(admin, his.userId);
  const asked = await ana.expect(202, 'POST', '/v1/me/erasure', { waive: true, password: PASSWORD });
  await erased(asked.receipt_url);
  expect(await placesOf(admin, [...words, ...ids])).toEqual([]);
  expect(await rowsOf(admin, his.userId)).toEqual(before);
  const places = await outside();
  const { files: _few, ...full } = places;
  for (const texts of Object.values(full)) expect(texts.join('').length).toBeGreaterThan(1000);
  expect(found(places, words)).toEqual([]);
  // Log lines name people by their ids.
  expect(found({ ...places, log: [] }, ids)).toEqual([]);
  expect(found(places, ['canary-ben', ben.number]).length).toBeGreaterThan(0);
}, 180_000);
