// The promise: what somebody is called, can be reached by, or wrote to others leaves PostgreSQL for nobody. Every column
// of words holds marked ones, everything is done that asks a model, and nothing marked is found outside.
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { AGENTS } from '../../src/agents.ts';
import { freePort } from '../../src/dev/port.ts';
import { mask } from '../../src/llm/private-words.ts';
import { PATIENCE } from '../harness/patience.ts';
import { startCoachVendor, type CoachVendor } from '../harness/coach-vendor.ts';
import { readTables, seedEveryTable } from '../parts/kernel/seed-every-table.ts';
import { apiProcess, workerProcess, type FluxProcess } from '../harness/processes.ts';
import type { Person } from '../harness/person.ts';
import { everythingInTemporal, readable } from '../harness/traces.ts';
import { openWorld, type World } from '../harness/world.ts';

/** In every marked word, and nowhere else. */
const MARK = /zqc/i;

/** Columns that hold no word of a person, and why; all others are marked. A new one is marked by itself. */
const NOT_WORDS: Record<string, string> = {
  'goals.tags': 'of a closed list',
  'goals.approved_drafts': 'numbers',
  'api_keys.scopes': 'of a closed list',
  'profiles.zone': 'the name of a time zone',
  'tasks.zone': 'the name of a time zone',
  'task_rules.zone': 'the name of a time zone',
  'task_rules.rrule': 'a rule, and no word',
  'task_rules.local_time': 'a time',
  'profiles.sleep_from': 'a time',
  'profiles.sleep_to': 'a time',
  'profiles.work_hours': 'days and times',
  'profiles.phone': 'a number, which has to be one: looked for as it is',
  'profiles.pending_phone': 'as phone',
  'profiles.whatsapp_address': 'as phone',
  'profiles.easings': 'times, and numbers by the names of settings',
  'profiles.onboarding': 'how far questions are: its words are answers, which are read above',
  'room_agents.tools': 'of a closed list',
  'room_agents.agent_key': 'a key of a closed form',
  'rooms.limits': 'numbers',
  'room_sessions.limits': 'numbers',
  'room_sessions.agent_key': 'a key of a closed form',
  'room_turns.agent_key': 'a key of a closed form',
  'room_turns.addressed_to': 'a key of a closed form',
  'patterns.time_from': 'a time',
  'patterns.time_to': 'a time',
  'patterns.evidence': 'ids and dates',
  'safety_events.via': 'of a closed list',
  'safety_events.reason': 'words of an operator, which no turn reads',
  'erasures.copies_after': 'the id of a provider',
  'erasures.counts': 'numbers by the names of tables',
  'emails.kind': 'of a closed list',
  'emails.reason': 'a code',
  'emails.address_hashes': 'keyed hashes',
  'email_links.registration': 'of somebody who is nobody yet: read by one function of the database',
  'consents.way': 'of a closed list',
  'consents.wording': 'the id of a text of ours',
  'verified_phones.key': 'derived from the number',
  'plan_drafts.content': 'a plan of the coach, with titles that are marked elsewhere',
  'specialist_findings.output': 'of an agent, in its shape',
  'messages.content': 'made of messages, which are marked',
};

/** Words that a model is asked about: what is private in them is hidden. Whatever else is marked no model may see at all. */
const ASKED_ABOUT = ['goals.title', 'goals.wish', 'messages.text', 'tasks.title'];

let world: World;
let vendor: CoachVendor;
let admin: pg.Client;
let api: FluxProcess;
let worker: FluxProcess;
let metricsUrl: string;
let ana: Person;
let ben: Person;
let newcomer: Person;

beforeAll(async () => {
  vendor = await startCoachVendor();
  const metricsPort = await freePort();
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  const models = 'openai:gpt-canary';
  world = await openWorld({
    api: 'none',
    worker: 'none',
    env: {
      LOG_LEVEL: 'debug',
      METRICS_PORT: String(metricsPort),
      WORKFLOW_BUNDLE_PATH: inject('ground').bundlePath,
      MODELS_STRONG: models,
      MODELS_FAST: models,
      OPENAI_API_KEY: 'zqc-not-a-real-key',
      OPENAI_BASE_URL: vendor.url,
    },
  });
  [api, worker] = [apiProcess(world), workerProcess(world)];
  await Promise.all([api.start(), worker.start()]);
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  ana = await world.person('Zqcana', { windowSeconds: 0.3 });
  ben = await world.person('Zqcben', { channels: [] });
  newcomer = await world.person('Zqcnew', { channels: [], onboarding: true });
});
afterAll(async () => {
  await admin.end();
  await world.simulator.fallSilent();
  await Promise.all([api.end(), worker.end()]);
  await world.close();
  await vendor.stop();
});

const idsOf = async (person: Person) => {
  const { user } = await person.expect(200, 'GET', '/v1/auth/me');
  return { orgId: user.org_id as string, userId: user.id as string };
};

interface Column {
  table: string;
  name: string;
  type: 'text' | 'jsonb' | 'ARRAY';
}

/** Of words: what is neither a number, a moment, an id nor one of a list. */
async function columnsOfWords(): Promise<Column[]> {
  const { rows } = await admin.query<Column>(`
    select c.table_name as table, c.column_name as name, c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'ARRAY')
      and c.udt_name <> '_uuid'
      and c.table_name <> 'mikro_orm_migrations'
      and not exists (select from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
        where k.conrelid = format('%I', c.table_name)::regclass and a.attname = c.column_name
          and (k.contype in ('p', 'f') or k.contype = 'c' and pg_get_constraintdef(k.oid) like '%ARRAY[%'))
      and c.column_name !~ '(^|_)(hash|prefix|network|fingerprint|external_id|status)$'
    order by 1, 2`);
  return rows;
}

/** What is hidden of what a model is asked about; everywhere else plain words, which nothing hides on their way out. */
const markOf = ({ table, name }: Column): string =>
  ASKED_ABOUT.includes(`${table}.${name}`)
    ? `Mail zqc.${table}.${name}@example.com`
    : `zqc plain words of ${table} ${name}`.replaceAll('_', ' ');

async function markAll(columns: readonly Column[]): Promise<string[]> {
  const empty: string[] = [];
  for (const column of columns) {
    const { table, name, type } = column;
    const value = type === 'jsonb' ? 'to_jsonb($1::text)' : type === 'ARRAY' ? 'array[$1::text]' : '$1::text';
    // What has to be different in each row is.
    const { rowCount } = await admin.query(
      `update ${table} set ${name} = ${value.replace('$1::text', `$1::text || '.' || substr(md5(random()::text), 1, 6)`)}`,
      [markOf(column)],
    );
    if (rowCount === 0) empty.push(`${table}.${name}`);
  }
  return empty;
}

/** Everything that asks a model, and everything that reaches a phone. */
async function liveOn(person: Person): Promise<void> {
  const friend = 'Mail my friend Zqcara at zqc.friend@example.com or call +1 202 555 0177';
  const { conversation_id } = await person.say(`Remind me to ${friend} tomorrow at 18:00`);
  // Until the window is full.
  for (let turn = 0; turn < 4; turn += 1)
    await person.say(
      `The weather was awful, zqc.rule${turn}@example.com said so${' and so on'.repeat(380)}`,
      conversation_id,
    );
  await person.say('How am I doing?', conversation_id);
  const wish = 'I want to run 10 km in six weeks, with zqc.partner@example.com, three mornings a week';
  const { goal_id } = await person.say(wish, conversation_id);
  await person.say('Only twice a week, zqc.coach@example.com says', conversation_id);
  await person.say('Yes, let us do it', conversation_id);
  await person.expect(200, 'GET', `/v1/goals/${goal_id}`);
  await talkInRoom(person);
}

async function talkInRoom(person: Person): Promise<void> {
  const { id: roomId } = await person.expect(201, 'POST', '/v1/rooms', { name: 'Friends' });
  for (const agent_key of ['first', 'second'])
    await person.expect(201, 'POST', `/v1/rooms/${roomId}/agents`, {
      agent_key,
      name: 'Somebody',
      persona: 'Knows zqc.persona@example.com',
    });
  const wanted = { opening: 'What would zqc.opening@example.com say?', limits: { turns: 2 } };
  const { id } = await person.expect(201, 'POST', `/v1/rooms/${roomId}/sessions`, wanted);
  const session = () => person.expect(200, 'GET', `/v1/room-sessions/${id}`);
  await vi.waitFor(async () => expect((await session()).status).toBe('ended'), PATIENCE);
}

test('nothing marked is found in a prompt, a header, a line of the log, a metric or in Temporal', async () => {
  const people = await Promise.all([idsOf(ana), idsOf(ben)]);
  await ben.say('My secret is zqc.secret@example.com, remind me of it tomorrow at 10:00');
  const tables = await readTables(admin);
  for (const owner of people) await seedEveryTable(admin, tables, owner);
  // Of no organisation.
  for (const { userId } of people) {
    await admin.query(
      `insert into emails (id, user_id, kind, state, address_hashes, valid_until)
       values (gen_random_uuid(), $1, 'verification', 'sent', '{}', now())`,
      [userId],
    );
    await admin.query(
      `insert into email_links (hash, kind, user_id, email, expires_at) values ($1::uuid::text, 'verification', $1, '', now())`,
      [userId],
    );
  }
  const columns = await columnsOfWords();
  const marked = columns.filter(({ table, name }) => !(`${table}.${name}` in NOT_WORDS));
  expect(
    [...Object.keys(NOT_WORDS), ...ASKED_ABOUT].filter(
      (known) => !columns.some((one) => `${one.table}.${one.name}` === known),
    ),
  ).toEqual([]);
  const plain = marked.map(markOf).filter((words) => words.startsWith('zqc plain'));
  expect(plain.length).toBeGreaterThan(25);
  // Were one of them to enter a prompt, it would be read there.
  expect((await mask(plain)).masked).toEqual(plain);
  expect(await markAll(marked)).toEqual([]);

  const ladder = await ana.plan('Mail zqc.task@example.com');
  await liveOn(ana);
  await newcomer.say('Call me Zqcname, my mail is zqc.newcomer@example.com');
  await ana.expectTask(ladder, 'missed');
  await vi.waitFor(
    () => expect([...vendor.asked].toSorted()).toEqual(Object.keys(AGENTS).toSorted()),
    PATIENCE,
  );

  const outside = await Promise.all([
    everythingInTemporal(world),
    metricsOf(metricsUrl),
    metricsOf(`${world.env['PUBLIC_URL']}/metrics`),
  ]);
  const places: Record<string, string[]> = {
    prompts: vendor.heard.map((request) => request.replace(/Bearer zqc-not-a-real-key/, '')),
    log: [...api.output().split('\n'), ...worker.output().split('\n')],
    temporal: outside[0],
    metrics: [outside[1], outside[2]],
  };
  expect(places['prompts']!.join('\n')).toMatch(/my friend \[person 1\] at \[email 1\] or call \[phone 1\]/);
  expect(places['prompts']!.join('\n')).toMatch(/"title\\?":\\?"Mail \[email \d+\]/);
  for (const texts of Object.values(places)) expect(texts.join('').length).toBeGreaterThan(1000);
  const found = Object.entries(places).flatMap(([place, texts]) =>
    texts.filter((text) => isPrivate(text)).map((text) => `${place}: ${around(text)}`),
  );
  expect(found).toEqual([]);
  // What was hidden is there again for its person.
  const { tasks } = await ana.expect(200, 'GET', '/v1/tasks');
  expect(JSON.stringify(tasks)).toContain('zqc.friend@example.com');
}, 120_000);

const isPrivate = (text: string): boolean =>
  MARK.test(text) || [ana.number, ben.number, '202 555 0177'].some((number) => text.includes(number));

/** Enough to see where it comes from. */
function around(text: string): string {
  const at = Math.max(0, text.search(MARK));
  return text.slice(Math.max(0, at - 120), at + 60);
}

const metricsOf = async (url: string): Promise<string> => (await fetch(url)).text();

test('a marked word is found where it is', () => {
  const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"title":"Zqc"}') };
  expect(isPrivate(readable({ input: { payloads: [payload] } }))).toBe(true);
  expect(isPrivate(readable({ data: new Uint8Array(Buffer.from('zqc')) }))).toBe(true);
  expect(isPrivate(`to ${ana.number}`)).toBe(true);
  expect(isPrivate('a task of somebody')).toBe(false);
});
