// How a person stands, read and written: one row for all their organisations, by functions of the database.
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import type { HoldState, SafetyEventKind } from './hold.entity.ts';
import type { Language } from '../kernel/languages.ts';

export interface Hold {
  state: HoldState;
  language: Language;
  about: string | null;
  answeredBy: string | null;
  since: Date | null;
}

export const NO_HOLD: Hold = { state: 'clear', language: 'en', about: null, answeredBy: null, since: null };

/** Nothing is sent to them, and nobody coaches them. */
export const isHeld = ({ state }: Pick<Hold, 'state'>): boolean => state === 'held' || state === 'steady';

export const readHold = (ctx: Pick<Ctx, 'em'>): Promise<Hold> => holdOf(ctx, 'safety_hold');

/** Until the end of the transaction nobody else raises or lifts anything of this person. */
export const lockHold = (ctx: Pick<Ctx, 'em'>): Promise<Hold> => holdOf(ctx, 'lock_safety_hold');

interface Row {
  state: HoldState;
  language: Language;
  about: string | null;
  answered_by: string | null;
  since: string;
}

async function holdOf(ctx: Pick<Ctx, 'em'>, name: string): Promise<Hold> {
  const [row] = await callFunction<Row>(ctx, name);
  if (!row) return NO_HOLD;
  return {
    state: row.state,
    language: row.language,
    about: row.about,
    answeredBy: row.answered_by,
    since: new Date(row.since),
  };
}

export interface HoldChange {
  state: HoldState;
  language: Language;
  about: string | null;
  answeredBy: string | null;
  event: SafetyEventKind;
}

/** After `lockHold`. Reminders that wait ask again, wherever the person has some. */
export async function writeHold(
  ctx: Ctx,
  { state, language, about, answeredBy, event }: HoldChange,
): Promise<void> {
  const orgs = await callFunction<{ org_id: string }>(
    ctx,
    'write_safety_hold',
    state,
    language,
    about,
    answeredBy,
    event,
    ctx.via,
  );
  if (event !== 'lifted' && event !== 'raised') return;
  for (const { org_id } of orgs)
    ctx.tell({ kind: 'settings_changed' }, { orgId: org_id, userId: ctx.userId });
}

/** Lifts whatever holds the person. Harmless when repeated. */
export async function liftHold(ctx: Ctx): Promise<void> {
  const hold = await lockHold(ctx);
  if (hold.state === 'clear') return;
  await writeHold(ctx, {
    state: 'clear',
    language: hold.language,
    about: null,
    answeredBy: null,
    event: isHeld(hold) ? 'lifted' : 'cleared',
  });
}
