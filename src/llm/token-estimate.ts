// How many tokens a text is, before anybody has counted: for windows and for what a call may cost.
import { shorten } from '../kernel/shorten.ts';

/** Bytes of UTF-8 for one token: measured 13 % above the real count for English prose. Other scripts cost more. */
const BYTES = { latin: 3.5, other: 2.5 };

const LATIN = /[\p{ASCII}\p{Script=Latin}]+/gu;

/** Rounded up. An estimate: no two vendors count alike. */
export function estimateTokens(text: string): number {
  const other = Buffer.byteLength(text.replaceAll(LATIN, ''));
  return Math.ceil((Buffer.byteLength(text) - other) / BYTES.latin + other / BYTES.other);
}

/** At most so many tokens, by the same estimate; with an ellipsis for what is missing. */
export function shortenToTokens(text: string, most: number): string {
  let short = text;
  for (let tokens = estimateTokens(short); tokens > most; tokens = estimateTokens(short))
    short = shorten(short, Math.floor((short.length * most) / tokens) - 1);
  return short;
}
