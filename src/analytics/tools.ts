// What a model may know of how a person is doing: the same figures that they see.
import { z } from '@hono/zod-openapi';
import { listProgress } from '../goals/list-progress.sql.ts';
import { nextCursor, page } from '../http/schemas.ts';
import { cursorAfter } from '../kernel/cursor.ts';
import { pageOf } from '../kernel/page.ts';
import { defineTransactionTool } from '../llm/tool.ts';
import {
  goalProgressJson,
  overviewJson,
  presentOverview,
  presentProgress,
  presentWeek,
  weekJson,
} from './analytics-json.ts';
import { listWeeks } from './list-weeks.sql.ts';
import { readOverview } from './read-overview.sql.ts';

export const readProgressTool = defineTransactionTool({
  name: 'read_progress',
  description: 'How the person is doing: their streak, today, the last weeks, and the days of the last year.',
  scope: 'tasks:read',
  destructive: false,
  input: z.strictObject({ weeks: z.int().min(1).max(104).default(4) }),
  output: z.strictObject({ overview: overviewJson, weeks: z.array(weekJson) }),
  within: async (ctx, { weeks }) => ({
    overview: presentOverview(await readOverview(ctx)),
    weeks: (await listWeeks(ctx, weeks)).map(presentWeek),
  }),
});

export const listGoalProgressTool = defineTransactionTool({
  name: 'list_goal_progress',
  description: 'How far each goal is: sessions done, missed and still ahead, and the next one.',
  scope: 'goals:read',
  destructive: false,
  input: page,
  output: z.strictObject({ goals: z.array(goalProgressJson), next_cursor: nextCursor }),
  within: async (ctx, { limit, cursor }) => {
    const found = await listProgress(ctx, { limit: limit + 1, before: cursor });
    const { rows, nextCursor } = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
    return { goals: rows.map(presentProgress), next_cursor: nextCursor };
  },
});

export const analyticsTools = [readProgressTool, listGoalProgressTool];
