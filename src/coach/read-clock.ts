// A time of day, and a stretch between two, as people say them: "7", "7 pm", "9 to 5", "11 pm to 1 am".
import { DAY_MINUTES } from '../kernel/time.ts';

/** The words of one time: "7", "30", "pm". */
export interface Said {
  hour: string | undefined;
  minute: string | undefined;
  suffix: string | undefined;
}

/** Minutes since midnight, or null where it is no time of day. A bare 7 is 07:00, or 19:00 where `late` is true. */
export function clock(
  hour: string | undefined,
  minute: string | undefined,
  suffix: string | undefined,
  late: boolean,
): number | null {
  const [usual, other] = readings({ hour, minute, suffix });
  if (usual === undefined) return null;
  // Noon is meant by a bare 12, and the afternoon by what would lie in the night.
  if (other === undefined || usual >= NOON) return usual;
  return late || usual < 5 * 60 ? other : usual;
}

/**
 * From the first to the last, in minutes since the midnight before it: an end after midnight lies beyond 1440, one at
 * midnight is 1440. What is left open (morning or evening) is read so that the stretch is the shortest; of two that are
 * equally long, the one that begins as `late` says. Null where either is no time of day.
 */
export function clockRange(first: Said, last: Said, late: boolean): { from: number; to: number } | null {
  const usual = clock(first.hour, first.minute, first.suffix, late);
  const pairs = readings(first).flatMap((from) =>
    readings(last).map((to) => ({ from, minutes: (to - from + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES })),
  );
  const unusual = (from: number): number => (from === usual ? 0 : 1);
  pairs.sort((a, b) => a.minutes - b.minutes || unusual(a.from) - unusual(b.from));
  const [best] = pairs;
  return best ? { from: best.from, to: best.from + best.minutes } : null;
}

const NOON = 12 * 60;

/** What it may mean, in minutes since midnight: morning and evening for a bare hour; empty where it is no time. */
function readings({ hour, minute, suffix }: Said): number[] {
  const h = Number(hour ?? NaN);
  const m = Number(minute || 0);
  if (!(h >= 0 && h <= 24 && m < 60)) return [];
  const inMorning = (h % 12) * 60 + m;
  const half = suffix?.toLowerCase();
  if (half === 'am') return [inMorning];
  if (half === 'pm') return [h > 12 && h < 24 ? h * 60 + m : inMorning + NOON];
  if (h > 12 || h === 0 || hour?.startsWith('0')) return [(h % 24) * 60 + m];
  return h === 12 ? [NOON + m, m] : [inMorning, inMorning + NOON];
}
