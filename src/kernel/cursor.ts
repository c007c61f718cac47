// Keyset cursors: where a page ended, as a moment and the id that breaks ties. Opaque to clients.
import { z } from 'zod';
import { FluxError } from './errors.ts';

/** Four-digit years that PostgreSQL and people know. */
const instant = z.iso.datetime().regex(/^[12]/);
const place = z.tuple([instant, z.uuid()]);

/** The cursor behind this row. */
export function cursorAfter(instant: Date, id: string): string {
  return Buffer.from(JSON.stringify([instant.toISOString(), id])).toString('base64url');
}

/** The condition for rows behind the cursor in the order of `property`, then id. Throws BAD_REQUEST for a cursor not ours. */
export function behind(cursor: string | null | undefined, property: string, order: 'asc' | 'desc'): object {
  if (!cursor) return {};
  const [instant, id] = read(cursor);
  const beyond = order === 'asc' ? '$gt' : '$lt';
  return {
    $or: [
      { [property]: { [beyond]: new Date(instant) } },
      { [property]: new Date(instant), id: { [beyond]: id } },
    ],
  };
}

function read(cursor: string): [string, string] {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new FluxError('BAD_REQUEST', { detail: 'bad cursor', cause });
  }
}
