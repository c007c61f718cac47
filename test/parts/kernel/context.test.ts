// A person's transaction: nothing is written but what was asked for, and what it told is performed after the commit and only then.
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readProfile } from '../../../src/account/read-profile.ts';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, type Actor, type Store, type Told } from '../../../src/kernel/context.ts';
import type { Fact } from '../../../src/kernel/facts.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { insertOnce } from '../../../src/kernel/insert-once.ts';
import { callAsLogin, inOneStatement } from '../../../src/kernel/sql.ts';
import { createOrg } from '../../../src/orgs/create-org.ts';
import { inOrg } from '../../../src/orgs/in-org.sql.ts';
import { Goal } from '../../../src/goals/goal.entity.ts';
import { openGoal } from '../../../src/goals/open-goal.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

let database: TestDatabase;
let orm: MikroORM;
let store: Store;
let ana: Actor;
let performed: Told[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  orm = await openDatabase(database.apiUrl);
  store = { orm, perform: async (told) => void performed.push(...told) };
  ana = { orgId: newId(), userId: newId(), via: 'rest' };
  const account = [ana.userId, ana.orgId, 'ana@example.com', 'hash', 'Ana', 'UTC', null];
  await callAsLogin(orm, 'register_person', ...account);
});
afterAll(async () => {
  await orm.close();
  await database.drop();
});
beforeEach(() => {
  performed = [];
});

const FACT: Fact = { kind: 'task_settled', taskId: newId(), generation: 1 };

test('what is assigned to a row that was read is not written', async () => {
  await asPerson(store, ana, async (ctx) => {
    const profile = await readProfile(ctx);
    profile.displayName = 'Somebody else';
  });
  expect((await asPerson(store, ana, readProfile)).displayName).toBe('Ana');
});

test('a fact is performed once, after the commit', async () => {
  await asPerson(store, ana, async (ctx) => {
    ctx.tell(FACT);
    expect(performed).toEqual([]);
  });
  expect(performed).toEqual([{ person: { orgId: ana.orgId, userId: ana.userId }, fact: FACT, via: ana.via }]);
});

test('a transaction that is taken back has told nothing', async () => {
  const broken = asPerson(store, ana, async (ctx) => {
    ctx.tell(FACT);
    throw new Error('broken');
  });
  await expect(broken).rejects.toThrow('broken');
  expect(performed).toEqual([]);
});

test('the same for work that is one statement', async () => {
  await inOneStatement(store, ana, async (ctx) => {
    await ctx.query({ name: 'one', text: 'select 1', values: [] });
    ctx.tell(FACT);
  });
  expect(performed).toHaveLength(1);
});

test('a fact that is told in another organisation is of that one', async () => {
  const { id } = await asPerson(store, ana, (ctx) => createOrg(ctx, { name: 'Team' }));
  await asPerson(store, ana, (ctx) => inOrg(ctx, id, async (there) => there.tell(FACT)));
  expect(performed).toEqual([{ person: { orgId: id, userId: ana.userId }, fact: FACT, via: ana.via }]);
});

test('a row is inserted once, whatever its columns hold', async () => {
  const first = await asPerson(store, ana, (ctx) =>
    openGoal(ctx, { wish: 'Learn to draw', conversationId: null }),
  );
  const id = newId();
  const goal = { id, orgId: ana.orgId, userId: ana.userId, conversationId: first.conversationId };
  const insert = (tags: string[]) =>
    asPerson(store, ana, ({ em }) =>
      insertOnce(em, Goal, { ...goal, wish: 'a "wish"', title: 'A title', tags, approvedDraft: null }, [
        'id',
      ]),
    );
  expect(await insert(['health', 'a,b "c"'])).toBe(true);
  expect(await insert(['career'])).toBe(false);
  const stored = await asPerson(store, ana, ({ em }) => em.findOneOrFail(Goal, { id }));
  expect(stored).toMatchObject({ tags: ['health', 'a,b "c"'], status: 'negotiating', approvedDraft: null });
});
