// The hours that a person named for all that they wished: no session is moved out of them, whoever proposes it.
import { DAY_MINUTES, minutesOf } from '../kernel/time.ts';
import type { Wish } from './wish.ts';

/** Minutes of the day; a session begins and ends within. */
export interface HeldWindow {
  from: number;
  to: number;
}

/**
 * From the earliest to the latest of the named hours; null where a wish has hours that nobody named, and where one is
 * a single time ("at 7 pm"): from that a hindered session may go as far as its day has room.
 */
export function heldWindow(wishes: readonly Wish[] | null): HeldWindow | null {
  const windows = (wishes ?? []).map(({ earliest, latest, duration_minutes, window_is_firm }) => {
    const [from, to] = [minutesOf(earliest), minutesOf(latest) || DAY_MINUTES];
    return window_is_firm && to - from > duration_minutes ? { from, to } : null;
  });
  const named = windows.filter((window) => window !== null);
  if (named.length === 0 || named.length < windows.length) return null;
  return {
    from: Math.min(...named.map(({ from }) => from)),
    to: Math.max(...named.map(({ to }) => to)),
  };
}

/** True where nothing is held. */
export function isHeld(window: HeldWindow | null, time: string, minutes: number): boolean {
  return window === null || (minutesOf(time) >= window.from && minutesOf(time) + minutes <= window.to);
}
