// Remembers how WhatsApp calls a person: by another form of their number, or by an id beside it.
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import type { Caller, PhoneOwner } from './find-phone-owner.ts';
import { numberKey } from './phone-number.ts';

/**
 * Writes what is new only: nearly every message is from an address that is known. A form of another number than the
 * proven one is none of theirs: whoever is known by an id may write from a number that somebody else proves later.
 */
export async function noteWhatsApp(ctx: Ctx, caller: Caller, { knownAs }: PhoneOwner): Promise<void> {
  const address = caller.phone === knownAs.address ? null : caller.phone;
  const userId = caller.whatsappUserId === knownAs.userId ? null : caller.whatsappUserId;
  if (address === null && userId === null) return;
  await callFunction(ctx, 'note_whatsapp', address, userId, address && numberKey(address));
}
