// Takes a file that somebody brings: it is read, what would come of it is said, and nothing is made of it yet.
import { readProfile } from '../account/read-profile.ts';
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
import { pageOf } from '../kernel/page.ts';
import { AccountImport } from './import.entity.ts';
import { viewImport, type ImportView } from './import-view.ts';
import { planImport } from './plan-import.ts';
import { readAside } from './read-aside.ts';
import type { BroughtFile } from './read-file.ts';
import { MOST_BYTES } from './sources.ts';

export interface Brought extends Omit<BroughtFile, 'home'> {
  id: string;
}

/** A repeat under the same id finds what is there. Throws IMPORT_UNREADABLE and IMPORT_TOO_LARGE. */
export async function bringFile(store: Store, actor: Actor, brought: Brought): Promise<ImportView> {
  const { id, source } = brought;
  const before = await asPerson(store, actor, async (ctx) => {
    const known = await ctx.em.findOne(AccountImport, { id });
    return { known, home: (await readProfile(ctx)).zone };
  });
  if (before.known) return viewImport(before.known);
  if (brought.bytes.length > MOST_BYTES[source]) throw new FluxError('IMPORT_TOO_LARGE');
  const found = await readAside({ ...brought, home: before.home });
  return asPerson(store, actor, async (ctx) => {
    const report = await planImport(ctx, found);
    const { orgId, userId } = ctx;
    const kept = { ...found, refused: [] };
    const one = {
      id,
      orgId,
      userId,
      createdAt: new Date(),
      source,
      found: kept,
      report,
      result: null,
      appliedAt: null,
    };
    await ctx.em.insert(AccountImport, one);
    return viewImport(one);
  });
}

/** Throws NOT_FOUND. */
export async function readImport({ em }: Ctx, id: string): Promise<ImportView> {
  const one = await em.findOne(AccountImport, { id });
  if (!one) throw new FluxError('NOT_FOUND');
  return viewImport(one);
}

/** The latest first. Throws BAD_REQUEST for a cursor that we did not make. */
export async function listImports(
  { em, orgId, userId }: Ctx,
  { limit, after }: { limit: number; after: string | null },
): Promise<{ imports: ImportView[]; nextCursor: string | null }> {
  const found = await em.find(
    AccountImport,
    { orgId, userId, ...behind(after, 'createdAt', 'desc') },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: limit + 1 },
  );
  const { rows, nextCursor } = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
  return { imports: rows.map((one) => viewImport(one)), nextCursor };
}
