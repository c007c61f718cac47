// Whose number is this? Asked by webhooks, which know a caller by nothing else.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { callAsLogin } from '../kernel/sql.ts';
import { numberKey } from './phone-number.ts';

export interface Caller {
  /** E.164 in any form; null where the person hides it. */
  phone: string | null;
  /** WhatsApp's own id of the person. */
  whatsappUserId: string | null;
}

export interface PhoneOwner {
  /** In their home organisation. */
  person: Person;
  /** How WhatsApp has called them so far. */
  knownAs: { address: string | null; userId: string | null };
  /** What was written from the number before was somebody else's. Null where an id says who it is. */
  since: Date | null;
}

/** The person who last verified this number, in whatever form, or null. */
export async function findPhoneOwner(orm: MikroORM, caller: Caller): Promise<PhoneOwner | null> {
  const key = caller.phone === null ? null : numberKey(caller.phone);
  const [owner] = await callAsLogin<Row>(orm, 'find_phone_owner', key, caller.whatsappUserId);
  if (!owner) return null;
  return {
    person: { orgId: owner.org_id, userId: owner.user_id },
    knownAs: { address: owner.whatsapp_address, userId: owner.whatsapp_user_id },
    since: owner.owned_since,
  };
}

interface Row extends Record<string, unknown> {
  org_id: string;
  user_id: string;
  whatsapp_address: string | null;
  whatsapp_user_id: string | null;
  owned_since: Date | null;
}
