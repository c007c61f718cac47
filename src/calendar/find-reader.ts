// Whose tasks an address shows, asked before anybody is known.
import type { MikroORM } from '@mikro-orm/postgresql';
import { hashOf } from '../account/token-keys.ts';
import type { Person } from '../kernel/context.ts';
import { callAsLogin } from '../kernel/sql.ts';

const FORM = /^([\w-]{43})\.ics$/;

export interface Reader extends Person {
  /** By which its requests are counted. */
  hash: string;
}

/** `file`: "<secret>.ics". Null for whatever opens nothing, also once its person has left the organisation. */
export async function findReader(orm: MikroORM, file: string): Promise<Reader | null> {
  const secret = FORM.exec(file)?.[1];
  if (secret === undefined) return null;
  const hash = hashOf(secret);
  const [owner] = await callAsLogin<{ org_id: string; user_id: string }>(orm, 'person_of_feed', hash);
  return owner ? { orgId: owner.org_id, userId: owner.user_id, hash } : null;
}
