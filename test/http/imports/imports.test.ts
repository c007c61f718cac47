// Imports by REST: what is said of a file before anything is made, and that it is made once, whole or not at all.
import { deflateRawSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { httpWorld } from '../../harness/http-world.ts';
import type { Answer, Session } from '../../harness/http.ts';
import { exportDone, fetchZip, linkOf } from '../../harness/take-export.ts';
import { readZip } from '../../harness/read-zip.ts';

const { api, admin } = httpWorld({ worker: 'here' });

const DAY_MS = 86_400_000;
const inDays = (days: number) =>
  new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS + 9 * 3_600_000);
const TYPES = { zip: 'application/zip', ics: 'text/calendar', csv: 'text/csv; charset=utf-8' };

const bring = (person: Session, type: string, file: unknown, headers = {}, query = ''): Promise<Answer> =>
  person.call('POST', `/v1/me/imports${query}`, file, { 'content-type': type, ...headers });

const apply = (person: Session, id: string, headers = {}) =>
  person.call('POST', `/v1/me/imports/${id}/apply`, undefined, headers);

const stamp = (moment: Date) => moment.toISOString().replaceAll(/[-:]|\.\d+/g, '');
const calendar = (...events: string[][]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');

const tasksOf = async (person: Session) => {
  const { rows } = await admin.query(
    `select title, description, starts_at, duration_minutes, status, rule_date::text, trigger_type, cancelled_for, goal_let_go,
       settled_at, settled_via, settled_day::text, rule_id is null as alone, goal_id is null as aimless, zone
     from tasks where user_id = $1 order by title, starts_at, status, rule_date`,
    [person.userId],
  );
  return rows;
};

test('a calendar: first what would come of it, then that, once, and again nothing', async () => {
  const ana = await api.register();
  const starts_at = inDays(3).toISOString();
  await ana.expect(201, 'POST', '/v1/tasks', { title: 'Stands there', starts_at, duration_minutes: 60 });
  const file = calendar(
    ['UID:1', 'SUMMARY:Dentist', `DTSTART:${stamp(inDays(3))}`, 'DURATION:PT30M'],
    ['UID:2', 'SUMMARY:Long ago', 'DTSTART:20200102T090000Z', 'DURATION:PT30M'],
    ['UID:3', 'SUMMARY:Choir', `DTSTART:${stamp(inDays(-14))}`, 'DURATION:PT90M', 'RRULE:FREQ=WEEKLY'],
    ['UID:4', 'SUMMARY:Birthday', 'DTSTART;VALUE=DATE:20301201'],
  );
  const { status, body } = await bring(ana, TYPES.ics, file);
  expect(status).toBe(201);
  expect(body).toMatchObject({ source: 'ics', state: 'ready', result: null });
  expect(body.report).toMatchObject({
    create: { goals: 0, rules: 1, pauses: 0, tasks: 2, events: 0 },
    recorded: 1,
    refused: 1,
    refusals: [{ what: 'Birthday', reason: 'all_day' }],
    conflicts: 1,
    conflicting: [{ title: 'Dentist', starts_at, overlaps: ['Stands there'] }],
  });
  expect(body.report.occurrences).toBeGreaterThan(7);
  expect(await tasksOf(ana)).toHaveLength(1);

  const both = await Promise.all([apply(ana, body.id), apply(ana, body.id), apply(ana, body.id)]);
  expect(both.map((one) => [one.status, one.body.state])).toEqual(
    [200, 200, 200].map((code) => [code, 'applied']),
  );
  expect(both[0].body.result.created).toEqual({ goals: 0, rules: 1, pauses: 0, tasks: 2, events: 0 });
  const after = await tasksOf(ana);
  expect(after).toHaveLength(3 + body.report.occurrences);
  const past = await admin.query(`select recorded_generation, status from tasks where title = 'Long ago'`);
  expect(past.rows).toEqual([{ recorded_generation: 1, status: 'pending' }]);

  const again = await bring(ana, TYPES.ics, file);
  expect(again.body.report).toMatchObject({
    create: { tasks: 0, rules: 0 },
    duplicates: { tasks: 2, rules: 1 },
  });
  expect((await apply(ana, again.body.id)).body.result.created).toMatchObject({ tasks: 0, rules: 0 });
  expect(await tasksOf(ana)).toEqual(after);
  const withHour = await bring(ana, TYPES.ics, file, {}, '?all_day_at=09:00');
  expect(withHour.body.report).toMatchObject({ create: { tasks: 1 }, refused: 0 });
});

test('two imports of one file that are applied at once make everything once', async () => {
  const ana = await api.register();
  const file = calendar(
    ...Array.from({ length: 40 }, (_, n) => [
      `UID:${n}`,
      `SUMMARY:Thing ${n}`,
      `DTSTART:${stamp(inDays(n + 1))}`,
    ]),
  );
  const ids = await Promise.all(
    [1, 2, 3].map(async () => (await bring(ana, TYPES.ics, file)).body.id as string),
  );
  await Promise.all(ids.map((id) => apply(ana, id)));
  expect(await tasksOf(ana)).toHaveLength(40);
});

test('under a key it is the same import, and another file is refused', async () => {
  const ana = await api.register();
  const key = { 'idempotency-key': 'one file' };
  const file = calendar(['UID:1', 'SUMMARY:Dentist', `DTSTART:${stamp(inDays(3))}`]);
  const [first, second] = [await bring(ana, TYPES.ics, file, key), await bring(ana, TYPES.ics, file, key)];
  expect([second.status, second.body, second.headers.get('idempotent-replayed')]).toEqual([
    201,
    first.body,
    'true',
  ]);
  const other = await bring(ana, TYPES.ics, file.replace('Dentist', 'Doctor'), key);
  expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  expect((await ana.expect(200, 'GET', '/v1/me/imports')).imports).toHaveLength(1);
  const applied = await apply(ana, first.body.id, key);
  expect(applied.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test('a project of Todoist, with what is not read by its line', async () => {
  const ana = await api.register({ zone: 'Europe/Berlin' });
  const file = [
    'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT',
    'task,"=HYPERLINK(""x"")",,1,1,Somebody (1),Somebody else (2),2030-12-24 18:30,en,,45,minute',
    'task,Water the plants,,4,1,,,every Monday at 9am,en,,,',
    'task,Someday,,4,1,,,,en,,,',
  ].join('\n');
  const { body } = await bring(ana, TYPES.csv, `\uFEFF${file}`);
  expect(body.report).toMatchObject({
    create: { tasks: 1, rules: 1 },
    refusals: [{ line: 4, reason: 'date_unsaid' }],
  });
  expect((await apply(ana, body.id)).status).toBe(200);
  const tasks = await tasksOf(ana);
  expect(tasks.find(({ title }) => title.startsWith('='))).toMatchObject({
    title: '=HYPERLINK("x")',
    starts_at: new Date('2030-12-24T17:30:00Z'),
    duration_minutes: 45,
  });
  expect(JSON.stringify(tasks)).not.toContain('Somebody');
});

/** Something of everything, in its states. */
async function liveOn(person: Session): Promise<void> {
  const rule = { title: 'Bins', rrule: 'FREQ=WEEKLY', time: '07:30', duration_minutes: 15, force: true };
  const { id: ruleId } = await person.expect(201, 'POST', '/v1/task-rules', {
    ...rule,
    zone: 'Europe/Berlin',
  });
  const { tasks } = await person.expect(200, 'GET', '/v1/tasks?limit=100');
  const [first, second, third] = tasks.filter(({ rule_id }: { rule_id: string }) => rule_id === ruleId);
  await person.expect(200, 'POST', `/v1/tasks/${first.id}/completion`);
  await person.expect(200, 'POST', `/v1/tasks/${second.id}/reschedule`, {
    starts_at: inDays(400).toISOString(),
  });
  await person.expect(200, 'DELETE', `/v1/tasks/${third.id}`);
}

const zipOf = async (person: Session) => fetchZip(await linkOf(person, await exportDone(person)));

const STATUSES = ['pending', 'rescheduled', 'done', 'missed', 'cancelled', 'undelivered'] as const;
const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) => `x${text.replaceAll('\0', '')}`.replaceAll(/\s+/g, ' ').trim());
const randomTask = fc.record({
  title: word,
  description: word,
  status: fc.constantFrom(...STATUSES),
  minutes: fc.integer({ min: 5, max: 720 }),
  at: fc.integer({ min: -400, max: 400 }),
});

test('an export that is brought to a clean place makes the same tasks, rules and goals, and nothing twice', async () => {
  const ana = await api.register({ zone: 'Europe/Berlin' });
  const { organisation } = await ana.expect(200, 'GET', '/v1/auth/me');
  await liveOn(ana);
  const made = fc.sample(randomTask, { numRuns: 300, seed: 7 });
  for (const { title, description, status, minutes, at } of made)
    await admin.query(
      `insert into tasks (id, org_id, user_id, title, description, status, duration_minutes, starts_at, settled_at, settled_via)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        organisation.id,
        ana.userId,
        title,
        description,
        status,
        minutes,
        inDays(at),
        ...(['pending', 'rescheduled'].includes(status) ? [null, null] : [inDays(at), 'rest']),
      ],
    );
  await admin.query(
    `with said as (insert into conversations (id, org_id, user_id) values (gen_random_uuid(), $1, $2) returning id)
     insert into goals (id, org_id, user_id, conversation_id, wish, title, tags, status, planning)
     select gen_random_uuid(), $1, $2, said.id, 'I want ' || s, 'Goal ' || s, '{fitness}', s, 'drafted'
     from said, unnest(array['completed', 'abandoned', 'negotiating']) as s`,
    [organisation.id, ana.userId],
  );
  const zip = await zipOf(ana);
  const before = await tasksOf(ana);

  const home = await bring(ana, TYPES.zip, zip);
  expect([home.status, home.body.report?.create]).toEqual([
    201,
    { goals: 0, rules: 0, pauses: 0, tasks: 0, events: 0 },
  ]);

  const ben = await api.register({ zone: 'America/New_York' });
  const { body } = await bring(ben, TYPES.zip, zip);
  expect(body.report).toMatchObject({
    create: { goals: 2, rules: 1, tasks: before.length },
    refusals: [{ reason: 'not_kept' }],
  });
  expect((await apply(ben, body.id)).status).toBe(200);
  expect(await tasksOf(ben)).toEqual(before);
  const rulesOf = async (person: Session) =>
    (
      await admin.query(
        `select title, rrule, start_date::text, local_time, zone, exdates, rdates, ended_at from task_rules where user_id = $1`,
        [person.userId],
      )
    ).rows;
  expect(await rulesOf(ben)).toEqual(await rulesOf(ana));
  const goalsOf = async (person: Session) =>
    (
      await admin.query(
        `select wish, title, tags, status from goals where user_id = $1 and status <> 'negotiating' order by title`,
        [person.userId],
      )
    ).rows;
  expect(await goalsOf(ben)).toEqual(await goalsOf(ana));
  const eventsOf = async (person: Session) =>
    (
      await admin.query(
        `select kind, via, detail, created_at from task_events where user_id = $1 order by created_at, kind, detail::text`,
        [person.userId],
      )
    ).rows;
  expect(await eventsOf(ben)).toEqual(await eventsOf(ana));

  const again = await bring(ben, TYPES.zip, zip);
  expect(again.body.report.create).toEqual({ goals: 0, rules: 0, pauses: 0, tasks: 0, events: 0 });
  expect((await apply(ben, again.body.id)).status).toBe(200);
  expect(await tasksOf(ben)).toEqual(before);
});

test('what cannot be written as a whole is not written at all', async () => {
  const ana = await api.register();
  const file = calendar(
    ...Array.from({ length: 30 }, (_, n) => [
      `UID:${n}`,
      `SUMMARY:Thing ${n}`,
      `DTSTART:${stamp(inDays(n + 1))}`,
    ]),
  );
  const { body } = await bring(ana, TYPES.ics, file);
  await admin.query(`create function refuse_the_last() returns trigger language plpgsql as $$
    begin if new.title = 'Thing 29' then raise exception 'a defect'; end if; return new; end $$`);
  await admin.query(
    'create trigger refuse_the_last before insert on tasks for each row execute function refuse_the_last()',
  );
  expect((await apply(ana, body.id)).status).toBe(500);
  expect(await tasksOf(ana)).toEqual([]);
  await admin.query('drop trigger refuse_the_last on tasks');
  expect((await apply(ana, body.id)).status).toBe(200);
  expect(await tasksOf(ana)).toHaveLength(30);
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
async function zipWith(entries: Record<string, string | Buffer>): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return new Uint8Array(await buffer(zip.outputStream as Readable));
}

const renamed = (zip: Uint8Array, from: string, to: string) =>
  new Uint8Array(Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(from, to), 'latin1'));

describe('a file that means harm', () => {
  const TABLES = ['goals', 'task_rules', 'task_pauses', 'tasks', 'task_events'];

  /** As ours, but for what is changed. */
  async function forged(changes: Record<string, string> = {}, manifest: object = {}): Promise<Uint8Array> {
    const tables = Object.fromEntries(TABLES.map((table) => [`data/${table}.json`, '[]']));
    const texts = { ...tables, ...changes };
    const entries = Object.entries(texts).map(([name, text]) => ({ name, sha256: sha256(text) }));
    const said = { format: 'flux-export', schema_version: 1, entries, ...manifest };
    return zipWith({ ...texts, 'manifest.json': JSON.stringify(said) });
  }

  /** Eighty megabytes of one letter. */
  const BOMB = 'x'.repeat(80 * 1024 * 1024);

  test.each<[string, () => Promise<Uint8Array> | Uint8Array, string, string?]>([
    ['no zip', () => Buffer.from('hello'), 'IMPORT_UNREADABLE', 'no_zip'],
    ['half of a zip', async () => (await forged()).slice(0, -200), 'IMPORT_UNREADABLE', 'no_zip'],
    ['a bare stream', () => new Uint8Array(deflateRawSync('x')), 'IMPORT_UNREADABLE', 'no_zip'],
    [
      'a way up',
      async () =>
        renamed(
          await forged({ 'data/aa_aa_aa_aa.json': '[]' }),
          'data/aa_aa_aa_aa.json',
          '../../../etc/passwd01',
        ),
      'IMPORT_UNREADABLE',
      'no_zip',
    ],
    [
      'a way from the root',
      async () => renamed(await forged({ 'data/aa_aa.json': '[]' }), 'data/aa_aa.json', '/etc/passwd0001'),
      'IMPORT_UNREADABLE',
      'no_zip',
    ],
    [
      'another zip in it',
      async () => zipWith({ 'inner.zip': Buffer.from(await forged()) }),
      'IMPORT_UNREADABLE',
      'not_ours',
    ],
    ['a file of elsewhere', () => forged({ 'data/tasks.exe': '' }), 'IMPORT_UNREADABLE', 'not_ours'],
    ['a bomb', () => forged({ 'data/tasks.json': BOMB }), 'IMPORT_TOO_LARGE'],
    [
      'three hundred files',
      () =>
        forged(
          Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`data/t${'a'.repeat(n + 1)}.json`, ''])),
        ),
      'IMPORT_TOO_LARGE',
    ],
    ['no manifest', () => zipWith({ 'data/tasks.json': '[]' }), 'IMPORT_UNREADABLE', 'not_ours'],
    ['a later form', () => forged({}, { schema_version: 2 }), 'IMPORT_UNREADABLE', 'other_version'],
    [
      'another text than its manifest says',
      () => forged({}, { entries: [{ name: 'data/tasks.json', sha256: sha256('x') }] }),
      'IMPORT_UNREADABLE',
      'changed',
    ],
    [
      'a row of another shape',
      () => forged({ 'data/tasks.json': '[{"id":"x"}]' }),
      'IMPORT_UNREADABLE',
      'not_as_ours',
    ],
    [
      'a table that is none',
      () => forged({ 'data/tasks.json': '{"a":1}' }),
      'IMPORT_UNREADABLE',
      'not_as_ours',
    ],
  ])('%s is refused', async (_what, make, code, reason) => {
    const ana = await api.register();
    const { status, body } = await bring(ana, TYPES.zip, await make());
    expect([status, body.code, body.reason]).toEqual([code === 'IMPORT_TOO_LARGE' ? 413 : 422, code, reason]);
    expect((await ana.expect(200, 'GET', '/v1/me/imports')).imports).toEqual([]);
  });

  test('rules that are none, and words longer than ours, are looked at as in any other file', async () => {
    const ana = await api.register();
    const rule = {
      goal_id: null,
      description: '',
      start_date: '2030-01-01',
      local_time: '07:30',
      zone: 'Europe/Berlin',
      duration_minutes: 15,
      exdates: [],
      rdates: [],
      zone_is_fixed: false,
      ended_at: null,
    };
    const rules = [
      { ...rule, id: randomUUID(), title: 'Kept', rrule: 'FREQ=WEEKLY' },
      { ...rule, id: randomUUID(), title: 'Each second', rrule: 'FREQ=SECONDLY' },
      { ...rule, id: randomUUID(), title: 'Free text', rrule: 'now and then' },
      { ...rule, id: randomUUID(), title: '\u200B', rrule: 'FREQ=WEEKLY' },
      {
        ...rule,
        id: randomUUID(),
        title: 'x'.repeat(500),
        rrule: 'FREQ=DAILY',
        description: 'y'.repeat(9000),
      },
    ];
    const file = await forged({ 'data/task_rules.json': JSON.stringify(rules) });
    const { body } = await bring(ana, TYPES.zip, file);
    expect(body.report).toMatchObject({ create: { rules: 2 }, refused: 3 });
    const reasons = body.report.refusals.map(({ reason }: { reason: string }) => reason);
    expect(reasons.toSorted()).toEqual(['no_title', 'recurrence', 'recurrence']);
    expect((await apply(ana, body.id)).status).toBe(200);
    const { rows } = await admin.query(
      'select length(title) as title, length(description) as words from task_rules where user_id = $1 order by 1',
      [ana.userId],
    );
    expect(rows).toEqual([
      { title: 4, words: 0 },
      { title: 80, words: 2000 },
    ]);
  });

  test('ids of somebody else in a file lead to nothing of theirs', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    const task = await ana.expect(201, 'POST', '/v1/tasks', {
      title: 'Hers',
      starts_at: inDays(2).toISOString(),
      duration_minutes: 30,
    });
    const zip = await readZip(await zipOf(ana));
    const rows = zip.get('data/tasks.json')!.replaceAll('Hers', 'His now');
    const { body } = await bring(ben, TYPES.zip, await forged({ 'data/tasks.json': rows }));
    expect(body.report.create.tasks).toBe(1);
    await apply(ben, body.id);
    expect((await ana.expect(200, 'GET', `/v1/tasks/${task.id}`)).title).toBe('Hers');
    expect((await tasksOf(ben)).map(({ title }) => title)).toEqual(['His now']);
  });

  test.each([
    [TYPES.csv, Buffer.from([0xff, 0xfe, 0x54, 0x00]), 422, 'IMPORT_UNREADABLE'],
    [
      TYPES.ics,
      Buffer.from('BEGIN:VCALENDAR\r\nSUMMARY:\xe4\r\nEND:VCALENDAR', 'latin1'),
      422,
      'IMPORT_UNREADABLE',
    ],
    [TYPES.csv, 'a\0b', 422, 'IMPORT_UNREADABLE'],
    [TYPES.csv, `TYPE,CONTENT\ntask,${'x'.repeat(1_000_000)}\n`, 422, 'IMPORT_UNREADABLE'],
    [TYPES.ics, 'x'.repeat(3 * 1024 * 1024), 413, 'IMPORT_TOO_LARGE'],
    [TYPES.zip, 'x'.repeat(17 * 1024 * 1024), 413, 'PAYLOAD_TOO_LARGE'],
    ['application/pdf', 'x', 422, 'IMPORT_UNREADABLE'],
  ])('%s of a kind that is not read: %#', async (type, file, status, code) => {
    const ana = await api.register();
    const answer = await bring(ana, type, typeof file === 'string' ? file : new Uint8Array(file));
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});
