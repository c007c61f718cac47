// What a model may look at about goals and their plans.
import { z } from '@hono/zod-openapi';
import { id, nextCursor, page } from '../http/schemas.ts';
import { defineTransactionTool } from '../llm/tool.ts';
import {
  draftJson,
  draftNumber,
  goalJson,
  goalStatus,
  goalSummaryJson,
  presentDraft,
  presentGoal,
  presentGoalSummary,
} from './goal-json.ts';
import { listGoals, readDraft, readGoal } from './read-goal.ts';

const reading = {
  scope: 'goals:read',
  limit: 'crud',
  readOnly: true,
  destructive: false,
  idempotent: true,
} as const;

export const listGoalsTool = defineTransactionTool({
  name: 'list_goals',
  description: 'Goals, the newest first, a page at a time: what they are and how far their planning is.',
  ...reading,
  input: page.extend({ status: goalStatus.optional() }),
  output: z.strictObject({ goals: z.array(goalSummaryJson), next_cursor: nextCursor }),
  within: async (ctx, { status, limit, cursor }) => {
    const found = await listGoals(ctx, { status, limit, before: cursor ?? null });
    return { goals: found.goals.map(presentGoalSummary), next_cursor: found.nextCursor };
  },
});

export const readGoalTool = defineTransactionTool({
  name: 'read_goal',
  description: 'One goal: its latest draft with number and hash, its roadmap, and what is done and missed.',
  ...reading,
  input: z.strictObject({ goal_id: id }),
  output: goalJson,
  within: async (ctx, { goal_id: goalId }) => presentGoal(await readGoal(ctx, { goalId })),
});

export const readDraftTool = defineTransactionTool({
  name: 'read_draft',
  description:
    'One draft of a plan, the latest where none is named: its sessions, and the hash that approve_plan asks for.',
  ...reading,
  input: z.strictObject({ goal_id: id, draft: draftNumber.optional() }),
  output: draftJson,
  within: async (ctx, { goal_id: goalId, draft }) =>
    presentDraft(await readDraft(ctx, { goalId, number: draft ?? 'latest' })),
});
