// The REST door of what a person sees of themselves: each answered from the tasks themselves, in one round trip.
import { z } from '@hono/zod-openapi';
import { goalStatus } from '../goals/goal-json.ts';
import { listProgress } from '../goals/list-progress.sql.ts';
import type { OncePorts } from '../http/once.ts';
import { answer, endpoint } from '../http/operation.ts';
import { nextCursor, page, wholeNumber } from '../http/schemas.ts';
import { cursorAfter } from '../kernel/cursor.ts';
import { pageOf } from '../kernel/page.ts';
import { inOneStatement } from '../kernel/sql.ts';
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

const access = { access: 'tasks:read', limit: 'analytics' } as const;
/** It says titles or tags of goals. */
const ofGoals = { ...access, also: 'goals:read' } as const;

const weeks = z.strictObject({
  weeks: wholeNumber(1, 104)
    .default(12)
    .describe('How many, from Monday to Sunday; the last one is the present.'),
});

export const overview = endpoint(
  access,
  {
    method: 'get',
    path: '/analytics/overview',
    operationId: 'readAnalyticsOverview',
    summary: 'Streak, today, and a year of days',
    responses: { 200: answer("By the person's own days.", overviewJson) },
  },
  (ports: OncePorts) => async (c) =>
    c.json(presentOverview(await inOneStatement(ports, c.var.person, readOverview)), 200),
);

export const goals = endpoint(
  ofGoals,
  {
    method: 'get',
    path: '/analytics/goals',
    operationId: 'listGoalProgress',
    summary: 'How far each goal is, the newest first',
    request: { query: page.extend({ status: goalStatus.optional() }) },
    responses: {
      200: answer(
        'One page. A session that serves several goals counts for each.',
        z.strictObject({ goals: z.array(goalProgressJson), next_cursor: nextCursor }),
      ),
    },
  },
  (ports: OncePorts) => async (c) => {
    const { limit, cursor, status } = c.req.valid('query');
    const found = await inOneStatement(ports, c.var.person, (ctx) =>
      listProgress(ctx, { status, limit: limit + 1, before: cursor }),
    );
    const { rows, nextCursor } = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
    return c.json({ goals: rows.map(presentProgress), next_cursor: nextCursor }, 200);
  },
);

export const missedByCategory = endpoint(
  ofGoals,
  {
    method: 'get',
    path: '/analytics/missed-by-category',
    operationId: 'listMissedByCategory',
    summary: 'What was missed, by what its goal is about',
    request: { query: weeks },
    responses: {
      200: answer(
        'The most missed first; a category of which nothing was missed is not among them.',
        z.strictObject({ categories: z.array(missedJson) }),
      ),
    },
  },
  (ports: OncePorts) => async (c) => {
    const asked = c.req.valid('query').weeks;
    const found = await inOneStatement(ports, c.var.person, (ctx) => listMissed(ctx, asked));
    return c.json({ categories: found.map(presentMissed) }, 200);
  },
);

export const weekly = endpoint(
  access,
  {
    method: 'get',
    path: '/analytics/weekly',
    operationId: 'listWeeklyCompletion',
    summary: 'What was done of what was due, week by week',
    request: { query: weeks },
    responses: {
      200: answer(
        'The oldest first, also those without anything.',
        z.strictObject({ weeks: z.array(weekJson) }),
      ),
    },
  },
  (ports: OncePorts) => async (c) => {
    const asked = c.req.valid('query').weeks;
    const found = await inOneStatement(ports, c.var.person, (ctx) => listWeeks(ctx, asked));
    return c.json({ weeks: found.map(presentWeek) }, 200);
  },
);

export const hours = endpoint(
  access,
  {
    method: 'get',
    path: '/analytics/hours',
    operationId: 'readBestHours',
    summary: 'When the person does what they planned, by hour and weekday of its start',
    responses: { 200: answer('Of all that was ever done or missed.', hoursJson) },
  },
  (ports: OncePorts) => async (c) =>
    c.json(presentHours(await inOneStatement(ports, c.var.person, readHours)), 200),
);

export const channels = endpoint(
  access,
  {
    method: 'get',
    path: '/analytics/channels',
    operationId: 'readAnsweredChannels',
    summary: 'On which channel the person answers',
    responses: { 200: answer('As far back as what was sent is kept.', channelsJson) },
  },
  (ports: OncePorts) => async (c) =>
    c.json(presentChannels(await inOneStatement(ports, c.var.person, readChannels)), 200),
);
