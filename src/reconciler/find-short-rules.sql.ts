// Finds rules whose tasks reach less far ahead than they should, in all organisations.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { PAGE_ROWS, type Position } from './in-pages.ts';

export type ShortRule = Position & Person & { ruleId: string };

/**
 * As the system, in all organisations, of people who belong to theirs: a page behind `after`, the shortest first.
 * `refillDays`: from today.
 */
export async function findShortRules(
  em: EntityManager,
  { refillDays, after }: { refillDays: number; after: Position },
): Promise<ShortRule[]> {
  const day = after.at.toISOString().slice(0, 10);
  const rows: { id: string; org_id: string; user_id: string; expanded_to: string }[] = await em.execute(
    SHORT,
    [refillDays, day, after.id],
  );
  return rows.map(({ id, org_id: orgId, user_id: userId, expanded_to }) => ({
    at: new Date(`${expanded_to}T00:00:00Z`),
    id,
    orgId,
    userId,
    ruleId: id,
  }));
}

const SHORT = `
  select r.id, r.org_id, r.user_id, r.expanded_to::text as expanded_to
  from task_rules r cross join lateral (
    select from members m where m.org_id = r.org_id and m.user_id = r.user_id offset 0
  ) m
  where r.expanded_to is not null and r.ended_at is null
    and r.expanded_to < (now() at time zone 'UTC')::date + ?::int and (r.expanded_to, r.id) > (?::date, ?)
  order by r.expanded_to, r.id limit ${PAGE_ROWS}`;
