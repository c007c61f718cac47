// What a person has consented to, and taken back, in all their organisations: newest first.
import type { Ctx } from '../kernel/context.ts';
import { cursorAfterNumber, numberBehind } from '../kernel/cursor.ts';
import { pageOf, type Page } from '../kernel/page.ts';
import { callFunction } from '../kernel/sql.ts';
import type { CONSENT_CHANNELS, CONSENT_KINDS } from './kinds.ts';

export interface ConsentLine {
  line: number;
  channel: (typeof CONSENT_CHANNELS)[number];
  kind: (typeof CONSENT_KINDS)[number];
  numberHash: string | null;
  way: string;
  wording: string | null;
  createdAt: Date;
}

/** Throws BAD_REQUEST for a cursor not ours. */
export async function listConsents(
  ctx: Ctx,
  { limit, cursor = null }: { limit: number; cursor?: string | null },
): Promise<Page<ConsentLine>> {
  const found = await callFunction<Row>(ctx, 'own_consents', numberBehind(cursor), limit + 1);
  const lines = found.map(({ number_hash, created_at, ...line }) => ({
    ...line,
    numberHash: number_hash,
    createdAt: new Date(created_at),
  }));
  return pageOf(lines, limit, ({ line }) => cursorAfterNumber(line));
}

interface Row extends Omit<ConsentLine, 'numberHash' | 'createdAt'> {
  number_hash: string | null;
  created_at: string;
}
