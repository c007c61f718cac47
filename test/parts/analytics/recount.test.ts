// Analytics against a recount on paper, after random operations of every kind by the verbs themselves. ANALYTICS_ACTS says how many.
import type { MikroORM } from '@mikro-orm/postgresql';
import { DateTime } from 'luxon';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listMissed } from '../../../src/analytics/list-missed.sql.ts';
import { listWeeks } from '../../../src/analytics/list-weeks.sql.ts';
import { readChannels } from '../../../src/analytics/read-channels.sql.ts';
import { readHours } from '../../../src/analytics/read-hours.ts';
import { readOverview } from '../../../src/analytics/read-overview.sql.ts';
import { openDatabase } from '../../../src/db.ts';
import { Conversation } from '../../../src/conversations/conversation.entity.ts';
import { listProgress } from '../../../src/goals/list-progress.sql.ts';
import { asPerson, type Ctx } from '../../../src/kernel/context.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import type { Via } from '../../../src/kernel/via.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { seeded } from '../../kill/random.ts';
import { actOnce, ACTS, createOne, openGoal, type Life } from './acts.ts';
import { countDoors, countGoal, countHours, countMissed, countOverview, countWeeks } from './recount.ts';
import { retell } from './retold.ts';

const ACTS_DONE = Number(process.env['ANALYTICS_ACTS'] ?? 500);
const SEED = Number(process.env['ANALYTICS_SEED'] ?? 13);
/** How often it is all counted again on the way. */
const RECOUNTS = 20;
const ZONE = 'Europe/Berlin';

let database: TestDatabase;
let orm: MikroORM;
let admin: pg.Client;
const person = { orgId: newId(), userId: newId() };
beforeAll(async () => {
  database = await freshDatabase();
  orm = await openDatabase(database.apiUrl);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const { orgId, userId } = person;
  await callAsLogin(orm, 'register_person', userId, orgId, 'ana@example.com', 'hash', 'Ana', ZONE, null);
});
afterAll(async () => {
  await admin.end();
  await orm.close();
  await database.drop();
});

const as = <T>(via: Via, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  asPerson({ orm, perform: async () => {} }, { ...person, via }, work);

async function begin(): Promise<Life> {
  const conversationId = newId();
  await as('rest', (ctx) => ctx.em.insert(Conversation, { id: conversationId, ...person }));
  const journal: Life['journal'] = { starts: new Map(), zones: [{ at: new Date(0), zone: ZONE }] };
  const empty = { tasks: [], goals: new Map(), rests: new Map(), pauses: new Set<string>() };
  const life: Life = { random: seeded(SEED), journal, conversationId, ...empty };
  for (let count = 0; count < 3; count++) await openGoal(as, life);
  for (let count = 0; count < 3; count++) await createOne(as, life);
  return life;
}

async function hold(life: Life): Promise<void> {
  const tasks = await retell(admin, person.userId, life.journal);
  const { zone } = life.journal.zones.at(-1)!;
  const now = DateTime.now().setZone(zone);

  const overview = await as('rest', readOverview);
  expect(overview).toEqual({ zone, ...countOverview(tasks, [...life.rests.values()], now) });

  for (const count of [1, 12, 104])
    expect(await as('rest', (ctx) => listWeeks(ctx, count))).toEqual(countWeeks(tasks, now, count));

  const tags = new Map([...life.goals].flatMap(([id, tag]) => (tag === null ? [] : [[id, tag] as const])));
  for (const count of [2, 12]) {
    const missed = await as('rest', (ctx) => listMissed(ctx, count));
    expect(new Map(missed.map((one) => [one.category, [one.done, one.missed]]))).toEqual(
      countMissed(tasks, tags, now, count),
    );
  }

  const goals = await as('rest', (ctx) => listProgress(ctx, { limit: 1000 }));
  expect(goals.map(({ id }) => id).toSorted()).toEqual([...life.goals.keys()].toSorted());
  for (const { id, done, missed, undelivered, open, total, next } of goals)
    expect({ done, missed, undelivered, open, total, next: next?.startsAt.getTime() ?? null }).toEqual(
      countGoal(tasks, id, now),
    );

  const hours = await as('rest', readHours);
  expect(new Map(hours.bySlot.map((one) => [`${one.day} ${one.hour}`, [one.done, one.missed]]))).toEqual(
    countHours(tasks),
  );

  const doors = countDoors(tasks, now);
  const { answers, unanswered } = await as('rest', readChannels);
  expect(unanswered).toBe(doors.get('ladder')?.[1] ?? 0);
  doors.delete('ladder');
  expect(new Map(answers.map((one) => [one.via, [one.done, one.missed]]))).toEqual(doors);
}

test(`every figure equals the recount, after ${ACTS_DONE} acts in any order (seed ${SEED})`, async () => {
  const life = await begin();
  await hold(life);
  const did = new Map<string, number>();
  const every = Math.ceil(ACTS_DONE / RECOUNTS);
  for (let count = 1; count <= ACTS_DONE; count++) {
    const name = await actOnce(as, life);
    did.set(name, (did.get(name) ?? 0) + 1);
    if (count % every === 0 || count === ACTS_DONE) await hold(life);
  }
  // What never happened was not tried.
  expect(Object.keys(ACTS).filter((name) => !did.has(name))).toEqual([]);
  const { rows } = await admin.query<{ status: string }>('select distinct status from tasks order by 1');
  expect(rows.map(({ status }) => status)).toEqual(
    expect.arrayContaining(['cancelled', 'done', 'missed', 'undelivered']),
  );
});
