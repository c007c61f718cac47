// What is done and missed looks like this on the wire: overview, goals, weeks, categories.
import { z } from '@hono/zod-openapi';
import { goalStatus } from '../goals/goal-json.ts';
import type { GoalProgress } from '../goals/list-progress.sql.ts';
import { id, instant, localDateTime, zone } from '../http/schemas.ts';
import { isoWeekOf, utcToWallClock } from '../kernel/time.ts';
import { localDate } from '../kernel/week.ts';
import { dueOf, HEATMAP_DAYS, percentageOf, type Decided } from './figures.ts';
import type { MissedCategory } from './list-missed.sql.ts';
import type { Week } from './list-weeks.sql.ts';
import type { Overview } from './read-overview.sql.ts';

export const count = z.int().min(0);
export const percentage = z
  .int()
  .min(0)
  .max(100)
  .nullable()
  .describe('Rounded down: 100 is all. Null where there was nothing.');
export const decided = { done: count, missed: count, due: count.describe('Done and missed together.') };

export const presentDecided = ({ done, missed }: Decided) => ({ done, missed, due: done + missed });
export const rateOf = (one: Decided) => percentageOf(one.done, dueOf(one));

export const overviewJson = z
  .strictObject({
    date: localDate.describe("The person's own today."),
    zone,
    streak_days: count.describe('Days that were kept since the last one that was lost.'),
    longest_streak_days: count,
    today: z.strictObject({
      done: count.describe('Of what touches today, as the list of today has it.'),
      missed: count,
      open: count.describe('What touches today and is still to be done.'),
      total: count.describe('All three together.'),
      percentage,
    }),
    heatmap: z
      .array(z.strictObject({ date: localDate, done: count, due: decided.due }))
      .describe(`Those of the last ${HEATMAP_DAYS} days on which something was done or missed, in order.`),
  })
  .openapi('AnalyticsOverview');

export const presentOverview = (one: Overview): z.infer<typeof overviewJson> => {
  const { done, missed, open } = one.ofToday;
  const total = done + missed + open;
  return {
    date: one.today,
    zone: one.zone,
    streak_days: one.streak,
    longest_streak_days: one.longestStreak,
    today: { done, missed, open, total, percentage: percentageOf(done, total) },
    heatmap: one.days.map((each) => ({ date: each.day, done: each.done, due: dueOf(each) })),
  };
};

export const goalProgressJson = z
  .strictObject({
    goal_id: id,
    title: z.string(),
    status: goalStatus,
    tags: z.array(z.string()).describe('Its categories; the first one is what it counts for.'),
    done: count,
    missed: count,
    undelivered: count.describe('Not in `total`: it counts for nothing.'),
    open: count,
    total: count,
    percentage: percentage.describe('Of all its sessions: `done` of `total`.'),
    next: z
      .strictObject({ task_id: id, title: z.string(), starts_at: instant, starts_local: localDateTime })
      .nullable()
      .describe('The next session that is still to be done.'),
  })
  .openapi('GoalProgress');

export function presentProgress(one: GoalProgress): z.infer<typeof goalProgressJson> {
  const { id: goal_id, title, status, tags, done, missed, undelivered, open, total, next } = one;
  const local = next && utcToWallClock(next.startsAt, one.zone);
  return {
    goal_id,
    title,
    status,
    tags,
    done,
    missed,
    undelivered,
    open,
    total,
    percentage: percentageOf(done, total),
    next: next && {
      task_id: next.taskId,
      title: next.title,
      starts_at: next.startsAt.toISOString(),
      starts_local: `${local!.date}T${local!.time}`,
    },
  };
}

export const missedJson = z.strictObject({
  category: z.string().nullable().describe('The first tag of the goal; null for what belongs to none.'),
  ...decided,
  percentage: percentage.describe('How much of what was due was missed, rounded down.'),
});

export const presentMissed = (one: MissedCategory): z.infer<typeof missedJson> => ({
  category: one.category,
  ...presentDecided(one),
  percentage: percentageOf(one.missed, dueOf(one)),
});

export const weekJson = z.strictObject({
  week: z.string().openapi({ example: '2026-W48' }).describe('ISO 8601.'),
  from: localDate,
  to: localDate.describe('Included.'),
  ...decided,
  percentage,
});

export const presentWeek = (one: Week): z.infer<typeof weekJson> => ({
  week: isoWeekOf(one.from),
  from: one.from,
  to: one.to,
  ...presentDecided(one),
  percentage: rateOf(one),
});
