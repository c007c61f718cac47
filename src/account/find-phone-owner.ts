// Whose number is this? Asked by webhooks, which know a caller by nothing else.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { callAsLogin } from '../kernel/sql.ts';

/** The person who last verified this E.164 number, or null. */
export async function findPhoneOwner(orm: MikroORM, phone: string): Promise<Person | null> {
  const [owner] = await callAsLogin<{ org_id: string; user_id: string }>(orm, 'find_phone_owner', phone);
  return owner ? { orgId: owner.org_id, userId: owner.user_id } : null;
}
