// What a model may do with goals.
import { z } from '@hono/zod-openapi';
import { id, words } from '../http/schemas.ts';
import { defineTransactionTool } from '../llm/tool.ts';
import { draftJson, draftNumber, presentDraft } from './goal-json.ts';
import { abandonGoal } from './abandon-goal.ts';
import { approvePlanTool, proposePlanTool, revisePlanTool } from './negotiating-tools.ts';
import { dropModification, restorePlan } from './modify-goal.ts';
import { openGoal } from './open-goal.ts';
import { openStep } from './open-step.ts';
import { readDraft } from './read-goal.ts';
import { listGoalsTool, readDraftTool, readGoalTool } from './reading-tools.ts';

export const openGoalTool = defineTransactionTool({
  name: 'open_goal',
  description: 'Writes down what the person wants to reach, in their own words. Propose a plan for it next.',
  scope: 'goals:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: false,
  ownId: 'goal_id',
  hears: ['wish'],
  input: z.strictObject({
    wish: words(4000, 3),
    goal_id: id.optional().describe('Made by the caller, so that a repeat is harmless.'),
  }),
  output: z.strictObject({ goal_id: id, conversation_id: id }),
  within: async (ctx, { wish, goal_id }) => {
    const { goalId, conversationId } = await openGoal(ctx, { wish, goalId: goal_id, conversationId: null });
    return { goal_id: goalId, conversation_id: conversationId };
  },
});

export const openStepTool = defineTransactionTool({
  name: 'open_goal_step',
  description: 'Begins with a step that waits in the roadmap of a goal. Propose a plan for it next.',
  scope: 'goals:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  input: z.strictObject({ goal_id: id }),
  output: z.strictObject({ goal_id: id, conversation_id: id }),
  within: async (ctx, { goal_id }) => {
    const { goalId, conversationId } = await openStep(ctx, { goalId: goal_id });
    return { goal_id: goalId, conversation_id: conversationId };
  },
});

export const letGoTool = defineTransactionTool({
  name: 'let_go_of_goal',
  description:
    'Ends a goal, whether it is negotiated or running: its open tasks are cancelled, their reminders stop.',
  scope: 'goals:write',
  limit: 'crud',
  readOnly: false,
  destructive: true,
  idempotent: true,
  input: z.strictObject({ goal_id: id }),
  output: z.strictObject({ status: z.literal('let_go') }),
  within: async (ctx, { goal_id: goalId }) => {
    await abandonGoal(ctx, { goalId });
    return { status: 'let_go' as const };
  },
});

export const restorePlanTool = defineTransactionTool({
  name: 'restore_plan',
  description:
    'Undoes a change of a plan that runs: drafts again what lies ahead of the plan approved before. Approve it next.',
  scope: 'goals:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: false,
  input: z.strictObject({ goal_id: id, draft: draftNumber.optional() }),
  output: draftJson,
  within: async (ctx, { goal_id: goalId, draft }) => {
    const { number } = await restorePlan(ctx, { goalId, draft });
    return presentDraft(await readDraft(ctx, { goalId, number }));
  },
});

export const dropModificationTool = defineTransactionTool({
  name: 'drop_modification',
  description: 'Gives up a change of a running plan that waits for approval: the plan stays as it is.',
  scope: 'goals:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  input: z.strictObject({ goal_id: id }),
  output: z.strictObject({ status: z.literal('as_it_was') }),
  within: async (ctx, { goal_id: goalId }) => {
    await dropModification(ctx, { goalId });
    return { status: 'as_it_was' as const };
  },
});

export const goalTools = [
  listGoalsTool,
  readGoalTool,
  readDraftTool,
  openGoalTool,
  openStepTool,
  proposePlanTool,
  revisePlanTool,
  approvePlanTool,
  restorePlanTool,
  dropModificationTool,
  letGoTool,
];
