// Decisions on a goal: each is one transaction, whoever drafts meanwhile, and what is drafted for a decided goal is not kept.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { builtinModel } from '../../../src/coach/builtin-model.ts';
import { openDatabase } from '../../../src/db.ts';
import { abandonGoal } from '../../../src/goals/abandon-goal.ts';
import { activatePlan } from '../../../src/goals/activate-plan.ts';
import { beginDraft } from '../../../src/goals/begin-draft.ts';
import { draftPlan, type NotDrafted } from '../../../src/goals/draft-plan.ts';
import { findGoal } from '../../../src/goals/find-goal.ts';
import type { DraftRef } from '../../../src/goals/negotiations.ts';
import { notePlanningFailed } from '../../../src/goals/note-planning-failed.ts';
import { openGoal, type OpenedGoal } from '../../../src/goals/open-goal.ts';
import { readGoal } from '../../../src/goals/read-goal.ts';
import { readStanding } from '../../../src/goals/read-standing.ts';
import { requestRevision } from '../../../src/goals/request-revision.ts';
import { withdrawGoal, withdrawRevision } from '../../../src/goals/withdraw-request.ts';
import { asPerson, type Actor, type Ctx, type Told } from '../../../src/kernel/context.ts';
import { isDatabaseOutage } from '../../../src/kernel/database-outage.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import { sameForAll } from '../../../src/llm/chain.ts';
import { noMeter } from '../../../src/llm/meter.ts';
import type { Model } from '../../../src/llm/model.ts';
import { answerTask, settleTask } from '../../../src/tasks/answer-task.ts';
import { listTasks } from '../../../src/tasks/read-task.ts';
import { askedModel } from '../../harness/asked-model.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { meetAtLock } from '../../harness/lock-holder.ts';
import { PATIENCE } from '../../harness/patience.ts';

let database: TestDatabase;
let orm: MikroORM;
let api: MikroORM;
let told: Told[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  orm = await openDatabase(database.workerUrl);
  api = await openDatabase(database.apiUrl);
});
afterAll(async () => {
  await Promise.all([orm.close(), api.close()]);
  await database.drop();
});

const portsWith = (model: Model = builtinModel) => ({
  orm,
  perform: async (facts: readonly Told[]) => void told.push(...facts),
  models: sameForAll(model),
  meter: noMeter,
});

interface Person {
  actor: Actor;
  goal: OpenedGoal;
  goalId: string;
  as: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;
  /** As the negotiation does it. */
  draft: (input?: {
    number?: number;
    requestedBy?: string | null;
    model?: Model | undefined;
  }) => Promise<DraftRef | NotDrafted>;
}

async function withWish(): Promise<Person> {
  const actor: Actor = { orgId: newId(), userId: newId(), via: 'rest' };
  const account = [actor.userId, actor.orgId, `${actor.userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api, 'register_person', ...account);
  const as: Person['as'] = (work) => asPerson(portsWith(), actor, work);
  const goal = await as((ctx) =>
    openGoal(ctx, { wish: 'I want to run 10 km in six weeks, three mornings a week', conversationId: null }),
  );
  const { goalId } = goal;
  const draft: Person['draft'] = ({ number = 1, requestedBy = null, model } = {}) =>
    draftPlan(portsWith(model), actor, {
      goalId,
      draftNumber: number,
      requestedBy,
      missing: ['classifier', 'scheduler', 'pattern_observer'],
    });
  return { actor, goal, goalId, as, draft };
}

const planningOf = async ({ as, goalId }: Person) => (await as((ctx) => readGoal(ctx, { goalId }))).planning;

async function drafted(person: Person): Promise<DraftRef> {
  const draft = await person.draft();
  if (!('number' in draft)) throw new Error('no draft');
  return draft;
}

describe('approving', () => {
  test('is refused for a goal that was let go, also for the draft that had been agreed to', async () => {
    const ana = await withWish();
    const { as, goalId } = ana;
    const draft = await drafted(ana);
    const approve = () => as((ctx) => activatePlan(ctx, { goalId, draft }));
    const first = await approve();
    expect(first).toMatchObject({ kind: 'activated' });
    expect(await approve()).toEqual(first);
    await as((ctx) => abandonGoal(ctx, { goalId }));
    await expect(approve()).rejects.toMatchObject({ code: 'GOAL_CLOSED' });
  });

  test('of a running goal means the very draft that was agreed to', async () => {
    const ana = await withWish();
    const { as, goalId } = ana;
    const draft = await drafted(ana);
    await as((ctx) => activatePlan(ctx, { goalId, draft }));
    const other = { ...draft, hash: 'a'.repeat(64) };
    await expect(as((ctx) => activatePlan(ctx, { goalId, draft: other }))).rejects.toMatchObject({
      code: 'GOAL_CLOSED',
    });
  });

  test('and letting go at once: one of them, whole', async () => {
    const ana = await withWish();
    const { as, goalId } = ana;
    const draft = await drafted(ana);
    const [approved] = await Promise.all([
      as((ctx) => activatePlan(ctx, { goalId, draft })).then(
        ({ kind }) => kind,
        ({ code }: { code: string }) => code,
      ),
      as((ctx) => abandonGoal(ctx, { goalId })),
    ]);
    const { status, progress } = await as((ctx) => readGoal(ctx, { goalId }));
    // Letting go comes last or first, and holds in both cases.
    expect({ status, open: progress.open }).toEqual({ status: 'abandoned', open: 0 });
    expect(['activated', 'GOAL_CLOSED']).toContain(approved);
  });
});

test('a negotiation that lapses late takes nothing from a plan that was agreed to', async () => {
  const ana = await withWish();
  const { actor, as, goalId } = ana;
  const draft = await drafted(ana);
  await as((ctx) => activatePlan(ctx, { goalId, draft }));
  const standing = () => as((ctx) => readGoal(ctx, { goalId }));
  const before = await standing();
  await asPerson(portsWith(), { ...actor, via: 'system' }, (ctx) => abandonGoal(ctx, { goalId }));
  expect(await standing()).toEqual(before);
  expect(before).toMatchObject({ status: 'active', progress: { open: before.progress.total } });
});

test('a row whose connection is lost while it is written once meets an outage, and no defect', async () => {
  const ana = await withWish();
  const connectionString = database.adminUrl;
  // What waits looks the same for a whole transaction, so somebody else has to look.
  const [holder, watcher] = [new pg.Client({ connectionString }), new pg.Client({ connectionString })];
  await Promise.all([holder.connect(), watcher.connect()]);
  await holder.query('begin');
  await holder.query('lock table goals in share mode');
  const opening = ana
    .as((ctx) => openGoal(ctx, { wish: 'Learn to swim', conversationId: null }))
    .catch((error: unknown) => error);
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity
    where wait_event_type = 'Lock' and query ilike 'insert into "goals"%'`;
  try {
    await vi.waitUntil(async () => (await watcher.query(cut)).rowCount === 1, PATIENCE);
    expect(isDatabaseOutage(await opening)).toBe(true);
  } finally {
    await Promise.all([holder.end(), watcher.end()]);
  }
});

test('letting go overwrites nothing that is said of a task at the same moment', async () => {
  const ana = await withWish();
  const { as, goalId } = ana;
  const draft = await drafted(ana);
  await as((ctx) => activatePlan(ctx, { goalId, draft }));
  const { tasks } = await as((ctx) => listTasks(ctx, { goalId, limit: 1 }));
  const lock = `update tasks set status = 'done', settled_at = now(), settled_via = 'rest' where id = '${tasks[0]!.id}'`;
  await meetAtLock(database.adminUrl, { lock, waiting: 'for update', count: 1 }, () =>
    as((ctx) => abandonGoal(ctx, { goalId })),
  );
  const { status, progress } = await as((ctx) => readGoal(ctx, { goalId }));
  expect({ status, ...progress }).toMatchObject({ status: 'abandoned', done: 1, open: 0 });
});

test('letting go closes what is opened again at the same moment, and what was missed moves no more', async () => {
  const ana = await withWish();
  const { as, goalId } = ana;
  const draft = await drafted(ana);
  await as((ctx) => activatePlan(ctx, { goalId, draft }));
  const { tasks } = await as((ctx) => listTasks(ctx, { goalId, limit: 2 }));
  const [taskId, missed] = tasks.map(({ id }) => id) as [string, string];
  await as((ctx) => settleTask(ctx, { taskId, status: 'done' }));
  await as((ctx) => settleTask(ctx, { taskId: missed, status: 'missed' }));
  const lock = `update tasks set status = 'pending', settled_at = null, settled_via = null where id = '${taskId}'`;
  await meetAtLock(database.adminUrl, { lock, waiting: 'for update', count: 1 }, () =>
    as((ctx) => abandonGoal(ctx, { goalId })),
  );
  expect((await as((ctx) => readGoal(ctx, { goalId }))).progress).toMatchObject({ done: 0, open: 0 });
  // “2” to its reminder.
  const answer = { taskId: missed, generation: null, intent: 'reschedule' as const };
  expect(await as((ctx) => answerTask(ctx, answer))).toMatchObject({ first: false });
});

describe('what is decided while a planner thinks', () => {
  test('stays decided: the draft is not kept, and the negotiation is told', async () => {
    const ana = await withWish();
    const { as, goalId } = ana;
    told = [];
    const model = askedModel(async () => {
      await as((ctx) => abandonGoal(ctx, { goalId }));
    });
    expect(await ana.draft({ model })).toEqual({ closed: 'abandoned' });
    expect((await as((ctx) => readGoal(ctx, { goalId }))).latestDraft).toBeNull();
    expect(told.map(({ fact }) => fact)).toContainEqual({
      kind: 'goal_decided',
      goalId,
      decision: 'abandoned',
    });
  });

  test('and nobody thinks about a goal that was decided before', async () => {
    const ana = await withWish();
    const { as, goalId } = ana;
    await as((ctx) => abandonGoal(ctx, { goalId }));
    const model = askedModel(() => {
      throw new Error('the model was asked');
    });
    expect(await ana.draft({ model })).toEqual({ closed: 'abandoned' });
    await expect(as((ctx) => beginDraft(ctx, { goalId }))).rejects.toMatchObject({ code: 'GOAL_CLOSED' });
  });
});

const revise = ({ as, goalId }: Person, messageId: string) =>
  as((ctx) => requestRevision(ctx, { goalId, messageId, text: 'only on weekends' }));

describe('asking for a draft', () => {
  test('a message asks for one draft, however often it is asked, by whichever attempt', async () => {
    const ana = await withWish();
    await drafted(ana);
    const requestedBy = randomUUID();
    await revise(ana, requestedBy);
    expect(await planningOf(ana)).toBe('drafted');
    const answers = await Promise.all([
      ana.draft({ number: 2, requestedBy }),
      ana.draft({ number: 2, requestedBy }),
    ]);
    expect(answers).toMatchObject([{ number: 2 }, { number: 2 }]);
    expect(await ana.draft({ number: 3, requestedBy })).toEqual(answers[0]);
    expect((await ana.as((ctx) => readStanding(ctx, ana))).waiting).toEqual([]);
  });

  test('what is owed is known until it is there, or came to nothing; asked again it is owed again', async () => {
    const ana = await withWish();
    expect(await ana.as((ctx) => readStanding(ctx, ana))).toMatchObject({ isDue: true, waiting: [] });
    await ana.as((ctx) => notePlanningFailed(ctx, { ...ana, requestedBy: null }));
    expect(await planningOf(ana)).toBe('failed');
    expect(await ana.as((ctx) => readStanding(ctx, ana))).toMatchObject({ isDue: false });
    expect(await ana.as((ctx) => beginDraft(ctx, ana))).toEqual({ kind: 'begun', latest: null, failures: 1 });
    expect(await planningOf(ana)).toBe('working');

    const requestedBy = randomUUID();
    await revise(ana, requestedBy);
    expect((await ana.as((ctx) => readStanding(ctx, ana))).waiting).toEqual([requestedBy]);
    await ana.as((ctx) => notePlanningFailed(ctx, { ...ana, requestedBy }));
    expect((await ana.as((ctx) => readStanding(ctx, ana))).waiting).toEqual([]);
    expect(await revise(ana, requestedBy)).toEqual({ isNew: false });
    expect((await ana.as((ctx) => readStanding(ctx, ana))).waiting).toEqual([requestedBy]);
    await ana.draft({ requestedBy });
    expect(await planningOf(ana)).toBe('drafted');
  });

  test('what nobody could take is taken back whole, and what is begun stays', async () => {
    const ana = await withWish();
    expect(await ana.as((ctx) => withdrawGoal(ctx, ana.goal))).toBe(true);
    await expect(ana.as((ctx) => readGoal(ctx, ana))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await ana.draft()).toEqual({ closed: 'abandoned' });

    const ben = await withWish();
    await drafted(ben);
    expect(await ben.as((ctx) => withdrawGoal(ctx, ben.goal))).toBe(false);
    const messageId = randomUUID();
    await revise(ben, messageId);
    await ben.as((ctx) => beginDraft(ctx, { goalId: ben.goalId, messageId }));
    expect(await planningOf(ben)).toBe('working');
    expect(await ben.as((ctx) => withdrawRevision(ctx, { ...ben, messageId }))).toBe(true);
    expect(await planningOf(ben)).toBe('drafted');
    expect(await ben.draft({ number: 2, requestedBy: messageId })).toEqual({ withdrawn: true });

    await revise(ben, messageId);
    await ben.draft({ number: 2, requestedBy: messageId });
    expect(await ben.as((ctx) => withdrawRevision(ctx, { ...ben, messageId }))).toBe(false);
  });

  test('a message that is taken back takes nothing with it that is owed besides', async () => {
    const ana = await withWish();
    const { number: outdated } = await drafted(ana);
    await ana.as((ctx) => beginDraft(ctx, { ...ana, outdated }));
    const messageId = randomUUID();
    await revise(ana, messageId);
    await ana.as((ctx) => beginDraft(ctx, { goalId: ana.goalId, messageId }));
    expect(await ana.as((ctx) => withdrawRevision(ctx, { ...ana, messageId }))).toBe(true);
    expect(await ana.as((ctx) => readStanding(ctx, ana))).toMatchObject({ outdated, waiting: [] });

    // What came to nothing is owed no more, also not by a message after it.
    await ana.as((ctx) => notePlanningFailed(ctx, { ...ana, requestedBy: null }));
    await revise(ana, messageId);
    await ana.as((ctx) => beginDraft(ctx, { goalId: ana.goalId, messageId }));
    expect(await ana.as((ctx) => readStanding(ctx, ana))).toMatchObject({ outdated: null });
    expect(await ana.as((ctx) => withdrawRevision(ctx, { ...ana, messageId }))).toBe(true);
    expect(await planningOf(ana)).toBe('drafted');
  });

  test('that is owed already does not make the waiting look shorter', async () => {
    const ana = await withWish();
    const { number: outdated } = await drafted(ana);
    const begunAt = async () => {
      await ana.as((ctx) => beginDraft(ctx, { ...ana, outdated }));
      return ana.as((ctx) => findGoal(ctx, ana.goalId)).then(({ updatedAt }) => updatedAt);
    };
    const first = await begunAt();
    expect(await begunAt()).toEqual(first);
  });
});
