// An export as its person sees it: how far it is, and until when its file can be had.
import { DAY_MS } from '../kernel/time.ts';
import type { AccountExport } from './export.entity.ts';

/** deleted: taken back by its person, before or after it was done. */
export const EXPORT_STATES = ['running', 'done', 'failed', 'deleted'] as const;

/** So long after it was asked for the file is there; the parts of it are as old as that or younger. */
export const KEPT_DAYS = 7;

export interface ExportView extends Pick<
  AccountExport,
  'id' | 'createdAt' | 'finishedAt' | 'entriesTotal' | 'entriesDone' | 'bytes' | 'sha256'
> {
  state: AccountExport['state'] | 'expired';
  percent: number;
  expiresAt: Date;
}

export function viewExport(one: AccountExport, now = new Date()): ExportView {
  const { id, createdAt, finishedAt, entriesTotal, entriesDone, bytes, sha256 } = one;
  const expiresAt = expiryOf(one);
  const state = one.state === 'done' && expiresAt <= now ? 'expired' : one.state;
  const done = entriesTotal === 0 ? 0 : Math.floor((100 * entriesDone) / entriesTotal);
  // The last of it is the file itself.
  const percent = one.state === 'done' ? 100 : Math.min(done, 99);
  return { id, createdAt, finishedAt, entriesTotal, entriesDone, bytes, sha256, state, percent, expiresAt };
}

export const expiryOf = ({ createdAt }: Pick<AccountExport, 'createdAt'>): Date =>
  new Date(createdAt.getTime() + KEPT_DAYS * DAY_MS);
