// What a calendar is shown: the tasks around now, each with what it needs to be known again and no more.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { queryAsPerson } from '../kernel/sql.ts';
import { DAY_MS } from '../kernel/time.ts';
import type { Task } from '../tasks/task.entity.ts';

export type CalendarEvent = Pick<
  Task,
  'id' | 'title' | 'startsAt' | 'durationMinutes' | 'status' | 'generation' | 'updatedAt'
>;

const BACK_MS = 30 * DAY_MS;
const AHEAD_MS = 91 * DAY_MS;
/** So long a calendar is told that something was cancelled: by then each has asked. */
const TOLD_MS = 7 * DAY_MS;
const MOST = 2000;

/**
 * From 30 days back to 90 ahead, what is to come first; at most 2,000. The bounds move at midnight of UTC: in between
 * the same tasks are the same answer.
 */
export async function listEvents(orm: MikroORM, person: Person, nowMs: number): Promise<CalendarEvent[]> {
  const todayMs = nowMs - (nowMs % DAY_MS);
  const bounds = [todayMs - BACK_MS, todayMs + AHEAD_MS, todayMs - TOLD_MS, todayMs];
  return queryAsPerson<CalendarEvent>(orm, person, { ...AROUND, values: bounds.map((ms) => new Date(ms)) });
}

const AROUND = {
  name: 'list_events',
  text: `select id, title, starts_at as "startsAt", duration_minutes as "durationMinutes", status, generation,
      updated_at as "updatedAt"
    from tasks
    where trigger_type = 'time' and starts_at >= $1 and starts_at < $2 and (status <> 'cancelled' or updated_at >= $3)
    order by starts_at < $4, starts_at, id limit ${MOST}`,
};
