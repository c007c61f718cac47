// Finds goals that are being negotiated, and since when somebody works at a plan of theirs.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { PAGE_ROWS, type Position } from './in-pages.ts';

export interface NegotiatingGoal extends Position, Person {
  goalId: string;
  /** Since when a draft is owed; null where none is. */
  plannedSince: Date | null;
}

/** As the system, in all organisations, of people who belong to theirs: a page behind `after`, the oldest first. */
export async function findNegotiatingGoals(
  em: EntityManager,
  { before, after }: { before: Date; after: Position },
): Promise<NegotiatingGoal[]> {
  const rows: Row[] = await em.execute(NEGOTIATING, [before, after.at, after.id]);
  return rows.map((row) => ({
    at: new Date(row.created_at),
    id: row.id,
    orgId: row.org_id,
    userId: row.user_id,
    goalId: row.id,
    plannedSince: row.planning === 'working' ? new Date(row.updated_at) : null,
  }));
}

interface Row {
  id: string;
  org_id: string;
  user_id: string;
  created_at: string;
  planning: string;
  updated_at: string;
}

const NEGOTIATING = `
  select g.id, g.org_id, g.user_id, g.created_at, g.planning, g.updated_at
  from goals g cross join lateral (
    select from members m where m.org_id = g.org_id and m.user_id = g.user_id offset 0
  ) m
  where (g.status = 'negotiating' or g.modifies is not null) and g.created_at < ? and (g.created_at, g.id) > (?, ?)
  order by g.created_at, g.id limit ${PAGE_ROWS}`;
