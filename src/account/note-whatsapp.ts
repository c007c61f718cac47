// Remembers how WhatsApp calls a person: by another form of their number, or by an id beside it.
import { asPerson, type Ctx, type Store } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import type { Caller, PhoneOwner } from './find-phone-owner.ts';
import { numberKey } from './phone-number.ts';

/** The same in a transaction of its own, for what takes a task or the calendar afterwards. */
export async function noteWhatsAppFirst(store: Store, caller: Caller, owner: PhoneOwner): Promise<void> {
  if (!newOf(caller, owner)) return;
  await asPerson(store, { ...owner.person, via: 'whatsapp' }, (ctx) => noteWhatsApp(ctx, caller, owner));
}

/**
 * Writes what is new only: nearly every message is from an address that is known. A form of another number than the
 * proven one is none of theirs: whoever is known by an id may write from a number that somebody else proves later.
 * Locks the person and then all their profiles: never call it with a profile, and so with a calendar, in hand.
 */
export async function noteWhatsApp(ctx: Ctx, caller: Caller, owner: PhoneOwner): Promise<void> {
  const found = newOf(caller, owner);
  if (!found) return;
  const { address, userId } = found;
  await callFunction(ctx, 'note_whatsapp', address, userId, address && numberKey(address));
}

/** Null where there is nothing new. */
function newOf(
  { phone, whatsappUserId }: Caller,
  { knownAs }: PhoneOwner,
): { address: string | null; userId: string | null } | null {
  const address = phone === knownAs.address ? null : phone;
  const userId = whatsappUserId === knownAs.userId ? null : whatsappUserId;
  return address === null && userId === null ? null : { address, userId };
}
