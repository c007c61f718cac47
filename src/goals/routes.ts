// The REST door of goals: say one, look at its drafts, approve, ask for another, or let it go.
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Flows } from '../../temporal/flows.ts';
import type { Env } from '../http/env.ts';
import { finished } from '../http/finished.ts';
import {
  draftHash,
  draftJson,
  draftNumber,
  goalJson,
  goalStatus,
  goalSummaryJson,
  presentDraft,
  presentGoal,
  presentGoalSummary,
} from '../http/json/goal.ts';
import {
  answer,
  createRoutes,
  jsonBody,
  refusals,
  SIGNED_IN,
  SIGNED_IN_PROBLEMS,
  WRITE_PROBLEMS,
} from '../http/operation.ts';
import { byId, id, nextCursor, page, words, working } from '../http/schemas.ts';
import { tellReminders } from '../http/tell-reminders.ts';
import { asPerson, type Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { abandonGoal } from './abandon-goal.ts';
import { openGoal } from './open-goal.ts';
import { listGoals, readDraft, readGoal, type GoalView } from './read-goal.ts';
import { requestRevision } from './request-revision.ts';

const approval = z.strictObject({
  goal_id: id,
  draft: draftNumber,
  tasks: z.int().describe('How many tasks the plan put into the calendar.'),
});

const create = createRoute({
  method: 'post',
  path: '/goals',
  operationId: 'createGoal',
  summary: 'Say a goal; answers with its first draft',
  security: SIGNED_IN,
  request: {
    body: jsonBody(
      z.strictObject({
        wish: words(4000, 3),
        goal_id: id.optional().describe('Made by the client, so that a repeat is harmless.'),
      }),
    ),
  },
  responses: {
    201: answer('The goal and its first draft.', goalJson),
    202: answer(
      'Specialists are still at work: send the same goal_id again, or read the goal later.',
      z.strictObject({ goal_id: id, conversation_id: id, status: working }),
    ),
    ...refusals(...WRITE_PROBLEMS),
  },
});

const list = createRoute({
  method: 'get',
  path: '/goals',
  operationId: 'listGoals',
  summary: 'Goals, newest first',
  security: SIGNED_IN,
  request: { query: page.extend({ status: goalStatus.optional() }) },
  responses: {
    200: answer('One page.', z.strictObject({ goals: z.array(goalSummaryJson), next_cursor: nextCursor })),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

const read = createRoute({
  method: 'get',
  path: '/goals/{id}',
  operationId: 'readGoal',
  summary: 'A goal, its latest draft and its progress',
  security: SIGNED_IN,
  request: { params: byId },
  responses: { 200: answer('The goal.', goalJson), ...refusals(...SIGNED_IN_PROBLEMS) },
});

const readOneDraft = createRoute({
  method: 'get',
  path: '/goals/{id}/drafts/{number}',
  operationId: 'readDraft',
  summary: 'One draft by number, or the latest',
  security: SIGNED_IN,
  request: {
    params: byId.extend({
      number: z
        .union([z.literal('latest'), z.string().regex(/^[1-9]\d{0,5}$/)])
        .openapi({ type: 'string', example: 'latest' }),
    }),
  },
  responses: { 200: answer('The draft.', draftJson), ...refusals(...SIGNED_IN_PROBLEMS) },
});

const approve = createRoute({
  method: 'post',
  path: '/goals/{id}/approval',
  operationId: 'approveDraft',
  summary: 'Approve the latest draft; its tasks and reminders come to life exactly once',
  security: SIGNED_IN,
  request: { params: byId, body: jsonBody(z.strictObject({ draft: draftNumber, hash: draftHash })) },
  responses: {
    200: answer('Approved, now or before.', approval),
    202: answer('Still at work: send it again.', z.strictObject({ goal_id: id, status: working })),
    ...refusals(...WRITE_PROBLEMS, 'PLAN_STALE', 'PLAN_EMPTY', 'GOAL_CLOSED'),
  },
});

const revise = createRoute({
  method: 'post',
  path: '/goals/{id}/revisions',
  operationId: 'reviseDraft',
  summary: 'Ask in plain words for another draft',
  security: SIGNED_IN,
  request: {
    params: byId,
    body: jsonBody(
      z.strictObject({
        message: words(4000),
        message_id: id.optional().describe('Made by the client, so that a repeat is harmless.'),
      }),
    ),
  },
  responses: {
    201: answer('The new draft.', draftJson),
    202: answer(
      'Still at work: send the same message_id again, or read the latest draft later.',
      z.strictObject({ goal_id: id, message_id: id, status: working }),
    ),
    ...refusals(...WRITE_PROBLEMS, 'GOAL_CLOSED', 'MESSAGE_ID_REUSED'),
  },
});

const abandon = createRoute({
  method: 'post',
  path: '/goals/{id}/abandonment',
  operationId: 'abandonGoal',
  summary: 'Let a goal go: its open tasks are cancelled, their reminders stop',
  security: SIGNED_IN,
  request: { params: byId },
  responses: {
    200: answer('The goal as it is now.', goalJson),
    202: answer('Still at work: send it again.', z.strictObject({ goal_id: id, status: working })),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

export function goalRoutes({ orm, flows }: { orm: MikroORM; flows: Flows }): OpenAPIHono<Env> {
  const app = createRoutes();
  const readAs = (person: Person, goalId: string) =>
    asPerson(orm, person, (ctx) => readGoal(ctx, { goalId }));

  app.openapi(create, async (c) => {
    const { wish, goal_id } = c.req.valid('json');
    const { person } = c.var;
    const { goalId, conversationId } = await asPerson(orm, person, (ctx) =>
      openGoal(ctx, { wish, goalId: goal_id, conversationId: null }),
    );
    if (!(await finished(flows.propose(person, goalId))))
      return c.json({ goal_id: goalId, conversation_id: conversationId, status: 'working' as const }, 202);
    return c.json(presentGoal(await readAs(person, goalId)), 201);
  });

  app.openapi(list, async (c) => {
    const { status, limit, cursor } = c.req.valid('query');
    const { goals, nextCursor } = await asPerson(orm, c.var.person, (ctx) =>
      listGoals(ctx, { status, limit, before: cursor ?? null }),
    );
    return c.json({ goals: goals.map(presentGoalSummary), next_cursor: nextCursor }, 200);
  });

  app.openapi(read, async (c) =>
    c.json(presentGoal(await readAs(c.var.person, c.req.valid('param').id)), 200),
  );

  app.openapi(readOneDraft, async (c) => {
    const { id: goalId, number } = c.req.valid('param');
    const draft = await asPerson(orm, c.var.person, (ctx) =>
      readDraft(ctx, { goalId, number: number === 'latest' ? number : Number(number) }),
    );
    return c.json(presentDraft(draft), 200);
  });

  app.openapi(approve, async (c) => {
    const goalId = c.req.valid('param').id;
    const { draft, hash } = c.req.valid('json');
    const { person } = c.var;
    const recorded = async () => approvalOf(await readAs(person, goalId), { number: draft, hash });
    // Before Temporal is asked anything: the goal must be this person's.
    const before = await recorded();
    if (before) return c.json(before, 200);
    try {
      // One id for every repeat of the same approval: the workflow sees it once.
      const requestId = `approve-${draft}-${hash.slice(0, 16)}`;
      const approved = await finished(flows.approve(person, goalId, { number: draft, hash }, requestId));
      if (!approved) return c.json({ goal_id: goalId, status: 'working' as const }, 202);
      return c.json({ goal_id: goalId, draft, tasks: approved.value.tasks }, 200);
    } catch (error) {
      // Somebody else's repeat of this approval may have closed the goal in the meantime.
      const after = isClosed(error) ? await recorded() : null;
      if (!after) throw error;
      return c.json(after, 200);
    }
  });

  app.openapi(revise, async (c) => {
    const goalId = c.req.valid('param').id;
    const { message, message_id: messageId = newId() } = c.req.valid('json');
    const { person } = c.var;
    await asPerson(orm, person, (ctx) => requestRevision(ctx, { goalId, messageId, text: message }));
    const revised = await finished(flows.revise(person, goalId, messageId));
    if (!revised) return c.json({ goal_id: goalId, message_id: messageId, status: 'working' as const }, 202);
    const { number } = revised.value;
    return c.json(
      presentDraft(await asPerson(orm, person, (ctx) => readDraft(ctx, { goalId, number }))),
      201,
    );
  });

  app.openapi(abandon, async (c) => {
    const goalId = c.req.valid('param').id;
    const { person, log } = c.var;
    await readAs(person, goalId);
    try {
      if (!(await finished(flows.abandon(person, goalId))))
        return c.json({ goal_id: goalId, status: 'working' as const }, 202);
    } catch (error) {
      if (!isClosed(error)) throw error;
      // Nobody negotiates any more: what was agreed on is cancelled here.
      const nudges = await asPerson(orm, person, (ctx) => abandonGoal(ctx, { goalId }));
      await Promise.all(nudges.map((nudge) => tellReminders(flows, log, person, { nudge })));
    }
    return c.json(presentGoal(await readAs(person, goalId)), 200);
  });

  return app;
}

const isClosed = (error: unknown): boolean => error instanceof FluxError && error.code === 'GOAL_CLOSED';

/** The answer to an approval that is on record, or null where this very draft is not the approved one. */
function approvalOf(
  goal: GoalView,
  draft: { number: number; hash: string },
): z.infer<typeof approval> | null {
  const { approvedDraft, latestDraft } = goal;
  // Nothing is drafted after an approval, so the latest draft is the approved one.
  if (approvedDraft !== draft.number || latestDraft?.hash !== draft.hash) return null;
  const tasks = latestDraft.content.tasks.reduce((sum, task) => sum + task.occurrences.length, 0);
  return { goal_id: goal.id, draft: draft.number, tasks };
}
