// Writes the file of an export, all of it as of one moment. An attempt begins with nothing and leaves no half: what one
// before it wrote goes first, and what it may still write is not taken.
import { createHash } from 'node:crypto';
import { readMe } from '../account/read-me.ts';
import type { Outbox } from '../emails/outbox.ts';
import { queueEmail } from '../emails/queue-email.ts';
import { asPerson, asSystemAtOneMoment, type Ctx, type Person, type Store } from '../kernel/context.ts';
import { entriesOf } from './entries.ts';
import { AccountExport, AccountExportPart } from '../exports/export.entity.ts';
import { expiryOf } from '../exports/export-view.ts';
import { findExport } from '../exports/find-export.ts';
import { readMoment } from './read-moment.sql.ts';
import { storePart, type Writing } from './store-part.sql.ts';
import { writeZip } from './write-zip.ts';

/** Of one row of the file: what is in memory, and what one download holds. */
export const PART_BYTES = 512 * 1024;

/** stopped: it was taken back, is over, or another attempt has it. */
export type Written = 'done' | 'stopped';

export interface WritePorts extends Store {
  outbox: Outbox;
}

/** `signal`: the worker has to end. Throws what the database throws, and the signal's reason. */
export async function writeExport(
  store: WritePorts,
  { exportId, ...person }: Person & { exportId: string },
  signal: AbortSignal,
): Promise<Written> {
  const as = { ...person, via: 'system' as const };
  const attempt = await asPerson(store, as, (ctx) => beginAttempt(ctx, exportId));
  if (attempt === null) return 'stopped';
  const writing: Writing = { ...person, exportId, attempt };
  try {
    const file = await writeParts(store, writing, signal);
    return await asPerson(store, as, (ctx) => finishExport(store.outbox, ctx, writing, file));
  } catch (error) {
    if (error instanceof TakenAway) return 'stopped';
    throw error;
  }
}

/** Null where nothing is to be written. */
async function beginAttempt(ctx: Ctx, id: string): Promise<number | null> {
  const one = await ctx.em.findOne(AccountExport, { id });
  if (one?.state !== 'running') return null;
  const { state, attempt } = await findExport(ctx, id, 'lock');
  if (state !== 'running') return null;
  await ctx.em.nativeUpdate(AccountExport, { id }, { attempt: attempt + 1, entriesDone: 0 });
  await ctx.em.nativeDelete(AccountExportPart, { exportId: id });
  return attempt + 1;
}

interface FileWritten {
  bytes: number;
  sha256: string;
}

class TakenAway extends Error {}

/** Throws TakenAway where it is not this attempt's any more. */
async function writeParts(store: Store, writing: Writing, signal: AbortSignal): Promise<FileWritten> {
  const entries = entriesOf();
  const written = async (done: number): Promise<void> => {
    signal.throwIfAborted();
    await noteProgress(store, writing, { entriesDone: done, entriesTotal: entries.length });
  };
  await written(0);
  return asSystemAtOneMoment(store.orm, async (em) => {
    const source = { em, userId: writing.userId, ...(await readMoment(em, writing.userId)) };
    const hash = createHash('sha256');
    let [bytes, number] = [0, 0];
    for await (const content of inParts(writeZip({ ...source, entries, written }))) {
      signal.throwIfAborted();
      if (!(await storePart(store.orm, writing, { number, content }))) throw new TakenAway();
      hash.update(content);
      bytes += content.length;
      number += 1;
    }
    return { bytes, sha256: hash.digest('hex') };
  });
}

async function noteProgress(
  store: Store,
  { exportId: id, attempt, orgId, userId }: Writing,
  progress: { entriesDone: number; entriesTotal: number },
): Promise<void> {
  const noted = await asPerson(store, { orgId, userId, via: 'system' }, ({ em }) =>
    em.nativeUpdate(AccountExport, { id, state: 'running', attempt }, progress),
  );
  if (noted === 0) throw new TakenAway();
}

async function* inParts(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [held, size]: [Buffer[], number] = [[], 0];
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.length;
    if (size < PART_BYTES) continue;
    yield Buffer.concat(held);
    [held, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(held);
}

async function finishExport(
  outbox: Outbox,
  ctx: Ctx,
  { exportId: id, attempt }: Writing,
  file: FileWritten,
): Promise<Written> {
  const end = { state: 'done' as const, runningFor: null, finishedAt: new Date(), ...file };
  const ended = await ctx.em.nativeUpdate(AccountExport, { id, state: 'running', attempt }, end);
  if (ended !== 1) return 'stopped';
  await tellReady(outbox, ctx, await findExport(ctx, id));
  return 'done';
}

/** Once, with the end itself; to an address that a mail of ours has shown to be theirs, and to no other. */
async function tellReady(outbox: Outbox, ctx: Ctx, one: AccountExport): Promise<void> {
  if (!outbox.isOpen) return;
  const { email: to, isEmailVerified } = await readMe(ctx);
  if (to === null || !isEmailVerified) return;
  await queueEmail(outbox, ctx, { kind: 'export_ready', to, values: {} }, { validUntil: expiryOf(one) });
}

/** After the last attempt: its person may ask for another one. Harmless for one that is over. */
export async function failExport(ctx: Ctx, id: string): Promise<void> {
  const end = { state: 'failed' as const, runningFor: null, finishedAt: new Date() };
  const ended = await ctx.em.nativeUpdate(AccountExport, { id, state: 'running' }, end);
  if (ended === 1) await ctx.em.nativeDelete(AccountExportPart, { exportId: id });
}
