// Idempotency-Key by REST: every write knows it, a repeat gets the first answer, and a process that dies on the way repeats nothing.
import { createECDH, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, PASSWORD, type Answer, type Api, type Session } from '../harness/http.ts';
import { apiProcess } from '../harness/processes.ts';
import { openWorld, type World } from '../harness/world.ts';

const HOUR_MS = 3_600_000;
const LIMITS = { soft_limit_micros: 1_000_000, hard_limit_micros: 2_000_000 };
/** A body that each write takes which needs one. */
const BODIES: Record<string, object> = {
  requestErasure: { password: PASSWORD },
  editTask: { title: 'Swim' },
  createTask: { title: 'Run', starts_at: '2027-01-15T07:00:00Z', duration_minutes: 30 },
  createGoal: { wish: 'I want to read more' },
  approveDraft: { draft: 1, hash: 'a'.repeat(64) },
  reviseDraft: { message: 'Later' },
  modifyGoal: { message: 'Later' },
  restoreDraft: { draft: 1 },
  createTaskRule: { title: 'Bins', rrule: 'FREQ=WEEKLY;BYDAY=MO', time: '08:00', duration_minutes: 5 },
  editTaskRule: { title: 'Bins out' },
  changePattern: { confidence: 0.1 },
  sayToCoach: { message: 'Hello' },
  createRoom: { name: 'Ours' },
  changeRoom: { name: 'Mine' },
  openRoomSession: { opening: 'Hello' },
  postInRoomSession: { text: 'Hello' },
  addRoomAgent: { agent_key: 'one', name: 'One', persona: 'Asks' },
  changePreferences: { tone: 'gentle' },
  startPhoneVerification: { phone: '+12025550199' },
  checkPhoneCode: { code: '123456' },
  subscribePush: {
    endpoint: 'https://fcm.googleapis.com/fcm/send/abc',
    keys: {
      p256dh: createECDH('prime256v1').generateKeys('base64url'),
      auth: Buffer.alloc(16).toString('base64url'),
    },
  },
  createApiKey: { name: 'A machine', scopes: ['tasks:read'], expires_in_days: 30 },
  changePassword: { current_password: PASSWORD, new_password: `${PASSWORD} and more` },
  changeEmail: { email: 'another@example.com', current_password: PASSWORD },
  createOrganisation: { name: 'A team' },
  renameOrganisation: { name: 'Another name' },
  changeRole: { role: 'admin' },
  invitePerson: { email: 'somebody@example.com', role: 'member' },
  acceptInvitation: { token: 'x'.repeat(43) },
  setOwnBudget: LIMITS,
  setGoalBudget: LIMITS,
  setOrganisationBudget: LIMITS,
};

/** What is no JSON. */
const FILES: Record<string, string> = { bringImport: 'TYPE,CONTENT\ntask,Run' };

/** After this one there is nobody left who could repeat it. */
const isRepeatable = ({ operationId }: { operationId: string }): boolean =>
  operationId !== 'logoutEverywhere';
const fill = (path: string) =>
  path
    .replaceAll('{date}', '2027-01-15')
    .replaceAll('{field}', 'push')
    .replaceAll(/\{\w+\}/g, randomUUID());
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

/** Sends it twice under one key; resolves to the answer, once both were the same and the second said so. */
async function twice(person: Session, status: number, method: string, path: string, body?: object) {
  const headers = { 'idempotency-key': randomUUID() };
  const first = await person.call(method, path, body, headers);
  expect([first.status, first.body]).toEqual([status, first.body]);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  const second = await person.call(method, path, body, headers);
  expect(essence(second)).toEqual({ ...essence(first), replayed: 'true' });
  return first;
}

const essence = ({ status, body, headers }: Answer) => ({
  status,
  body,
  type: headers.get('content-type'),
  etag: headers.get('etag'),
  location: headers.get('location'),
  replayed: headers.get('idempotent-replayed'),
});

describe('while all goes well', () => {
  let world: World;
  let api: Api;
  beforeAll(async () => {
    world = await openWorld();
    api = await openApi(world.env['PUBLIC_URL']!);
  });
  afterAll(() => world.close());

  // oxlint-disable-next-line typescript/no-explicit-any
  let document: any;
  const writes = () =>
    api.operations
      .filter(({ method }) => method !== 'GET')
      .map((operation) => ({
        ...operation,
        declared: document.paths[operation.path][operation.method.toLowerCase()],
      }))
      .filter(({ path, declared }) => path.startsWith('/v1/') && declared['x-access'] !== 'public');
  beforeAll(async () => {
    document = await (await fetch(`${world.env['PUBLIC_URL']}/openapi.json`)).json();
  });

  test('the document says of every write that it takes the key', () => {
    expect(writes().length).toBeGreaterThan(15);
    for (const { operationId, declared } of writes()) {
      const header = {
        in: 'header',
        name: 'idempotency-key',
        required: false,
        schema: expect.objectContaining({ minLength: 1, maxLength: 255 }),
      };
      expect([operationId, declared.parameters]).toEqual([
        operationId,
        expect.arrayContaining([expect.objectContaining(header)]),
      ]);
      expect(Object.keys(declared.responses)).toEqual(expect.arrayContaining(['409', '422']));
    }
  });

  test('every write refuses a key that is none', async () => {
    const ana = await api.register();
    for (const { method, path, operationId } of writes()) {
      const answer = await ana.call(method, fill(path), undefined, { 'idempotency-key': 'x'.repeat(256) });
      expect([operationId, answer.status, answer.body.code]).toEqual([operationId, 400, 'BAD_REQUEST']);
    }
  });

  test('a stranger is told that they are one, whatever their key is', async () => {
    for (const { method, path, operationId } of writes())
      for (const token of ['nobody', `flux_${'0'.repeat(40)}`]) {
        const headers = { 'idempotency-key': 'x'.repeat(256) };
        const answer = await api.call(method, fill(path), { token, headers });
        expect([operationId, answer.status, answer.body.code]).toEqual([operationId, 401, 'UNAUTHENTICATED']);
      }
  });

  test('every write looks at its key before anything else: one that stands for another request is refused', async () => {
    const ana = await api.register();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await ana.call('PATCH', '/v1/account/preferences', { tone: 'direct' }, headers);
    expect(first.status).toBe(200);
    for (const { method, path, operationId, declared } of writes().filter(isRepeatable)) {
      const body = BODIES[operationId] ?? FILES[operationId];
      expect([operationId, 'has a body here', body !== undefined]).toEqual([
        operationId,
        'has a body here',
        declared.requestBody?.required === true,
      ]);
      const asFile = operationId in FILES && { 'content-type': 'text/csv' };
      const answer = await ana.call(method, fill(path), body, { ...headers, ...asFile });
      expect([operationId, answer.body]).toMatchObject([operationId, { code: 'IDEMPOTENCY_KEY_REUSED' }]);
    }
  });

  test('tasks', async () => {
    const ana = await api.register();
    const body = { title: 'Run', starts_at: inHours(3), duration_minutes: 30 };
    const made = await twice(ana, 201, 'POST', '/v1/tasks', body);
    const path = `/v1/tasks/${made.body.id}`;
    expect(made.headers.get('location')).toBe(path);
    expect((await ana.expect(200, 'GET', '/v1/tasks')).tasks).toEqual([made.body]);

    // Without the key, "the first free time" would be another one each time.
    const moved = await twice(ana, 200, 'POST', `${path}/reschedule`, {});
    expect(await ana.expect(200, 'GET', path)).toEqual(moved.body.task);
    await twice(ana, 200, 'PATCH', path, { title: 'Swim', duration_minutes: 45 });
    const done = await twice(ana, 200, 'POST', `${path}/completion`);
    expect(done.body.first).toBe(true);
    expect((await twice(ana, 200, 'POST', `${path}/miss`)).body.first).toBe(false);
    await twice(ana, 200, 'POST', `${path}/reopening`, {});
    const other = await ana.expect(201, 'POST', '/v1/tasks', { ...body, starts_at: inHours(50) });
    await twice(ana, 200, 'DELETE', `/v1/tasks/${other.id}`);
  });

  test('goals', async () => {
    const ana = await api.register();
    const goal = await twice(ana, 201, 'POST', '/v1/goals', { wish: 'I want to run 10 km in six weeks' });
    const path = `/v1/goals/${goal.body.id}`;
    expect(goal.headers.get('location')).toBe(path);
    expect((await ana.expect(200, 'GET', '/v1/goals')).goals).toHaveLength(1);
    const draft = await twice(ana, 201, 'POST', `${path}/revisions`, { message: 'Only on weekends, please' });
    expect(draft.body.draft).toBe(2);
    expect(draft.headers.get('location')).toBe(`${path}/drafts/2`);
    const { hash } = draft.body;
    await twice(ana, 200, 'POST', `${path}/approval`, { draft: 2, hash });
    const { body } = await twice(ana, 200, 'POST', `${path}/abandonment`);
    expect(body).toMatchObject({ status: 'abandoned', latest_draft: { draft: 2 } });
  });

  test('chat', async () => {
    const ana = await api.register();
    const { body } = await twice(ana, 200, 'POST', '/v1/chat/messages', { message: 'How am I doing?' });
    const path = `/v1/conversations/${body.conversation_id}/messages`;
    expect((await ana.expect(200, 'GET', path)).messages).toHaveLength(2);
    expect((await ana.expect(200, 'GET', '/v1/conversations')).conversations).toHaveLength(1);
  });

  test('the account', async () => {
    const ana = await api.register();
    await twice(ana, 200, 'PATCH', '/v1/account/preferences', { tone: 'direct' });
    const made = await twice(ana, 201, 'POST', '/v1/account/push-subscriptions', BODIES['subscribePush']);
    // Without the key, the second one would find nothing.
    await twice(ana, 204, 'DELETE', `/v1/account/push-subscriptions/${made.body.id}`);

    const phone = '+12025550173';
    world.simulator.phone.addPhone(phone, 'Phone of a test');
    await twice(ana, 202, 'POST', '/v1/account/phone/verification', { phone });
    const { code } = await world.simulator.waitFor((state) =>
      state.verifications.find(({ to, status }) => to === phone && status === 'pending'),
    );
    // Without the key, Verify would call the code expired the second time.
    await twice(ana, 200, 'POST', '/v1/account/phone/verification/check', { code });
    await twice(ana, 200, 'PUT', '/v1/account/whatsapp-opt-in');
    const { body } = await twice(ana, 200, 'DELETE', '/v1/account/whatsapp-opt-in');
    expect(body).toMatchObject({ phone, phone_verified: true, tone: 'direct' });
  });

  test('another request under the same key is refused; a refusal is no answer, and leaves the key free', async () => {
    const ana = await api.register();
    const headers = { 'idempotency-key': randomUUID() };
    const body = { title: 'Run', starts_at: inHours(3), duration_minutes: 30 };
    const create = (change: object) => ana.call('POST', '/v1/tasks', { ...body, ...change }, headers);
    expect((await create({ title: '' })).status).toBe(422);
    expect((await create({})).status).toBe(201);
    const clash = { 'idempotency-key': randomUUID() };
    expect((await ana.call('POST', '/v1/tasks', body, clash)).body.code).toBe('TIME_TAKEN');
    expect((await ana.call('POST', '/v1/tasks', { ...body, force: true }, clash)).status).toBe(201);
    expect((await create({ title: 'Swim' })).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    const ben = await api.register();
    expect((await ben.call('POST', '/v1/tasks', body, headers)).status).toBe(201);
  });

  test('of ten equal requests at once one makes a task; the others hear of it, or that it is being made', async () => {
    const ana = await api.register();
    const headers = { 'idempotency-key': randomUUID() };
    const body = { title: 'Run', starts_at: inHours(3), duration_minutes: 30 };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ana.call('POST', '/v1/tasks', body, headers)),
    );
    const { tasks } = await ana.expect(200, 'GET', '/v1/tasks');
    expect(tasks).toHaveLength(1);
    const [made, waiting] = [201, 409].map((code) => answers.filter(({ status }) => status === code));
    expect(made!.map(({ body }) => body)).toEqual(made!.map(() => tasks[0]));
    expect(new Set(waiting!.map(({ body }) => body.code))).toEqual(
      new Set(waiting!.length > 0 ? ['IDEMPOTENCY_RUNNING'] : []),
    );
    expect(made!.length + waiting!.length).toBe(10);
  });
});

describe('when the API is killed between the claim and the answer', () => {
  let world: World;
  let admin: pg.Client;
  beforeAll(async () => {
    // Nobody works: whoever asks for an answer waits.
    world = await openWorld({ api: 'none', worker: 'none' });
    admin = new pg.Client({ connectionString: world.database.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await world.close();
  });

  test('the repeat waits for the lease to end, and gives the one answer to the one message', async () => {
    const process = apiProcess(world);
    await process.start();
    try {
      const ana = await (await openApi(world.env['PUBLIC_URL']!)).register();
      const headers = { 'idempotency-key': randomUUID() };
      const say = () => ana.call('POST', '/v1/chat/messages', { message: 'How am I doing?' }, headers);
      const interrupted = say().catch(() => 'no answer');
      const pending = async () =>
        (await admin.query(`select from idempotency_keys where status = 'pending'`)).rowCount;
      await expect.poll(pending).toBe(1);

      await process.kill();
      expect(await interrupted).toBe('no answer');
      await process.start();
      const early = await say();
      expect([early.status, early.body.code]).toEqual([409, 'IDEMPOTENCY_RUNNING']);

      await admin.query('update idempotency_keys set locked_until = clock_timestamp()');
      await world.startWorker();
      const answered = await say();
      expect(answered.status).toBe(200);
      expect((await say()).body).toEqual(answered.body);
      const { messages } = await ana.expect(
        200,
        'GET',
        `/v1/conversations/${answered.body.conversation_id}/messages`,
      );
      expect(messages.map(({ role }: { role: string }) => role)).toEqual(['assistant', 'user']);
      expect((await ana.expect(200, 'GET', '/v1/conversations')).conversations).toHaveLength(1);
    } finally {
      await process.kill();
    }
  }, 120_000);
});
