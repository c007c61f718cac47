// Asks the database whether it answers.
import type { MikroORM } from '@mikro-orm/postgresql';
import { queryAsLogin } from './sql.ts';

/** Needs no right to anything. Throws where it does not answer. */
export async function pingDatabase(orm: MikroORM): Promise<void> {
  await queryAsLogin(orm, { name: 'ping', text: 'select 1', values: [] });
}
