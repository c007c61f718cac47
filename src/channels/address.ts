// Whom a provider's list is asked about. Never empty: an empty filter is none, and the list is everybody's.

declare const isFilled: unique symbol;

/** E.164, or WhatsApp's own id of a person; without "whatsapp:". */
export type Address = string & { readonly [isFilled]: true };

/** Null for what is none. */
export function addressOf(text: string | null | undefined): Address | null {
  return text ? (text as Address) : null;
}
