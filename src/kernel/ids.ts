// Ids are UUIDv7, made here: they sort by time, so indexes stay dense.
import { randomUUIDv7 } from 'node:crypto';

/** A new UUIDv7 (RFC 9562). */
export const newId = (): string => randomUUIDv7();
