// Inserts one task by hand, unless something stands at its time: looked, inserted and noted in one statement.
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { runStatement } from '../kernel/run-statement.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import { lockCalendar } from './lock-calendar.sql.ts';
import { STANDING, standingWithin } from './standing.ts';

export interface NewTask {
  taskId: string;
  title: string;
  description: string;
  startsAt: Date;
  durationMinutes: number;
  triggerType: 'time' | 'location';
  /** Insert it whatever stands there. */
  force: boolean;
  /** Too far back for a reminder, or not yet at its place: none is to be started. */
  isRecorded: boolean;
}

export interface Inserted {
  zone: string;
  reminder_lead_ms: number;
  /** Titles; null: nothing stands there. */
  overlaps: string[] | null;
  is_new: boolean;
  /** It was there before. */
  is_known: boolean;
}

/** Holds the calendar until the end of the transaction. Null where the person left the organisation. */
export async function insertUnlessTaken(ctx: Ctx | StatementCtx, task: NewTask): Promise<Inserted | null> {
  await lockCalendar(ctx);
  const { taskId, title, description, startsAt, durationMinutes, force, isRecorded, triggerType } = task;
  const endsAt = new Date(startsAt.getTime() + durationMinutes * MINUTE_MS);
  const row = [taskId, ctx.orgId, ctx.userId, title, description, startsAt, durationMinutes, triggerType];
  const recorded = isRecorded ? 1 : null;
  const values = [
    ...standingWithin(startsAt, endsAt),
    taskId,
    ...row,
    recorded,
    recorded,
    force,
    newId(),
    ctx.via,
    taskId,
  ];
  const statement = { name: 'create_task', text: INSERT_UNLESS_TAKEN, values };
  const [inserted] = await runStatement<Inserted>(ctx, statement);
  return inserted ?? null;
}

const INSERT_UNLESS_TAKEN = `
  with me as (select zone, reminder_lead_ms from profiles),
  taken as (
    select title from (${STANDING}) as standing where id is distinct from ?),
  task as (
    insert into tasks (id, org_id, user_id, title, description, starts_at, duration_minutes, trigger_type, reminded_generation,
      recorded_generation)
    select ?, ?, ?, ?, ?, ?, ?, ?, ?::int, ?::int from me where ? or not exists (select from taken)
    on conflict (id) do nothing returning id, org_id, user_id),
  event as (
    insert into task_events (id, org_id, user_id, task_id, kind, via)
    select ?, org_id, user_id, id, 'created', ? from task)
  select zone, reminder_lead_ms, (select json_agg(title) from taken) as overlaps, exists (select from task) as is_new,
    exists (select from tasks where id = ?) as is_known
  from me`;
