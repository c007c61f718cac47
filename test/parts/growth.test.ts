// What one person asks costs the same among ten times as many people: counted in pages of the database, not in time.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/db.ts';
import { asSystem } from '../../src/kernel/context.ts';
import { cursorAfter } from '../../src/kernel/cursor.ts';
import { NIL_ID } from '../../src/reconciler/in-pages.ts';
import { openPlans, type Plans } from '../bench/sizes/plans.ts';
import type { Stage } from '../bench/sizes/scenes.ts';
import { seedSize } from '../bench/sizes/seed-size.ts';
import { compare, readStatements, type Grown, type Statement } from '../bench/sizes/statements.ts';
import { readSubjects } from '../bench/sizes/subjects.ts';
import { openWorld } from '../harness/world.ts';

const FEW = { first: 1, last: 20 };
const MANY = { first: 21, last: 200 };

/** What is asked most, by people and by the clock. */
const HOT = ['lists', 'things', 'ownTask', 'turns', 'signUpAndLadder', 'sweeps', 'retention', 'exports'];
/** A table with more rows is read along an index, or not at all. */
const LARGE_ROWS = 1500;
/**
 * An index that is one level deeper, a page that was split: as often as a statement goes down one. And the catalogue,
 * where it is the first of its kind on a connection: 32 pages were seen.
 */
const SPARE_PAGES = 40;
/** What a row more may cost, where a page of a sweep is not full among few people. */
const PAGES_A_ROW = 12;

const parts = new AsyncDisposableStack();
let plans: Plans;
let stage: Stage;
let admin: pg.Client;
beforeAll(async () => {
  const world = await openWorld({ worker: 'none', api: 'none' });
  parts.defer(() => world.close());
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  parts.defer(() => admin.end());
  await seedSize(admin, FEW);
  plans = await openPlans(world.database.adminUrl);
  parts.defer(() => plans.close());
  await world.startApi();
  await world.startWorker();
  // Its looks would be seen beside the scenes.
  await world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`).pause();
  const orm = await openDatabase(world.database.workerUrl);
  parts.defer(() => orm.close());
  stage = { world, orm, subjects: (await readSubjects(world, admin, FEW.last)).slice(0, 5) };
});
afterAll(() => parts.disposeAsync());

/** One that grows, to see that it is seen. */
const PLANTED = 'select count(*) from tasks where title = ?';

async function look(): Promise<Map<string, Statement>> {
  const statements = await readStatements(plans, stage, { scenes: HOT, rounds: () => 1 });
  const seen = await plans.during(() => asSystem(stage.orm, (em) => em.execute(PLANTED, ['Run 5 km'])));
  // What the process before it tells late, such as tokens, is seen as well.
  const planted = seen.find(({ text }) => text.startsWith('select count(*) from tasks where title'));
  return statements.set('planted', { ...planted!, text: 'planted', scenes: ['planted'], times: 1 });
}

const readsWhole =
  (large: string[]) =>
  ({ scans }: Statement): boolean =>
    large.some((table) => scans.includes(`Seq Scan ${table}`));

/**
 * But for the sweeps, which look up each of those who want to know hours ahead: `npm run bench -- --only reconcile`
 * holds how much that may be.
 */
const grows = ({ small, large }: Grown): boolean =>
  !large.scenes.every((scene) => scene === 'sweeps') &&
  large.pages > 2 * small.pages + SPARE_PAGES + PAGES_A_ROW * Math.max(0, large.rows - small.rows);

test('no hot statement reads a large table whole, or more of it where there are more people', async () => {
  const few = await look();
  await seedSize(admin, MANY);
  const many = await look();

  const { rows } = await admin.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > $1`,
    [LARGE_ROWS],
  );
  const large = rows.map(({ name }) => name);
  expect(large).toEqual(expect.arrayContaining(['tasks', 'messages', 'task_events', 'dispatch_log']));
  // Else nothing was explained.
  expect(many.size).toBeGreaterThan(60);
  expect([...many.values()].filter(readsWhole(large)).map(({ text }) => text)).toEqual(['planted']);
  const suspected = compare(few, many).filter(grows);
  // Who reads the catalogue anew, since statistics have changed, does so once: what grows is seen to grow again.
  const again = suspected.length > 1 ? await look() : many;
  const known = new Set(suspected.map(({ large: { text } }) => text));
  const grown = compare(few, again).filter((one) => grows(one) && known.has(one.large.text));
  expect(grown.map((one) => `${one.large.text}: ${one.small.pages} to ${one.large.pages}`)).toEqual([
    expect.stringMatching(/^planted/),
  ]);
});

/** Of the statement that reads most for it; the least of three times, since the first on a connection reads the catalogue. */
async function mostPages(work: () => Promise<unknown>): Promise<number> {
  const least = new Map<string, number>();
  for (let time = 0; time < 3; time++)
    for (const { text, pages } of await plans.during(work))
      least.set(text, Math.min(pages, least.get(text) ?? Infinity));
  return Math.max(...least.values());
}

test('what somebody asks costs the same after years of talk and tasks', async () => {
  const [subject] = stage.subjects;
  const { orgId, userId, talkId, expect: ask } = subject!;
  const years = [orgId, userId];
  const turn = { message: 'How am I doing?', conversation_id: talkId };
  const ofTurn = () => mostPages(() => ask(200, 'POST', '/v1/chat/messages', turn));
  const before = await ofTurn();
  await admin.query(
    `insert into messages (id, org_id, user_id, conversation_id, role, text, created_at)
     select gen_random_uuid(), $1, $2, $3, 'user', 'hello', now() - interval '3 years' + n * interval '3 hours' from generate_series(1, 5000) n`,
    [...years, talkId],
  );
  await admin.query(
    `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, status)
     select gen_random_uuid(), $1, $2, 'Run 5 km', now() - interval '3 years' + n * interval '5 hours', 30, 'done' from generate_series(1, 5000) n`,
    years,
  );
  await admin.query('vacuum analyze messages, tasks');
  const long = `/v1/conversations/${talkId}/messages?limit=20`;
  const { rows } = await admin.query<{ id: string; created_at: Date }>(
    'select id, created_at from messages where conversation_id = $1 order by created_at offset 100 limit 1',
    [talkId],
  );
  const early = cursorAfter(rows[0]!.created_at, rows[0]!.id);
  const late = cursorAfter(new Date(Date.now() - 86_400_000), NIL_ID);

  expect(await mostPages(() => ask(200, 'GET', `${long}&cursor=${early}`))).toBeLessThan(60);
  expect(await mostPages(() => ask(200, 'GET', long))).toBeLessThan(60);
  expect(await mostPages(() => ask(200, 'GET', `/v1/tasks?limit=10&cursor=${late}`))).toBeLessThan(60);
  expect(await mostPages(() => ask(200, 'GET', '/v1/tasks/today'))).toBeLessThan(100);
  // One statement for all that a turn sees: what it saw before, and tasks of these eight days.
  expect(await ofTurn()).toBeLessThan(before + 500);
});
