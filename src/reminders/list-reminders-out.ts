// Whose reminders are out although they have left the organisation: nobody can act for them there any more.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { callAsLogin } from '../kernel/sql.ts';

interface Row {
  task_id: string;
  generation: number;
}

/** Of the last day, and none of somebody who still belongs. */
export async function listRemindersOut(
  orm: MikroORM,
  { orgId, userId }: Person,
): Promise<{ taskId: string; generation: number }[]> {
  const rows = await callAsLogin<Row>(orm, 'list_reminders_out', orgId, userId);
  return rows.map(({ task_id, generation }) => ({ taskId: task_id, generation }));
}
