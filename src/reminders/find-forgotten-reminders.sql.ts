// Finds open tasks whose reminder nobody has started, in all organisations.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';

const LIMIT = 1000;

export interface ForgottenReminder {
  person: Person;
  task: { id: string; generation: number; startsAt: Date };
  reminderLeadMs: number;
}

/**
 * As the system, of people who still belong to the organisation; a thousand at most, the soonest first. `since`:
 * unchanged so long.
 */
export async function findForgottenReminders(em: EntityManager, since: Date): Promise<ForgottenReminder[]> {
  const rows: Row[] = await em.execute(FORGOTTEN, [since]);
  return rows.map((row) => ({
    person: { orgId: row.org_id, userId: row.user_id },
    task: { id: row.id, generation: row.generation, startsAt: new Date(row.starts_at) },
    reminderLeadMs: row.reminder_lead_ms,
  }));
}

interface Row {
  id: string;
  org_id: string;
  user_id: string;
  generation: number;
  starts_at: string;
  reminder_lead_ms: number;
}

const FORGOTTEN = `select t.id, t.org_id, t.user_id, t.generation, t.starts_at, p.reminder_lead_ms
  from tasks t join profiles p using (org_id, user_id) join members m using (org_id, user_id)
  where t.status in ('pending', 'rescheduled') and t.reminded_generation is distinct from t.generation and t.updated_at < ?
  order by t.starts_at limit ${LIMIT}`;
