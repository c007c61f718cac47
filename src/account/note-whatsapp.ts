// Remembers how WhatsApp calls a person: by another form of their number, or by an id beside it.
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import type { Caller, PhoneOwner } from './find-phone-owner.ts';

/** Writes what is new only: nearly every message is from an address that is known. */
export async function noteWhatsApp(ctx: Ctx, caller: Caller, { knownAs }: PhoneOwner): Promise<void> {
  const address = caller.phone === knownAs.address ? null : caller.phone;
  const userId = caller.whatsappUserId === knownAs.userId ? null : caller.whatsappUserId;
  if (address !== null || userId !== null) await callFunction(ctx, 'note_whatsapp', address, userId);
}
