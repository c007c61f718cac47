// What a person was reminded of lately, on whatever channel: what their next word may be an answer to.
import type { Ctx } from '../kernel/context.ts';
import type { Task } from '../tasks/task.entity.ts';
import type { Written } from './written.ts';

export interface Announced {
  orgId: string;
  /** Of the rung that went out last. */
  dispatchId: string;
  /** Of all of them: each message has a reference of its own. */
  dispatchIds: string[];
  taskId: string;
  generation: number;
  announcedAt: Date;
  /** A provider has it. Otherwise nobody can tell whether the person ever heard of it. */
  isSure: boolean;
  title: string;
  startsAt: Date;
  status: Task['status'];
  /** Nobody had answered it, and the day in which that still counts has not passed. */
  isLate: boolean;
}

/**
 * Open ones and late ones of the organisation, each once. What is moved or answered is not among them. `written`: as
 * the person knew them then, and so with what was moved or answered since; null: as of now.
 */
export async function listAnnounced({ em, orgId }: Ctx, written: Written | null): Promise<Announced[]> {
  const [from, until] = [written?.from ?? null, written?.until ?? null];
  const rows: Row[] = await em.execute(ANNOUNCED, [from, until, from, from]);
  return rows.map((row) => ({
    orgId,
    dispatchId: row.dispatch_ids[0]!,
    dispatchIds: row.dispatch_ids,
    taskId: row.task_id,
    generation: row.generation,
    announcedAt: new Date(row.announced_at),
    isSure: row.is_sure,
    title: row.title,
    startsAt: new Date(row.starts_at),
    status: row.status,
    isLate: row.is_late,
  }));
}

interface Row extends Pick<Task, 'generation' | 'title' | 'status'> {
  dispatch_ids: string[];
  task_id: string;
  announced_at: string;
  is_sure: boolean;
  starts_at: string;
  is_late: boolean;
}

// A quick thumb answers before the send is recorded. What waits for longer than two days is answered in the app.
const ANNOUNCED = `
  select t.id as task_id, d.generation, t.title, t.starts_at, t.status, bool_or(went_out) as is_sure,
    json_agg(d.id order by went_out desc, d.last_sent_at desc) as dispatch_ids,
    coalesce(max(d.last_sent_at) filter (where went_out), max(d.last_sent_at)) as announced_at, not was_open as is_late
  from dispatch_log d join tasks t on t.org_id = d.org_id and t.id = d.task_id
  cross join lateral (
    select t.status in ('pending', 'rescheduled') or (t.settled_at > ?::timestamptz) is true as was_open,
      case when d.step = 'call' then coalesce(d.provider_status, '') in ('in-progress', 'completed')
          and not exists (select from notification_log n
            where n.org_id = d.org_id and n.dispatch_id = d.id and n.event = 'voicemail')
        else d.state = 'accepted' or coalesce(d.reason, '') = 'taken_back' end as went_out
  ) then_on
  where d.step in ('push', 'whatsapp', 'call') and (d.state in ('sending', 'unknown', 'accepted') or went_out)
    and d.last_sent_at > now() - interval '2 days' and d.last_sent_at <= coalesce(?::timestamptz, 'infinity')
    and d.generation = t.generation - (
      select count(*) from task_events e where e.org_id = t.org_id and e.task_id = t.id
        and e.kind in ('rescheduled', 'reopened') and e.created_at > ?::timestamptz)
    and (was_open or t.status in ('missed', 'undelivered') and t.settled_via = 'ladder'
         and t.settled_at > coalesce(?::timestamptz, now()) - interval '1 day')
  group by t.id, d.generation, was_open
  order by t.starts_at, announced_at, t.id`;
