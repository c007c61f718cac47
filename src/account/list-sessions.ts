// Where a person is signed in.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { queryAsLogin } from '../kernel/sql.ts';

export interface OpenSession {
  id: string;
  label: string | null;
  createdAt: Date;
  lastUsedAt: Date;
}

/** The living ones, oldest first. */
export async function listSessions(orm: MikroORM, person: Person): Promise<OpenSession[]> {
  return queryAsLogin<OpenSession>(orm, {
    name: 'list_sessions',
    text: 'select id, label, created_at as "createdAt", last_used_at as "lastUsedAt" from list_sessions($1)',
    values: [person.userId],
  });
}
