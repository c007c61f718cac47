// What goals and their drafts look like on the wire.
import { z } from '@hono/zod-openapi';
import { planChanges } from '../planning/plan-change.ts';
import { planContent } from '../planning/plan.ts';
import type { DraftView, GoalSummary, GoalView } from './read-goal.ts';
import { id, instant } from '../http/schemas.ts';

export const goalStatus = z.enum(['negotiating', 'active', 'pipeline', 'completed', 'abandoned']);
export const draftNumber = z.int().min(1).max(1_000_000);
export const draftHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256 of the content: what an approval is bound to.');

export const planJson = z.object(planContent.shape).openapi('Plan');

export const changesJson = z.object(planChanges.shape).nullable().openapi('PlanChanges', {
  description:
    'What it changes, read from both: in the draft before it or, of a plan that runs, in what lies ahead of it. Null for the first draft.',
});

export const draftJson = z
  .strictObject({
    draft: draftNumber,
    hash: draftHash,
    plan: planJson,
    changes: changesJson,
    created_at: instant,
  })
  .openapi('Draft');

export const presentDraft = (draft: DraftView): z.infer<typeof draftJson> => ({
  draft: draft.number,
  hash: draft.hash,
  plan: draft.content,
  changes: draft.changes,
  created_at: draft.createdAt.toISOString(),
});

const summary = {
  id,
  title: z.string(),
  wish: z.string().describe("The person's own words."),
  tags: z.array(z.string()),
  status: goalStatus,
  approved_draft: draftNumber.nullable(),
  planning: z
    .enum(['working', 'drafted', 'failed'])
    .nullable()
    .describe(
      'While it is negotiated: a draft is being made, waits for a decision, or did not come about (ask again).',
    ),
  conversation_id: id,
  created_at: instant,
};

export const goalSummaryJson = z.strictObject(summary).openapi('GoalSummary');

export const presentGoalSummary = (goal: GoalSummary): z.infer<typeof goalSummaryJson> => ({
  id: goal.id,
  title: goal.title,
  wish: goal.wish,
  tags: goal.tags,
  status: goal.status,
  approved_draft: goal.approvedDraft,
  planning: goal.planning,
  conversation_id: goal.conversationId,
  created_at: goal.createdAt.toISOString(),
});

const count = z.int().min(0);

// Not an extension of the summary: in OpenAPI that is both at once, and a closed object cannot be.
export const goalJson = z
  .strictObject({
    ...summary,
    latest_draft: draftJson.nullable(),
    roadmap: z
      .array(z.strictObject({ id, title: z.string(), pipeline_order: z.int(), status: goalStatus }))
      .describe('The later steps of a goal too big for six weeks.'),
    progress: z.strictObject({
      done: count,
      missed: count,
      undelivered: count.describe(
        'Not in `total`: no reminder of it reached the person, or no answer was heard.',
      ),
      open: count,
      total: count,
    }),
  })
  .openapi('Goal');

export const presentGoal = (goal: GoalView): z.infer<typeof goalJson> => ({
  ...presentGoalSummary(goal),
  latest_draft: goal.latestDraft && presentDraft(goal.latestDraft),
  roadmap: goal.roadmap.map(({ id, title, pipelineOrder, status }) => ({
    id,
    title,
    pipeline_order: pipelineOrder,
    status,
  })),
  progress: goal.progress,
});
