// Keyset cursors: where a page ended, as an id, or as a moment and the id that breaks ties. Opaque to clients.
import { z } from 'zod';
import { FluxError } from './errors.ts';

/** Four-digit years that PostgreSQL and people know. */
const instant = z.iso.datetime().regex(/^[12]/);
const place = z.tuple([instant, z.uuid()]);

/** The cursor behind this row. */
export function cursorAfter(instant: Date, id: string): string {
  return written(JSON.stringify([instant.toISOString(), id]));
}

/** The cursor behind this row, in a list in the order of its ids. */
export const cursorAfterId = (id: string): string => written(id);

/** The cursor behind this row, in a list that counts its rows. */
export const cursorAfterNumber = (number: number): string => written(String(number));

/** A condition: behind the cursor in the order of `property`, then id. Throws BAD_REQUEST for a cursor not ours. */
export function behind(cursor: string | null | undefined, property: string, order: 'asc' | 'desc'): object {
  if (!cursor) return {};
  const [instant, id] = read(cursor);
  const beyond = order === 'asc' ? '$gt' : '$lt';
  const place = new Date(instant);
  return {
    // Follows from what stands below; but only this much is a place in an index, so that the pages before are not read.
    [property]: { [`${beyond}e`]: place },
    $or: [{ [property]: { [beyond]: place } }, { [property]: place, id: { [beyond]: id } }],
  };
}

/** Where a page in the order of moments begins, for a statement; null: it is the first. Throws as `behind`. */
export function placeBehind(cursor: string | null | undefined): { at: Date; id: string } | null {
  if (!cursor) return null;
  const [instant, id] = read(cursor);
  return { at: new Date(instant), id };
}

/** Where a page in the order of ids begins; null: it is the first. Throws BAD_REQUEST for a cursor not ours. */
export function idBehind(cursor: string | null): string | null {
  return cursor === null ? null : checked(() => z.uuid().parse(plain(cursor)));
}

/** The same in a list that counts its rows. */
export function numberBehind(cursor: string | null): number | null {
  return cursor === null
    ? null
    : checked(() =>
        z.coerce
          .number()
          .int()
          .min(1)
          .max(2 ** 31 - 1)
          .parse(plain(cursor)),
      );
}

const read = (cursor: string): [string, string] => checked(() => place.parse(JSON.parse(plain(cursor))));

const written = (text: string): string => Buffer.from(text).toString('base64url');
const plain = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();

function checked<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new FluxError('BAD_REQUEST', {
      detail: 'bad cursor',
      fields: { errors: [{ path: 'cursor', message: 'must be the next_cursor of the page before' }] },
      cause,
    });
  }
}
