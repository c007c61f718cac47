// Uses up a link, and gives out the file behind it a part at a time: as fast as whoever fetches it reads.
import type { MikroORM } from '@mikro-orm/postgresql';
import { hashOf } from '../account/token-keys.ts';
import type { Person } from '../kernel/context.ts';
import { callAsLogin } from '../kernel/sql.ts';
import { readPart } from './read-part.sql.ts';

export interface OpenedFile {
  exportId: string;
  bytes: number;
  parts: AsyncGenerator<Uint8Array>;
}

const TOKEN = /^[\w-]{43}$/;

/** Null for whatever opens nothing: used before, too old, replaced, of an ended session, never made. */
export async function takeLink(orm: MikroORM, token: string): Promise<OpenedFile | null> {
  if (!TOKEN.test(token)) return null;
  const [taken] = await callAsLogin<Taken>(orm, 'take_export_link', hashOf(token));
  if (!taken) return null;
  const { export_id: exportId, org_id: orgId, user_id: userId, bytes } = taken;
  return { exportId, bytes, parts: partsOf(orm, { orgId, userId }, { exportId, bytes }) };
}

interface Taken {
  export_id: string;
  org_id: string;
  user_id: string;
  bytes: number;
}

/** Throws Error where a part is missing: a file that was taken back meanwhile ends with its connection. */
async function* partsOf(orm: MikroORM, person: Person, file: { exportId: string; bytes: number }) {
  let left = file.bytes;
  for (let number = 0; left > 0; number += 1) {
    const part = await readPart(orm, person, { exportId: file.exportId, number });
    if (!part) throw new Error('an export was taken back while it was fetched');
    left -= part.length;
    yield part;
  }
}
