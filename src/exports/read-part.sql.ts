// Reads one part of an export's file, in one round trip: there are as many as the file is large.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { queryAsPerson } from '../kernel/sql.ts';

/** Null where there is none. `number`: from 0. */
export async function readPart(
  orm: MikroORM,
  person: Person,
  { exportId, number }: { exportId: string; number: number },
): Promise<Uint8Array | null> {
  const [part] = await queryAsPerson<{ content: Buffer }>(orm, person, {
    ...PART,
    values: [exportId, number],
  });
  return part ? new Uint8Array(part.content) : null;
}

const PART = {
  name: 'export_part',
  text: 'select content from account_export_parts where export_id = $1 and number = $2',
};
