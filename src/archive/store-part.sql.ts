// Stores a part of an export's file, unless the export was taken back or another attempt writes it by now.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { queryAsPerson } from '../kernel/sql.ts';

/** Which attempt at which export writes. */
export interface Writing extends Person {
  exportId: string;
  attempt: number;
}

/** False where it is not this attempt's any more. */
export async function storePart(
  orm: MikroORM,
  { exportId, attempt, ...person }: Writing,
  part: { number: number; content: Buffer },
): Promise<boolean> {
  const values = [exportId, attempt, part.number, part.content];
  const stored = await queryAsPerson<{ number: number }>(orm, person, { ...STORE, values });
  return stored.length === 1;
}

// The row is held, so that no attempt that begins meanwhile is behind it: what this one wrote it finds and deletes.
const STORE = {
  name: 'store_export_part',
  text: `insert into account_export_parts (export_id, number, org_id, user_id, content)
    select id, $3::int, org_id, user_id, $4::bytea from account_exports
    where id = $1 and state = 'running' and attempt = $2 for share
    returning number`,
};
