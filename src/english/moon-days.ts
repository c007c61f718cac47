// Days by the moon: of the Islamic and Hebrew calendars that the runtime knows, and of the Hindu one by its tithis.
import { DateTime } from 'luxon';
import { addDays } from '../kernel/time.ts';

/** Calendars of the runtime. Hebrew months go by their names, as a leap year has one more. */
export type MoonCalendar = 'islamic-umalqura' | 'hebrew';

const KEPT = new Map<string, Map<string, string[]>>();

/** All days of a year that the calendar gives this name: "9/1", "Kislev/25". Of the Islamic ones there may be two. */
export function moonDays(calendar: MoonCalendar, year: number, name: string): string[] {
  const key = `${calendar} ${year}`;
  const kept = KEPT.get(key) ?? namesOf(calendar, year);
  if (KEPT.size > 60) KEPT.clear();
  KEPT.set(key, kept);
  return kept.get(name) ?? [];
}

function namesOf(calendar: MoonCalendar, year: number): Map<string, string[]> {
  const format = new Intl.DateTimeFormat(`en-u-ca-${calendar}`, {
    timeZone: 'UTC',
    month: 'numeric',
    day: 'numeric',
    year: 'numeric',
  });
  const names = new Map<string, string[]>();
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
    const parts = format.formatToParts(new Date(`${day}T12:00:00Z`));
    const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
    const name = `${part('month')}/${part('day')}`;
    names.set(name, [...(names.get(name) ?? []), day]);
  }
  return names;
}

const rad = (degrees: number): number => (degrees * Math.PI) / 180;

/** How far the moon stands ahead of the sun, in degrees, to a tenth (Meeus, cut short): a quarter of an hour. */
function elongation(moment: Date): number {
  const t = (moment.getTime() / 86_400_000 + 2_440_587.5 - 2_451_545) / 36_525;
  const [d, m, mm, f] = [
    297.85 + 445_267.1115 * t,
    357.529 + 35_999.0503 * t,
    134.963 + 477_198.8676 * t,
    93.272 + 483_202.0175 * t,
  ].map(rad) as [number, number, number, number];
  const moon =
    6.289 * Math.sin(mm) +
    1.274 * Math.sin(2 * d - mm) +
    0.658 * Math.sin(2 * d) +
    0.214 * Math.sin(2 * mm) -
    0.185 * Math.sin(m) -
    0.114 * Math.sin(2 * f) +
    0.059 * Math.sin(2 * d - 2 * mm) +
    0.057 * Math.sin(2 * d - m - mm) +
    0.053 * Math.sin(2 * d + mm) +
    0.046 * Math.sin(2 * d - m) -
    0.041 * Math.sin(m - mm) -
    0.035 * Math.sin(d) -
    0.031 * Math.sin(m + mm);
  const sun = 1.915 * Math.sin(m) + 0.02 * Math.sin(2 * m);
  return ((((d * 180) / Math.PI + moon - sun) % 360) + 360) % 360;
}

/**
 * The first day from the month and day on ("10-17") on which the tithi (1 to 30) reigns at that hour in India; where it
 * reigns at that hour of no day, the one on which it begins.
 */
export function tithiDay(year: number, from: string, tithi: number, hour: number): string | null {
  const first = `${year}-${from}`;
  for (let ahead = 0; ahead < 32; ahead++) {
    const day = addDays(first, ahead);
    const moment = DateTime.fromISO(day, { zone: 'Asia/Kolkata' }).plus({ minutes: hour * 60 });
    const reigns = Math.floor(elongation(moment.toJSDate()) / 12) + 1;
    if (reigns === tithi) return day;
    if (ahead > 0 && reigns === (tithi % 30) + 1) return addDays(day, -1);
  }
  return null;
}
