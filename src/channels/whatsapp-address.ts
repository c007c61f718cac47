// WhatsApp addresses as Twilio writes them: a number, or since 2026 the id of a person who hides theirs.

export type WhatsAppAddress = { kind: 'number'; e164: string } | { kind: 'user'; id: string };

/** "+4917012345" or "DE.abc123" as `To` and `From` want it. */
export function toWhatsApp(address: string): string {
  return `whatsapp:${address}`;
}

/** As `to` of a message takes it: "+4917012345" or "DE.abc123". */
export function reachOf(address: WhatsAppAddress): string {
  return address.kind === 'number' ? address.e164 : address.id;
}

/** Reads `From`, `To` or `ExternalUserId` of a webhook; null for anything that is not a WhatsApp address. */
export function parseWhatsApp(value: string | null): WhatsAppAddress | null {
  const number = /^whatsapp:(\+[1-9]\d{6,14})$/.exec(value ?? '');
  if (number?.[1] !== undefined) return { kind: 'number', e164: number[1] };
  const user = /^whatsapp:([A-Z]{2}\.[A-Za-z0-9]{1,128})$/.exec(value ?? '');
  if (user?.[1] !== undefined) return { kind: 'user', id: user[1] };
  return null;
}
