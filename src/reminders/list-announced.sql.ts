// What a person was reminded of lately, on whatever channel: what their next word may be an answer to.
import type { Ctx } from '../kernel/context.ts';
import type { Task } from '../tasks/task.entity.ts';

export interface Announced {
  orgId: string;
  /** Of the rung that went out last. */
  dispatchId: string;
  taskId: string;
  generation: number;
  announcedAt: Date;
  title: string;
  startsAt: Date;
  status: Task['status'];
  /** Nobody has answered it yet, and the day in which that still counts has not passed. */
  isLate: boolean;
}

/**
 * Open ones and late ones of the organisation, each once. What is moved or answered is not among them. `until`: as the
 * person knew them then; null: as of now.
 */
export async function listAnnounced({ em, orgId }: Ctx, until: Date | null): Promise<Announced[]> {
  const rows: Row[] = await em.execute(ANNOUNCED, [until]);
  return rows.map((row) => ({
    orgId,
    dispatchId: row.dispatch_id,
    taskId: row.task_id,
    generation: row.generation,
    announcedAt: new Date(row.announced_at),
    title: row.title,
    startsAt: new Date(row.starts_at),
    status: row.status,
    isLate: row.is_late,
  }));
}

interface Row extends Pick<Task, 'generation' | 'title' | 'status'> {
  dispatch_id: string;
  task_id: string;
  announced_at: string;
  starts_at: string;
  is_late: boolean;
}

// A quick thumb answers before the send is recorded. What waits for longer than two days is answered in the app.
const ANNOUNCED = `
  select * from (
    select distinct on (t.id) d.id as dispatch_id, t.id as task_id, t.generation, d.last_sent_at as announced_at, t.title,
      t.starts_at, t.status, t.status not in ('pending', 'rescheduled') as is_late
    from dispatch_log d join tasks t on t.org_id = d.org_id and t.id = d.task_id and t.generation = d.generation
    where d.step in ('push', 'whatsapp', 'call')
      and (d.state in ('sending', 'unknown', 'accepted') or d.reason in ('unheard', 'taken_back'))
      and d.last_sent_at > now() - interval '2 days' and d.last_sent_at <= coalesce(?::timestamptz, 'infinity')
      and (t.status in ('pending', 'rescheduled')
           or t.status in ('missed', 'undelivered') and t.settled_via = 'ladder' and t.settled_at > now() - interval '1 day')
    order by t.id, d.last_sent_at desc
  ) announced order by starts_at, announced_at, task_id`;
