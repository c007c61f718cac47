// Makes a notification fit into one push message.
import { charactersOf } from '../kernel/shorten.ts';

/** What the service worker shows; any JSON beside the two. */
export interface PushPayload {
  title: string;
  body: string;
  [more: string]: unknown;
}

/** 4,096 bytes of an encrypted message (RFC 8030 7.2) less the header, tag and delimiter of RFC 8188. */
export const MAX_PLAINTEXT_BYTES = 3993;

/**
 * JSON of at most 3,993 bytes, its body cut between characters where needed; null when even an empty body does not
 * fit.
 */
export function fitPushPayload(payload: PushPayload): string | null {
  const whole = JSON.stringify(payload);
  if (Buffer.byteLength(whole) <= MAX_PLAINTEXT_BYTES) return whole;

  const characters = charactersOf(payload.body);
  const cut = (length: number) =>
    JSON.stringify({ ...payload, body: `${characters.slice(0, length).join('')}…` });
  const fits = (length: number) => Buffer.byteLength(cut(length)) <= MAX_PLAINTEXT_BYTES;
  if (!fits(0)) return null;
  let longest = 0;
  let tooLong = characters.length;
  while (tooLong - longest > 1) {
    const middle = Math.floor((longest + tooLong) / 2);
    if (fits(middle)) longest = middle;
    else tooLong = middle;
  }
  return cut(longest);
}
