// What the database holds of a person and of their team: to see that nobody else changed it, or was shown it.
import type pg from 'pg';

export interface Whose {
  userId: string;
  /** A team of theirs. */
  orgId: string;
  /** Whose own rows in the team are no concern of the person's. */
  othersIds: string[];
}

export type Rows = Record<string, unknown[]>;

/**
 * Every row of every table that has a column for a person or an organisation, by table; when a key or session was last used is left
 * out, as trying is using. Read as superuser.
 */
export async function rowsOf(admin: pg.Client, { userId, orgId, othersIds }: Whose): Promise<Rows> {
  const { rows: tables } = await admin.query<{ name: string; columns: string[] }>(TABLES);
  const each = tables.map(({ name, columns }) => {
    const [hasUser, hasOrg] = [columns.includes('user_id'), columns.includes('org_id')];
    const isTheirs = hasUser ? 'user_id = $1' : 'false';
    const isOfTeam = hasOrg ? `org_id = $2 ${hasUser ? 'and user_id <> all ($3)' : ''}` : 'false';
    const isItself = { orgs: 'id = $2', users: 'id = $1' }[name] ?? 'false';
    // What is queued is sent by and by, whoever asks for what meanwhile.
    const left =
      name === 'emails'
        ? "array['state', 'reason', 'sealed', 'attempt', 'unclear', 'claimed_at', 'ended_at']"
        : "'last_used_at'";
    return `select '${name}' as name, coalesce(json_agg(to_jsonb(t) - ${left} order by (to_jsonb(t) - ${left})::text), '[]') as rows
            from ${name} t where ${isTheirs} or ${isOfTeam} or ${isItself}`;
  });
  // Each of the three is named once, whatever the tables are.
  const { rows } = await admin.query<{ name: string; rows: unknown[] }>(
    `with given as (select $1::uuid, $2::uuid, $3::uuid[]) ${each.join(' union all ')}`,
    [userId, orgId, othersIds],
  );
  return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]));
}

const TABLES = `
  select relname as name, array_agg(attname::text) as columns
  from pg_class c join pg_attribute a on attrelid = c.oid and attnum > 0 and not attisdropped
  where relkind = 'r' and relnamespace = 'public'::regnamespace
  group by relname having array_agg(attname::text) && array['user_id', 'org_id'] or relname in ('orgs', 'users')`;

/** Every name of a column of ours, as the database and as the code writes it. */
export async function columnNames(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select distinct column_name as name from information_schema.columns where table_schema = 'public'`,
  );
  const snake = rows.map(({ name }) => name);
  const camel = snake.map((name) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
  return [...new Set([...snake, ...camel])];
}

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
export const uuidsIn = (value: unknown): Set<string> => new Set(JSON.stringify(value).match(UUID));
