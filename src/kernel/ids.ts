// Ids are made here. New ones are UUIDv7: they sort by time, so indexes stay dense. What follows from something takes
// its id from there.
import { createHash, randomUUIDv7 } from 'node:crypto';

/** A new UUIDv7 (RFC 9562). */
export const newId = (): string => randomUUIDv7();

/**
 * The id of what is made once because of `cause` (a UUID), whoever makes it and however often: a UUIDv8 (RFC 9562) that
 * sorts beside its cause. `purpose` tells apart what has one cause: "reply", "task".
 */
export function derivedId(cause: string, purpose: string): string {
  const cause16 = cause.toLowerCase().replaceAll('-', '');
  const hash = createHash('sha256').update(`${cause16}/${purpose}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hash.charAt(0), 16) % 4]!;
  const [first, second] = [cause16.slice(0, 8), cause16.slice(8, 12)];
  return `${first}-${second}-8${hash.slice(1, 4)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}
