// The REST door of a goal's drafts: look at one, approve it, or ask for another.
import { z } from '@hono/zod-openapi';
import { answerTagged, tagged } from '../http/etag.ts';
import { writeInSteps } from '../http/once.ts';
import { answer, created, endpoint, jsonBody, representation } from '../http/operation.ts';
import { byId, id, words, working } from '../http/schemas.ts';
import { asPerson, type Ctx } from '../kernel/context.ts';
import { hearWritten } from '../safety/hear-written.ts';
import { activatePlan } from './activate-plan.ts';
import { draftHash, draftJson, draftNumber, presentDraft } from './goal-json.ts';
import { matchGoal, WORKING, type GoalPorts } from './goal-routes.ts';
import { replaceOutdated, revisePlan } from './negotiations.ts';
import { readDraft, readDraftFor, type DraftView } from './read-goal.ts';
import { requestRevision } from './request-revision.ts';
import { withdrawRevision } from './withdraw-request.ts';

export const readOneDraft = endpoint(
  { access: 'goals:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/goals/{id}/drafts/{number}',
    operationId: 'readDraft',
    summary: 'One draft by number, or the latest',
    request: {
      params: byId.extend({
        number: z
          .union([
            z.literal('latest'),
            z
              .string()
              .refine((given) => /^[1-9]\d{0,5}$/.test(given), 'must be latest, or a number from 1 to 999999')
              .openapi({ type: 'integer', minimum: 1, maximum: 999_999 }),
          ])
          .openapi({ example: 'latest' }),
      }),
    },
    responses: { 200: representation('The draft.', draftJson) },
  },
  (ports: GoalPorts) => async (c) => {
    const { id: goalId, number } = c.req.valid('param');
    const draft = await asPerson(ports, c.var.person, (ctx) =>
      readDraft(ctx, { goalId, number: number === 'latest' ? number : Number(number) }),
    );
    return answerTagged(c, presentDraft(draft));
  },
);

const approval = z.strictObject({
  goal_id: id,
  draft: draftNumber,
  tasks: z.int().describe('How many tasks the plan put into the calendar.'),
});

export const approve = endpoint(
  {
    access: 'goals:write',
    limit: 'crud',
    tagged: true,
    problems: ['PLAN_STALE', 'PLAN_EMPTY', 'GOAL_CLOSED', 'PLANNING_FAILED'],
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
  (ports: GoalPorts) => (c) => {
    const goalId = c.req.valid('param').id;
    const { draft: number, hash } = c.req.valid('json');
    const approval = { goalId, draft: { number, hash } };
    return writeInSteps(
      c,
      ports,
      async (ctx, attempt) => {
        await matchGoal(c, ctx, goalId, attempt);
        return activatePlan(ctx, approval);
      },
      async (activation) => {
        if (activation.kind === 'activated')
          return { status: 200, body: { goal_id: goalId, draft: number, tasks: activation.tasks } };
        await replaceOutdated(ports, c.var.person, approval);
        return { status: 202, body: { goal_id: goalId, status: WORKING } };
      },
    );
  },
);

/** What is asked, and how it is answered. */
const askedInWords = {
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
};

/** Asks in words for a draft; `open` comes before it, in the same transaction. */
export const asking = (
  route: { path: string; operationId: string; summary: string },
  open: (ctx: Ctx, goal: { goalId: string }) => Promise<void> = async () => undefined,
) =>
  endpoint(
    {
      access: 'goals:write',
      limit: 'agent',
      tagged: true,
      problems: ['GOAL_CLOSED', 'PLAN_NOT_HERE', 'MESSAGE_ID_REUSED', 'PLANNING_FAILED'],
    },
    {
      method: 'post',
      ...route,
      ...askedInWords,
    },
    (ports: GoalPorts) => async (c) => {
      const goalId = c.req.valid('param').id;
      const { message, message_id } = c.req.valid('json');
      const { person } = c.var;
      await hearWritten(ports, person, message);
      return writeInSteps(
        c,
        ports,
        async (ctx, attempt) => {
          await matchGoal(c, ctx, goalId, attempt);
          await open(ctx, { goalId });
          const messageId = message_id ?? attempt.effectId;
          const { isNew } = await requestRevision(ctx, { goalId, messageId, text: message });
          return { messageId, isNew };
        },
        async ({ messageId }) => {
          const revised = await revisePlan(ports, person, { goalId, messageId });
          if (revised.kind === 'working') return stillAtWork(goalId, messageId);
          const { number } = revised.draft;
          return shown(goalId, await asPerson(ports, person, (ctx) => readDraft(ctx, { goalId, number })));
        },
        {
          isNew: ({ isNew }) => isNew,
          undo: async (ctx, { messageId }) => {
            if (await withdrawRevision(ctx, { goalId, messageId })) return null;
            return shown(goalId, await readDraftFor(ctx, { goalId, messageId }));
          },
          kept: ({ messageId }) => stillAtWork(goalId, messageId),
        },
      );
    },
  );

export const revise = asking({
  path: '/goals/{id}/revisions',
  operationId: 'reviseDraft',
  summary: 'Ask in plain words for another draft',
});

const shown = (goalId: string, draft: DraftView) => ({
  status: 201 as const,
  ...tagged(presentDraft(draft)),
  location: `/v1/goals/${goalId}/drafts/${draft.number}`,
});

const stillAtWork = (goalId: string, messageId: string) => ({
  status: 202 as const,
  body: { goal_id: goalId, message_id: messageId, status: WORKING },
});
