// What is open in a stretch of time, in any organisation of the person: whoever asks what is in the way asks here.
import type { Ctx } from '../kernel/context.ts';
import type { Span } from '../kernel/time.ts';
import type { Titled } from '../planning/settle-moves.ts';
import { STANDING, standingWithin } from './standing.ts';

export interface Standing extends Titled {
  /** Null: in another organisation. */
  taskId: string | null;
}

/** In no order, as it is now. Whoever writes after it holds the calendar before it. */
export async function openWithin(ctx: Ctx, { startMs, endMs }: Span): Promise<Standing[]> {
  return ctx.em.execute(OPEN_WITHIN, standingWithin(new Date(startMs), new Date(endMs)));
}

const OPEN_WITHIN = `
  select id as "taskId", title, start_ms as "startMs", start_ms + duration_minutes * 60000 as "endMs"
  from (${STANDING}) as standing, lateral (select (extract(epoch from starts_at) * 1000)::float8 as start_ms) as moment`;
