// Creates one task by hand, outside any plan.
import type { MikroORM } from '@mikro-orm/postgresql';
import { readProfile } from '../account/read-profile.ts';
import type { Ctx, Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { queryAsPerson } from '../kernel/sql.ts';
import { DAY_MINUTES, MINUTE_MS, utcToWallClock } from '../kernel/time.ts';
import { readTask, type TaskView } from './read-task.ts';
import { reminderDue } from './reminder-due.ts';
import type { AnswerChannel } from './task.entity.ts';
import type { ReminderDue } from './task-ref.ts';

export interface CreateTask {
  /** Made by the caller where a repeat must be harmless. */
  taskId?: string | undefined;
  title: string;
  description?: string | undefined;
  startsAt: Date;
  durationMinutes: number;
  /** Take the time even if it overlaps with another task. */
  force?: boolean | undefined;
  via?: AnswerChannel | undefined;
}

export interface CreatedTask {
  task: TaskView;
  due: ReminderDue;
}

/** Throws TIME_TAKEN (with the titles that stand there) unless forced. The person's own word on sleep is not overruled. */
export async function createTask(ctx: Ctx, input: CreateTask): Promise<CreatedTask> {
  const taskId = input.taskId ?? newId();
  const created = await insertTask((sql, values) => ctx.em.execute(sql, values), ctx, { ...input, taskId });
  if (created) return created;
  const profile = await readProfile(ctx);
  // Not to be found is what belongs to somebody else.
  const task = await readTask(ctx, { taskId });
  return { task, due: reminderDue(task, profile) };
}

/** As `createTask`, under an id of its own, in one round trip. */
export async function createTaskAlone(
  orm: MikroORM,
  person: Person,
  input: Omit<CreateTask, 'taskId'>,
): Promise<CreatedTask> {
  const ask: Ask = (sql, values) =>
    queryAsPerson(orm, person, { name: 'create_task', text: numbered(sql), values });
  const created = await insertTask(ask, person, { ...input, taskId: newId() });
  if (!created) throw new FluxError('INTERNAL', { detail: 'a new id was taken' });
  return created;
}

type Ask = (sql: string, values: unknown[]) => Promise<Inserted[]>;

/** Null where a task with this id is there already. */
async function insertTask(
  ask: Ask,
  { orgId, userId }: Person,
  input: CreateTask & { taskId: string },
): Promise<CreatedTask | null> {
  const { taskId, title, description = '', startsAt, durationMinutes, force = false, via = 'rest' } = input;
  const endsAt = new Date(startsAt.getTime() + durationMinutes * MINUTE_MS);
  const dayBefore = new Date(startsAt.getTime() - DAY_MINUTES * MINUTE_MS);
  const task = [taskId, orgId, userId, title, description, startsAt, durationMinutes];
  const place = [dayBefore, endsAt, startsAt, taskId];
  const [row] = await ask(INSERT_UNLESS_TAKEN, [...place, ...task, force, newId(), via, taskId]);
  if (!row) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  if (row.is_known) return null;
  if (!row.is_new && row.overlaps) throw new FluxError('TIME_TAKEN', { fields: { overlaps: row.overlaps } });
  if (!row.is_new) return null;
  const local = utcToWallClock(startsAt, row.zone);
  const view: TaskView = {
    id: taskId,
    goalId: null,
    ruleId: null,
    title,
    description,
    startsAt,
    localStart: `${local.date}T${local.time}`,
    durationMinutes,
    status: 'pending',
    generation: 1,
    settledAt: null,
    settledVia: null,
    reminder: [],
  };
  return { task: view, due: reminderDue(view, { reminderLeadMs: row.reminder_lead_ms }) };
}

interface Inserted {
  zone: string;
  reminder_lead_ms: number;
  /** Titles; null: nothing stands there. */
  overlaps: string[] | null;
  is_new: boolean;
  /** It was there before. */
  is_known: boolean;
}

/** Looks, inserts and notes it in one statement. No session is longer than a day. */
const INSERT_UNLESS_TAKEN = `
  with me as (select zone, reminder_lead_ms from profiles),
  taken as (
    select title from tasks
    where status in ('pending', 'rescheduled') and starts_at > ? and starts_at < ?
      and starts_at + duration_minutes * interval '1 minute' > ? and id <> ?),
  task as (
    insert into tasks (id, org_id, user_id, title, description, starts_at, duration_minutes)
    select ?, ?, ?, ?, ?, ?, ? from me where ? or not exists (select from taken)
    on conflict (id) do nothing returning id, org_id, user_id),
  event as (
    insert into task_events (id, org_id, user_id, task_id, kind, via)
    select ?, org_id, user_id, id, 'created', ? from task)
  select zone, reminder_lead_ms, (select json_agg(title) from taken) as overlaps, exists (select from task) as is_new,
    exists (select from tasks where id = ?) as is_known
  from me`;

/** "?, ?" to "$1, $2". */
const numbered = (sql: string): string => {
  let number = 0;
  return sql.replaceAll('?', () => `$${++number}`);
};
