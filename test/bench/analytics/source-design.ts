// What analytics was to be at first: three materialized views, all of them refreshed by a trigger with each change of a status.
import type pg from 'pg';

const VIEWS = [
  `create materialized view source.user_weekly_stats as
   select org_id, user_id, date_trunc('week', starts_at) as week, count(*) as total,
     count(*) filter (where status = 'done') as done, count(*) filter (where status = 'missed') as missed
   from tasks group by 1, 2, 3`,
  'create unique index on source.user_weekly_stats (org_id, user_id, week)',
  `create materialized view source.missed_by_category as
   select t.org_id, t.user_id, coalesce(g.tags[1], 'other') as category, count(*) as missed
   from tasks t left join goals g on g.org_id = t.org_id and g.id = t.goal_id where t.status = 'missed' group by 1, 2, 3`,
  'create unique index on source.missed_by_category (org_id, user_id, category)',
  `create materialized view source.activity_heatmap as
   select org_id, user_id, settled_at::date as day, count(*) as done from tasks where status = 'done' group by 1, 2, 3`,
  'create unique index on source.activity_heatmap (org_id, user_id, day)',
  `create function source.refresh_analytics_views() returns trigger language plpgsql as $$
   begin
     refresh materialized view concurrently source.user_weekly_stats;
     refresh materialized view concurrently source.missed_by_category;
     refresh materialized view concurrently source.activity_heatmap;
     return null;
   end $$`,
  `create trigger source_refresh after update of status on tasks for each statement
   execute function source.refresh_analytics_views()`,
];

/** As the owner of the tables. While `work` runs, each change of a task's status refreshes all three. */
export async function asTheSourceHasIt<T>(admin: pg.Client, work: () => Promise<T>): Promise<T> {
  await admin.query('create schema source');
  for (const statement of VIEWS) await admin.query(statement);
  await admin.query('analyze source.user_weekly_stats, source.missed_by_category, source.activity_heatmap');
  try {
    return await work();
  } finally {
    await admin.query('drop schema source cascade');
  }
}
