// Cursors of lists in the order of their ids. Opaque to clients.
import { z } from 'zod';
import { FluxError } from '../kernel/errors.ts';

/** The cursor behind this row. */
export const cursorAfterId = (id: string): string => Buffer.from(id).toString('base64url');

/** The id that a page begins behind; null: it is the first. Throws BAD_REQUEST for a cursor not ours. */
export function idBehind(cursor: string | null): string | null {
  if (cursor === null) return null;
  const { success, data } = z.uuid().safeParse(Buffer.from(cursor, 'base64url').toString());
  if (!success) throw new FluxError('BAD_REQUEST', { detail: 'bad cursor' });
  return data;
}
