// Which free starts to offer for a session that must move: few a day, so that a person has a real choice of days.
import { DAY_MINUTES, MINUTE_MS, localDayOf, type Span } from '../kernel/time.ts';

/** How far ahead an offer looks. */
export const HORIZON_DAYS = 7;
const STEP_MS = 15 * MINUTE_MS;
const STARTS_A_DAY = 2;
/** The second offer of a day is a real alternative, not a quarter of an hour later. */
const APART_MS = 120 * MINUTE_MS;

/**
 * At most `limit` starts from `notBefore` on, in order, on the quarter of an hour, where no span of `blocked` is in the
 * way; at most two on a day of the zone. Empty when the coming week is full.
 */
export function pickStarts(
  input: { durationMinutes: number; notBefore: Date; limit: number },
  blocked: Span[],
  zone: string,
): Date[] {
  const found: Date[] = [];
  const perDay = new Map<string, number>();
  const lastMs = input.notBefore.getTime() + HORIZON_DAYS * DAY_MINUTES * MINUTE_MS;
  let startMs = Math.ceil(input.notBefore.getTime() / STEP_MS) * STEP_MS;
  while (startMs < lastMs && found.length < input.limit) {
    const endMs = startMs + input.durationMinutes * MINUTE_MS;
    const inTheWay = blocked.find((span) => span.startMs < endMs && startMs < span.endMs);
    const day = localDayOf(startMs, zone);
    if (inTheWay) startMs = Math.ceil(inTheWay.endMs / STEP_MS) * STEP_MS;
    else if ((perDay.get(day) ?? 0) >= STARTS_A_DAY) startMs += STEP_MS;
    else {
      found.push(new Date(startMs));
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
      startMs = endMs + APART_MS;
    }
  }
  return found;
}
