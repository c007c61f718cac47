// Where a person is signed in.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { callAsLogin } from '../kernel/sql.ts';

export interface OpenSession {
  id: string;
  label: string | null;
  createdAt: Date;
  lastUsedAt: Date;
}

/** The living ones, oldest first. */
export async function listSessions(orm: MikroORM, person: Person): Promise<OpenSession[]> {
  const rows = await callAsLogin<Row>(orm, 'list_sessions', person.userId);
  return rows.map(({ id, label, created_at, last_used_at }) => ({
    id,
    label,
    createdAt: created_at,
    lastUsedAt: last_used_at,
  }));
}

interface Row extends Pick<OpenSession, 'id' | 'label'> {
  created_at: Date;
  last_used_at: Date;
}
