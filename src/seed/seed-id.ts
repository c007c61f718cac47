// Ids that are the same whenever the same thing is seeded: what is there already is found again.
import { createHash } from 'node:crypto';

/** A UUID (version 8 of RFC 9562: the first bits of a SHA-256) for one thing of one person. */
export function seedId(userId: string, thing: string): string {
  const bytes = createHash('sha256').update(`${userId}/${thing}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
