// What a model may know of how a person is doing: the same figures that they see.
import { z } from '@hono/zod-openapi';
import { listProgress } from '../goals/list-progress.sql.ts';
import { nextCursor, page } from '../http/schemas.ts';
import { cursorAfter } from '../kernel/cursor.ts';
import { pageOf } from '../kernel/page.ts';
import { defineTransactionTool } from '../llm/tool.ts';
import {
  goalProgressJson,
  missedJson,
  overviewJson,
  presentMissed,
  presentOverview,
  presentProgress,
  presentWeek,
  weekJson,
} from './analytics-json.ts';
import { channelsJson, hoursJson, presentChannels, presentHours } from './habits-json.ts';
import { listMissed } from './list-missed.sql.ts';
import { listWeeks } from './list-weeks.sql.ts';
import { readChannels } from './read-channels.sql.ts';
import { readHours } from './read-hours.ts';
import { readOverview } from './read-overview.sql.ts';

const reading = {
  scope: 'tasks:read',
  limit: 'analytics',
  readOnly: true,
  destructive: false,
  idempotent: true,
} as const;
/** It says titles or tags of goals. */
const ofGoals = { ...reading, also: 'goals:read' } as const;

const weeks = (usual: number) => z.strictObject({ weeks: z.int().min(1).max(104).default(usual) });

export const readProgressTool = defineTransactionTool({
  name: 'read_progress',
  description: 'How the person is doing: their streak, today, the last weeks, and the days of the last year.',
  ...reading,
  input: weeks(4),
  output: z.strictObject({ overview: overviewJson, weeks: z.array(weekJson) }),
  within: async (ctx, { weeks: asked }) => ({
    overview: presentOverview(await readOverview(ctx)),
    weeks: (await listWeeks(ctx, asked)).map(presentWeek),
  }),
});

export const listGoalProgressTool = defineTransactionTool({
  name: 'list_goal_progress',
  description: 'How far each goal is: sessions done, missed and still ahead, and the next one.',
  ...ofGoals,
  input: page,
  output: z.strictObject({ goals: z.array(goalProgressJson), next_cursor: nextCursor }),
  within: async (ctx, { limit, cursor }) => {
    const found = await listProgress(ctx, { limit: limit + 1, before: cursor });
    const { rows, nextCursor } = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
    return { goals: rows.map(presentProgress), next_cursor: nextCursor };
  },
});

export const listMissedTool = defineTransactionTool({
  name: 'list_missed_by_category',
  description: 'What was missed in the last weeks, by what its goal is about; the most missed first.',
  ...ofGoals,
  input: weeks(12),
  output: z.strictObject({ categories: z.array(missedJson) }),
  within: async (ctx, { weeks: asked }) => ({
    categories: (await listMissed(ctx, asked)).map(presentMissed),
  }),
});

export const readHoursTool = defineTransactionTool({
  name: 'read_best_hours',
  description: 'At which hours and on which weekdays the person does what they planned, of all that counts.',
  ...reading,
  input: z.strictObject({}),
  output: hoursJson,
  within: async (ctx) => presentHours(await readHours(ctx)),
});

export const readChannelsTool = defineTransactionTool({
  name: 'read_answered_channels',
  description: 'By which channels the person answers their reminders: push, WhatsApp, a call or the app.',
  ...reading,
  input: z.strictObject({}),
  output: channelsJson,
  within: async (ctx) => presentChannels(await readChannels(ctx)),
});

export const analyticsTools = [
  readProgressTool,
  listGoalProgressTool,
  listMissedTool,
  readHoursTool,
  readChannelsTool,
];
