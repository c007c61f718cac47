// What one person chose to be called, as it may stand in our mail to another: on one line, short, and no link.
import { shorten } from '../kernel/shorten.ts';

const LONGEST = 60;
/** Mail programs make links of addresses, of names of hosts, and of what begins like a scheme. */
const LINKED =
  /(?<=[\p{L}\p{N}])[.。．｡](?=[\p{L}\p{N}])|\b(?:https?|ftp|mailto|tel|sms):(?:\/\/)?|:\/\/|@/giu;

/** Pure. At most 60 UTF-16 units; what would lead somewhere is taken apart: “evil. example”. */
export function strangersWords(words: string): string {
  const readable = words.normalize('NFC').replaceAll(/[\p{C}\p{Z}]+/gu, ' ');
  const apart = readable.replaceAll(LINKED, (mark) => (/^[.。．｡]$/.test(mark) ? '. ' : ' '));
  return shorten(apart.replaceAll(/ +/g, ' ').trim(), LONGEST);
}
