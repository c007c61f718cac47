// A goal from the wish to the calendar, by REST and in chat.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

const { api } = httpWorld({ worker: 'here' });

const say = (person: Session, body: object) => person.expect(200, 'POST', '/v1/chat/messages', body);
const open = (person: Session) => person.expect(201, 'POST', '/v1/goals', { wish: WISH });
const refOf = (draft: { draft: number; hash: string }) => ({ draft: draft.draft, hash: draft.hash });

describe('by REST', () => {
  test('wish, draft, revision, approval, calendar', async () => {
    const ana = await api.register({ zone: 'Europe/Berlin' });
    const goal = await open(ana);
    expect(goal).toMatchObject({ wish: WISH, status: 'negotiating', approved_draft: null });
    expect(goal.latest_draft).toMatchObject({ draft: 1, plan: { zone: 'Europe/Berlin' } });

    const path = `/v1/goals/${goal.id}`;
    const second = await ana.expect(201, 'POST', `${path}/revisions`, {
      message: 'Only on weekends, please',
    });
    expect(second.draft).toBe(2);
    expect(await ana.expect(200, 'GET', `${path}/drafts/1`)).toEqual(goal.latest_draft);
    expect(await ana.expect(200, 'GET', `${path}/drafts/latest`)).toEqual(second);
    await ana.expect(404, 'GET', `${path}/drafts/3`);

    const stale = await ana.expect(409, 'POST', `${path}/approval`, refOf(goal.latest_draft));
    expect(stale).toMatchObject({ code: 'PLAN_STALE', latest: { number: 2, hash: second.hash } });

    const approved = await ana.expect(200, 'POST', `${path}/approval`, refOf(second));
    const { tasks } = await ana.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}&limit=100`);
    expect(approved).toEqual({ goal_id: goal.id, draft: 2, tasks: tasks.length });
    expect(tasks.length).toBeGreaterThan(0);
    const active = await ana.expect(200, 'GET', path);
    expect(active).toMatchObject({ status: 'active', approved_draft: 2, progress: { open: tasks.length } });
    const listed = await ana.expect(200, 'GET', '/v1/goals?status=active');
    expect(listed.goals.map((one: { id: string }) => one.id)).toEqual([goal.id]);

    // However often it is sent again, then and later.
    expect(await ana.expect(200, 'POST', `${path}/approval`, refOf(second))).toEqual(approved);
    const closed = await ana.expect(409, 'POST', `${path}/revisions`, { message: 'Once more' });
    expect(closed.code).toBe('GOAL_CLOSED');
  });

  test('ten approvals at once are one plan and one answer', async () => {
    const ana = await api.register();
    const goal = await open(ana);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        ana.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, refOf(goal.latest_draft)),
      ),
    );
    const { tasks } = await ana.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}&limit=100`);
    for (const answer of answers) expect(answer).toEqual({ goal_id: goal.id, draft: 1, tasks: tasks.length });
  });

  test('the same goal_id again is the same goal, and never another wish', async () => {
    const ana = await api.register();
    const body = { wish: WISH, goal_id: randomUUID() };
    const first = await ana.expect(201, 'POST', '/v1/goals', body);
    expect(first.id).toBe(body.goal_id);
    expect(await ana.expect(201, 'POST', '/v1/goals', body)).toEqual(first);
    const other = await ana.call('POST', '/v1/goals', { ...body, wish: 'Read twelve books this year' });
    expect([other.status, other.body.code]).toEqual([409, 'ID_REUSED']);
    expect((await ana.expect(200, 'GET', '/v1/goals')).goals).toEqual([
      expect.objectContaining({ id: first.id, wish: WISH }),
    ]);
  });

  test('a revision sent twice is one draft', async () => {
    const ana = await api.register();
    const goal = await open(ana);
    const body = { message: 'Later in the day, please', message_id: randomUUID() };
    const draft = await ana.expect(201, 'POST', `/v1/goals/${goal.id}/revisions`, body);
    expect(await ana.expect(201, 'POST', `/v1/goals/${goal.id}/revisions`, body)).toEqual(draft);
    const other = { ...body, message: 'Earlier, please' };
    const reused = await ana.expect(409, 'POST', `/v1/goals/${goal.id}/revisions`, other);
    expect(reused.code).toBe('MESSAGE_ID_REUSED');
    // Nor is it asked again when the goal is decided, and its negotiation gone.
    await ana.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, refOf(draft));
    expect(await ana.expect(201, 'POST', `/v1/goals/${goal.id}/revisions`, body)).toEqual(draft);
  });

  test('a goal that is let go takes its tasks with it', async () => {
    const ana = await api.register();
    const goal = await open(ana);
    await ana.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, refOf(goal.latest_draft));
    const abandoned = await ana.expect(200, 'POST', `/v1/goals/${goal.id}/abandonment`);
    expect(abandoned).toMatchObject({ status: 'abandoned', progress: { open: 0 } });
    const pending = await ana.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}&status=pending`);
    expect(pending.tasks).toEqual([]);
    await ana.expect(200, 'POST', `/v1/goals/${goal.id}/abandonment`);
  });

  test('what was done or missed of a goal that is let go is not brought back to life', async () => {
    const ana = await api.register();
    const goal = await open(ana);
    await ana.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, refOf(goal.latest_draft));
    const { tasks } = await ana.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}`);
    const [done, missed, cancelled] = tasks.map(({ id }: { id: string }) => `/v1/tasks/${id}`);
    await ana.expect(200, 'POST', `${done}/completion`);
    await ana.expect(200, 'POST', `${missed}/miss`);
    await ana.expect(200, 'POST', `/v1/goals/${goal.id}/abandonment`);
    const starts_at = new Date(Date.now() + 3 * 3_600_000).toISOString();
    for (const [method, path, body] of [
      ['POST', `${done}/reopening`, {}],
      ['POST', `${missed}/reopening`, { force: true }],
      ['POST', `${missed}/reschedule`, {}],
      ['POST', `${missed}/reschedule`, { starts_at }],
      ['PATCH', missed, { starts_at, force: true }],
      ['PATCH', done, { duration_minutes: 45 }],
    ] as const)
      expect(await ana.call(method, path, body)).toMatchObject({
        status: 409,
        body: { code: 'GOAL_LET_GO' },
      });
    const again = await ana.call('POST', `${cancelled}/reopening`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'TASK_SETTLED' } });
    expect(await ana.expect(200, 'PATCH', done, { title: 'Done for good' })).toMatchObject({
      status: 'done',
    });
    const { progress } = await ana.expect(200, 'GET', `/v1/goals/${goal.id}`);
    expect(progress).toMatchObject({ open: 0, done: 1 });
  });

  test.each([
    ['POST', '', { wish: '' }, 'wish'],
    ['POST', '', { wish: WISH, goal_id: '1' }, 'goal_id'],
    ['POST', '', { wish: WISH, org_id: randomUUID() }, 'org_id'],
    ['POST', `/${randomUUID()}/approval`, { draft: 0, hash: 'a'.repeat(64) }, 'draft'],
    ['POST', `/${randomUUID()}/approval`, { draft: 1, hash: 'latest' }, 'hash'],
    ['POST', `/${randomUUID()}/revisions`, { message: ' ' }, 'message'],
  ])('%s /v1/goals%s %o is refused', async (method, path, body, field) => {
    const ana = await api.register();
    const { errors } = await ana.expect(422, method, `/v1/goals${path}`, body);
    expect(errors).toMatchObject([{ path: field }]);
  });
});

describe('in chat', () => {
  test('wish, plan, yes', async () => {
    const ana = await api.register({ zone: 'Europe/Berlin' });
    const proposal = await say(ana, { message: WISH });
    expect(proposal).toMatchObject({ requires_user_action: true, proposed_plan: { draft: 1 } });
    const yes = { message: 'Yes, that works for me', conversation_id: proposal.conversation_id };
    const agreed = await say(ana, yes);
    expect(agreed.conversation_id).toBe(proposal.conversation_id);
    const goal = await ana.expect(200, 'GET', `/v1/goals/${proposal.goal_id}`);
    expect(goal).toMatchObject({ status: 'active', approved_draft: 1 });

    const { messages } = await ana.expect(
      200,
      'GET',
      `/v1/conversations/${proposal.conversation_id}/messages?limit=10`,
    );
    expect(messages.map((one: { message: string }) => one.message)).toEqual([
      agreed.message,
      yes.message,
      proposal.message,
      WISH,
    ]);
  });

  test('a message sent again gets the same answer, by its id or by Idempotency-Key', async () => {
    const ana = await api.register();
    const body = { message: 'How am I doing?', message_id: randomUUID() };
    const first = await say(ana, body);
    expect(await say(ana, body)).toEqual(first);
    expect(await ana.expect(200, 'GET', `/v1/chat/messages/${body.message_id}/reply`)).toEqual(first);

    const headers = { 'idempotency-key': randomUUID() };
    const keyed = await ana.call('POST', '/v1/chat/messages', { message: 'Hello' }, headers);
    const again = await ana.call('POST', '/v1/chat/messages', { message: 'Hello' }, headers);
    expect(again.body).toEqual(keyed.body);
    const other = await ana.call('POST', '/v1/chat/messages', { message: 'Good bye' }, headers);
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  test('pages of conversations and of messages meet without a gap or a repeat', async () => {
    const ana = await api.register();
    const first = await say(ana, { message: 'Message 1' });
    for (const number of [2, 3])
      await say(ana, { message: `Message ${number}`, conversation_id: first.conversation_id });
    const said: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { messages: { id: string }[]; next_cursor: string | null } = await ana.expect(
        200,
        'GET',
        `/v1/conversations/${first.conversation_id}/messages?limit=1${cursor && `&cursor=${cursor}`}`,
      );
      said.push(...page.messages.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(said).toHaveLength(6);
    expect(new Set(said).size).toBe(6);
    const { conversations } = await ana.expect(200, 'GET', '/v1/conversations');
    expect(conversations.map((one: { id: string }) => one.id)).toEqual([first.conversation_id]);
  });

  test.each([
    [{ message: '' }, 'message'],
    [{ message: 'x'.repeat(4001) }, 'message'],
    [{ message: 'x', conversation_id: 'mine' }, 'conversation_id'],
    [{ message: 'x', role: 'system' }, 'role'],
  ])('%o is refused', async (body, field) => {
    const ana = await api.register();
    const { errors } = await ana.expect(422, 'POST', '/v1/chat/messages', body);
    expect(errors).toMatchObject([{ path: field }]);
  });
});
