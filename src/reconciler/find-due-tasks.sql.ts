// Finds open tasks whose reminder is due, or soon will be: those to be started, or those that ought to run.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { PAGE_ROWS, type Position } from './in-pages.ts';

export interface DueTask extends Position, Person {
  taskId: string;
  generation: number;
  startsAt: Date;
  reminderLeadMs: number;
  /** Of the organisation. */
  isMember: boolean;
}

/**
 * As the system, in all organisations: a page behind `after`, the soonest first. Due: within `soonMs`, by each
 * person's own lead. What was written down long after its time has none.
 */
export async function findDueTasks(
  em: EntityManager,
  { state, soonMs, after }: { state: 'to_start' | 'started'; soonMs: number; after: Position },
): Promise<DueTask[]> {
  const soon = new Date(Date.now() + soonMs);
  const bounds = [soon, after.at, after.id, soon];
  const rows: Row[] = await em.execute(state === 'started' ? STARTED : TO_START, [...bounds, ...bounds]);
  return rows.map((row) => ({
    at: new Date(row.starts_at),
    id: row.id,
    orgId: row.org_id,
    userId: row.user_id,
    taskId: row.id,
    generation: row.generation,
    startsAt: new Date(row.starts_at),
    reminderLeadMs: row.reminder_lead_ms,
    isMember: row.is_member,
  }));
}

interface Row {
  id: string;
  org_id: string;
  user_id: string;
  generation: number;
  starts_at: string;
  reminder_lead_ms: number;
  is_member: boolean;
}

/** A lead of at most this much is common: the tasks of the next hour are read in their order. */
const COMMON_MS = 3_600_000;

const COLUMNS = 't.id, t.org_id, t.user_id, t.generation, t.starts_at, p.reminder_lead_ms';
const BY_LEAD = `t.starts_at <= ?::timestamptz + p.reminder_lead_ms * interval '1 millisecond'`;

// Whoever wants to know a day ahead is asked for by person: otherwise a whole day of everybody's tasks would be read.
// The limit stands inside, so that a page costs the same however many tasks there are. What belongs to each is looked
// up (`offset 0`, `limit 1`): PostgreSQL would sooner read all profiles and members than five hundred of them.
const dueTasks = (which: string): string => `
  with common as materialized (
    select ${COLUMNS} from tasks t cross join lateral (
      select reminder_lead_ms from profiles p where p.org_id = t.org_id and p.user_id = t.user_id offset 0
    ) p
    where t.status in ('pending', 'rescheduled') and ${which}
      and t.starts_at <= ?::timestamptz + interval '${COMMON_MS} milliseconds' and (t.starts_at, t.id) > (?, ?)
      and p.reminder_lead_ms <= ${COMMON_MS} and ${BY_LEAD}
    order by t.starts_at, t.id limit ${PAGE_ROWS}
  ), early as materialized (
    select org_id, user_id, reminder_lead_ms from profiles where reminder_lead_ms > ${COMMON_MS}
  ), ahead as materialized (
    select ${COLUMNS} from early p cross join lateral (
      select * from tasks t
      where t.org_id = p.org_id and t.user_id = p.user_id and t.status in ('pending', 'rescheduled') and ${which}
        and t.starts_at <= ?::timestamptz + interval '1 day' and (t.starts_at, t.id) > (?, ?) and ${BY_LEAD}
      order by t.starts_at, t.id limit ${PAGE_ROWS}
    ) t
    order by t.starts_at, t.id limit ${PAGE_ROWS}
  )
  select due.*, m.is_member is not null as is_member
  from (
    select * from (select * from common union all select * from ahead) found
    order by starts_at, id limit ${PAGE_ROWS}
  ) due
  left join lateral (
    select true as is_member from members m where m.org_id = due.org_id and m.user_id = due.user_id limit 1
  ) m on true
  order by starts_at, id`;

const TO_START = dueTasks(
  't.reminded_generation is distinct from t.generation and t.reminded_generation is distinct from 0',
);
// What was written when its time was long over has no reminder to bring back; everything else has, however late.
const STARTED = dueTasks(`t.reminded_generation = t.generation
  and t.recorded_generation is distinct from t.generation and t.starts_at > now() - interval '30 days'`);
