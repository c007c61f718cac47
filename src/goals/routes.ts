// The REST door of goals: say one, look at its drafts, approve, ask for another, or let it go.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Flows } from '../../temporal/flows.ts';
import type { Env } from '../http/env.ts';
import { answerTagged, requireMatch, tagged } from '../http/etag.ts';
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
import { answer, created, createRoutes, jsonBody, operation, representation } from '../http/operation.ts';
import { writeAcross, type OncePorts } from '../http/once.ts';
import { byId, id, nextCursor, page, words, working } from '../http/schemas.ts';
import { tellReminders } from '../http/tell-reminders.ts';
import { asPerson, type Ctx, type Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { abandonGoal } from './abandon-goal.ts';
import { findGoal } from './find-goal.ts';
import { openGoal } from './open-goal.ts';
import { listGoals, readDraft, readGoal, type GoalView } from './read-goal.ts';
import { requestRevision } from './request-revision.ts';

const approval = z.strictObject({
  goal_id: id,
  draft: draftNumber,
  tasks: z.int().describe('How many tasks the plan put into the calendar.'),
});

const create = operation(
  { access: 'goals:write', limit: 'agent' },
  {
    method: 'post',
    path: '/goals',
    operationId: 'createGoal',
    summary: 'Say a goal; answers with its first draft',
    request: {
      body: jsonBody(
        z.strictObject({
          wish: words(4000, 3),
          goal_id: id.optional().describe('Made by the client, so that a repeat is harmless.'),
        }),
      ),
    },
    responses: {
      201: created('The goal and its first draft.', goalJson),
      202: answer(
        'Specialists are still at work: send the same goal_id again, or read the goal later.',
        z.strictObject({ goal_id: id, conversation_id: id, status: working }),
      ),
    },
  },
);

const list = operation(
  { access: 'goals:read', limit: 'crud' },
  {
    method: 'get',
    path: '/goals',
    operationId: 'listGoals',
    summary: 'Goals, newest first',
    request: { query: page.extend({ status: goalStatus.optional() }) },
    responses: {
      200: answer('One page.', z.strictObject({ goals: z.array(goalSummaryJson), next_cursor: nextCursor })),
    },
  },
);

const read = operation(
  { access: 'goals:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/goals/{id}',
    operationId: 'readGoal',
    summary: 'A goal, its latest draft and its progress',
    request: { params: byId },
    responses: { 200: representation('The goal.', goalJson) },
  },
);

const readOneDraft = operation(
  { access: 'goals:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/goals/{id}/drafts/{number}',
    operationId: 'readDraft',
    summary: 'One draft by number, or the latest',
    request: {
      params: byId.extend({
        number: z
          .union([z.literal('latest'), z.string().regex(/^[1-9]\d{0,5}$/)])
          .openapi({ type: 'string', example: 'latest' }),
      }),
    },
    responses: { 200: representation('The draft.', draftJson) },
  },
);

const approve = operation(
  {
    access: 'goals:write',
    limit: 'crud',
    tagged: true,
    problems: ['PLAN_STALE', 'PLAN_EMPTY', 'GOAL_CLOSED'],
  },
  {
    method: 'post',
    path: '/goals/{id}/approval',
    operationId: 'approveDraft',
    summary: 'Approve the latest draft; its tasks and reminders come to life exactly once',
    request: { params: byId, body: jsonBody(z.strictObject({ draft: draftNumber, hash: draftHash })) },
    responses: {
      200: answer('Approved, now or before.', approval),
      202: answer('Still at work: send it again.', z.strictObject({ goal_id: id, status: working })),
    },
  },
);

const revise = operation(
  { access: 'goals:write', limit: 'agent', tagged: true, problems: ['GOAL_CLOSED', 'MESSAGE_ID_REUSED'] },
  {
    method: 'post',
    path: '/goals/{id}/revisions',
    operationId: 'reviseDraft',
    summary: 'Ask in plain words for another draft',
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
      201: created('The new draft.', draftJson),
      202: answer(
        'Still at work: send the same message_id again, or read the latest draft later.',
        z.strictObject({ goal_id: id, message_id: id, status: working }),
      ),
    },
  },
);

const abandon = operation(
  { access: 'goals:write', limit: 'crud', tagged: true },
  {
    method: 'post',
    path: '/goals/{id}/abandonment',
    operationId: 'abandonGoal',
    summary: 'Let a goal go: its open tasks are cancelled, their reminders stop',
    request: { params: byId },
    responses: {
      200: representation('The goal as it is now.', goalJson),
      202: answer('Still at work: send it again.', z.strictObject({ goal_id: id, status: working })),
    },
  },
);

export function goalRoutes(ports: OncePorts & { flows: Flows }): OpenAPIHono<Env> {
  const { orm, flows } = ports;
  const app = createRoutes();
  const readAs = (person: Person, goalId: string) =>
    asPerson(orm, person, (ctx) => readGoal(ctx, { goalId }));

  app.openapi(create, (c) => {
    const { wish, goal_id } = c.req.valid('json');
    const { person } = c.var;
    return writeAcross(
      c,
      ports,
      (ctx, { effectId }) => openGoal(ctx, { wish, goalId: goal_id ?? effectId, conversationId: null }),
      async ({ goalId, conversationId }) => {
        if (!(await finished(flows.propose(person, goalId))))
          return { status: 202, body: { goal_id: goalId, conversation_id: conversationId, status: WORKING } };
        return {
          status: 201,
          ...tagged(presentGoal(await readAs(person, goalId))),
          location: `/v1/goals/${goalId}`,
        };
      },
    );
  });

  app.openapi(list, async (c) => {
    const { status, limit, cursor } = c.req.valid('query');
    const { goals, nextCursor } = await asPerson(orm, c.var.person, (ctx) =>
      listGoals(ctx, { status, limit, before: cursor ?? null }),
    );
    return c.json({ goals: goals.map(presentGoalSummary), next_cursor: nextCursor }, 200);
  });

  app.openapi(read, async (c) =>
    answerTagged(c, presentGoal(await readAs(c.var.person, c.req.valid('param').id))),
  );

  app.openapi(readOneDraft, async (c) => {
    const { id: goalId, number } = c.req.valid('param');
    const draft = await asPerson(orm, c.var.person, (ctx) =>
      readDraft(ctx, { goalId, number: number === 'latest' ? number : Number(number) }),
    );
    return answerTagged(c, presentDraft(draft));
  });

  app.openapi(approve, (c) => {
    const goalId = c.req.valid('param').id;
    const { draft: number, hash } = c.req.valid('json');
    const { person } = c.var;
    return writeAcross(
      c,
      ports,
      // Before Temporal is asked anything: the goal must be this person's.
      async (ctx, attempt) => {
        await matchGoal(c, ctx, goalId, attempt);
        return approvalOf(await readGoal(ctx, { goalId }), { number, hash });
      },
      async (recorded) => {
        if (recorded) return { status: 200, body: recorded };
        try {
          // One id for every repeat of the same approval: the workflow sees it once.
          const requestId = `approve-${number}-${hash.slice(0, 16)}`;
          const approved = await finished(flows.approve(person, goalId, { number, hash }, requestId));
          if (!approved) return { status: 202, body: { goal_id: goalId, status: WORKING } };
          return { status: 200, body: { goal_id: goalId, draft: number, tasks: approved.value.tasks } };
        } catch (error) {
          // Somebody else's repeat of this approval may have closed the goal in the meantime.
          const since = isClosed(error) ? approvalOf(await readAs(person, goalId), { number, hash }) : null;
          if (!since) throw error;
          return { status: 200, body: since };
        }
      },
    );
  });

  app.openapi(revise, (c) => {
    const goalId = c.req.valid('param').id;
    const { message, message_id } = c.req.valid('json');
    const { person } = c.var;
    return writeAcross(
      c,
      ports,
      async (ctx, attempt) => {
        await matchGoal(c, ctx, goalId, attempt);
        const messageId = message_id ?? attempt.effectId;
        await requestRevision(ctx, { goalId, messageId, text: message });
        return messageId;
      },
      async (messageId) => {
        const revised = await finished(flows.revise(person, goalId, messageId));
        if (!revised)
          return { status: 202, body: { goal_id: goalId, message_id: messageId, status: WORKING } };
        const { number } = revised.value;
        const draft = await asPerson(orm, person, (ctx) => readDraft(ctx, { goalId, number }));
        return {
          status: 201,
          ...tagged(presentDraft(draft)),
          location: `/v1/goals/${goalId}/drafts/${number}`,
        };
      },
    );
  });

  app.openapi(abandon, (c) => {
    const goalId = c.req.valid('param').id;
    const { person, log } = c.var;
    return writeAcross(
      c,
      ports,
      async (ctx, attempt) => {
        await matchGoal(c, ctx, goalId, attempt);
        await findGoal(ctx, goalId);
      },
      async () => {
        try {
          if (!(await finished(flows.abandon(person, goalId))))
            return { status: 202, body: { goal_id: goalId, status: WORKING } };
        } catch (error) {
          if (!isClosed(error)) throw error;
          // Nobody negotiates any more: what was agreed on is cancelled here.
          const nudges = await asPerson(orm, person, (ctx) => abandonGoal(ctx, { goalId }));
          await Promise.all(nudges.map((nudge) => tellReminders(flows, log, person, { nudge })));
        }
        return { status: 200, ...tagged(presentGoal(await readAs(person, goalId))) };
      },
    );
  });

  return app;
}

/** An earlier attempt at this very request was matched already, and may itself have changed the goal since. */
async function matchGoal(
  c: Context<Env>,
  ctx: Ctx,
  goalId: string,
  { isRepeat }: { isRepeat: boolean },
): Promise<void> {
  if (isRepeat) return;
  await requireMatch(c, async () => {
    await findGoal(ctx, goalId, 'lock');
    const goal = await readGoal(ctx, { goalId });
    // Whoever approves has looked at the goal, or at its latest draft.
    return [presentGoal(goal), ...(goal.latestDraft ? [presentDraft(goal.latestDraft)] : [])];
  });
}

const WORKING = 'working' as const;

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
