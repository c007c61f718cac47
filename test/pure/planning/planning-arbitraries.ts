// What planning is tried with: zones, days, calendars and people, sane and hostile; and a clock that is not ours.
import * as fc from 'fast-check';
import type { PlanningProfile } from '../../../src/account/planning-profile.ts';
import { DAYS } from '../../../src/kernel/week.ts';
import type { AvoidSlot } from '../../../src/planning/avoid-slot.ts';
import type { BusyTime } from '../../../src/planning/busy-time.ts';

/** Printed by fast-check with every failure, with the path to the case; leave out endOnFailure to have it shrunk. */
export const seed = 20261123;

const ODD_ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/Havana',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Antarctica/Troll',
  'Atlantic/Azores',
  'UTC',
];
/** Half of the draws are zones whose clocks do something unusual. */
export const zones = fc.oneof(
  fc.constantFrom(...ODD_ZONES),
  fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
);

const dayFrom = (firstDay: string) => (offset: number) =>
  new Date(Date.parse(firstDay) + offset * 86_400_000).toISOString().slice(0, 10);

/** Any day of 2026 to 2028, with every change of clocks in it. */
export const days = fc.integer({ min: 0, max: 1095 }).map(dayFrom('2026-01-01'));

const clockOf = (minute: number) =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
export const clockTimes = fc.integer({ min: 0, max: 1439 }).map(clockOf);

const formats = new Map<string, Intl.DateTimeFormat>();
/** "2026-11-23 06:30": what a clock in the zone shows, by Intl alone. */
export function readByIntl(epochMs: number, zone: string): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  return format.format(epochMs);
}

export interface Situation {
  zone: string;
  startOn: string;
  weeks: number;
  nowMs: number;
  profile: PlanningProfile;
  busy: BusyTime[];
  avoidSlots: AvoidSlot[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const isoDay = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);
export const weekdays = fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1 });
const ranges = fc
  .tuple(clockTimes, clockTimes)
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => ({ from, to }));

const sleepWindows = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ from: '22:30', to: '06:30' }) },
  { weight: 2, arbitrary: fc.constant({ from: '08:00', to: '16:00' }) },
  { weight: 1, arbitrary: fc.constant({ from: '02:00', to: '10:00' }) },
  { weight: 1, arbitrary: fc.constant({ from: '00:30', to: '02:30' }) },
  { weight: 1, arbitrary: fc.constant({ from: '00:00', to: '00:00' }) },
  { weight: 2, arbitrary: ranges },
);

const workHours = fc.oneof(
  fc.constant(null),
  fc.constant({ from: '09:00', to: '17:00', days: DAYS.slice(0, 5) }),
  fc.constant({ from: '22:00', to: '06:00', days: DAYS.slice(1, 6) }),
  fc.tuple(ranges, weekdays).map(([range, days]) => ({ ...range, days })),
);

export const profiles: fc.Arbitrary<PlanningProfile> = fc.record({
  chronotype: fc.constantFrom('morning', 'evening', 'neutral'),
  sleep_window: sleepWindows,
  work_hours: workHours,
  session_minutes: fc.constantFrom(null, 30),
  tone: fc.constantFrom('gentle', 'direct'),
});

const avoidSlots: fc.Arbitrary<AvoidSlot[]> = fc.array(
  fc.record({
    day: fc.constantFrom(...DAYS),
    time_range: ranges,
    reason: fc.constant('missed three times in a row'),
    confidence: fc.constantFrom(0, 0.49, 0.5, 0.9),
  }),
  { maxLength: 3 },
);

type Block = [startMinute: number, minutes: number];
const blockAt =
  (firstMs: number) =>
  ([startMinute, minutes]: Block, index: number): BusyTime => {
    const startsAt = new Date(firstMs + startMinute * MINUTE_MS);
    return { title: `Thing ${index}`, startsAt, endsAt: new Date(startsAt.getTime() + minutes * MINUTE_MS) };
  };

/** From an empty calendar over appointments and weekly habits to one with hardly a gap, and holidays of three weeks. */
const busyFrom = (firstMs: number): fc.Arbitrary<BusyTime[]> => {
  const horizonMinutes = 45 * 24 * 60;
  const appointment = fc.tuple(fc.integer({ min: 0, max: horizonMinutes }), fc.integer({ min: 0, max: 300 }));
  const appointments = (maxLength: number) => fc.array(appointment, { maxLength, size: 'max' });
  const habit = fc
    .tuple(fc.integer({ min: 0, max: 7 * 24 * 60 }), fc.integer({ min: 10, max: 180 }))
    .map(([start, minutes]) =>
      Array.from({ length: 7 }, (_, week): Block => [start + week * 10_080, minutes]),
    );
  const nearlyFull = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 30, max: 700 })), {
      minLength: 60,
      maxLength: 200,
      size: 'max',
    })
    .map((gaps) => {
      let minute = 0;
      return gaps.map(([gap, minutes]): Block => {
        minute += gap + minutes;
        return [minute - minutes, minutes];
      });
    });
  const holiday = fc.integer({ min: 0, max: 30_000 }).map((start): Block[] => [[start, 21 * 24 * 60]]);
  return fc
    .oneof(
      { weight: 3, arbitrary: appointments(20) },
      { weight: 2, arbitrary: appointments(200) },
      { weight: 3, arbitrary: fc.array(habit, { maxLength: 12 }).map((habits) => habits.flat()) },
      { weight: 2, arbitrary: nearlyFull },
      { weight: 1, arbitrary: holiday },
      { weight: 1, arbitrary: fc.constant<Block[]>([[-10_000, 60 * 24 * 60]]) },
    )
    .map((blocks) => blocks.map(blockAt(firstMs)));
};

/** Half of the plans have a change of clocks in them, as far as the zone has any. */
export const situations: fc.Arbitrary<Situation> = fc
  .record({ zone: zones, day: days, daysBefore: fc.option(fc.integer({ min: 0, max: 41 })) })
  .map(({ zone, day, daysBefore }) => {
    const change = daysBefore === null ? null : nextClockChange(zone, Date.parse(day));
    return { zone, startOn: change === null ? day : isoDay(change - daysBefore! * DAY_MS) };
  })
  .chain(({ zone, startOn }) =>
    fc.record({
      zone: fc.constant(zone),
      startOn: fc.constant(startOn),
      weeks: fc.oneof(fc.constant(6), fc.integer({ min: 1, max: 6 })),
      nowMs: fc
        .oneof(fc.integer({ min: -4 * 24, max: 0 }), fc.integer({ min: -100, max: 800 }))
        .map((hours) => Date.parse(startOn) + hours * HOUR_MS + 7 * MINUTE_MS),
      profile: profiles,
      busy: busyFrom(Date.parse(startOn) - DAY_MS),
      avoidSlots,
    }),
  );

/** The UTC day on which the zone's offset changes next, within a year. */
function nextClockChange(zone: string, fromMs: number): number | null {
  const offsetAt = (epochMs: number) =>
    Date.parse(`${readByIntl(epochMs, zone).replace(' ', 'T')}Z`) - epochMs;
  const first = offsetAt(fromMs);
  for (let day = 1; day < 366; day++)
    if (offsetAt(fromMs + day * DAY_MS) !== first) return fromMs + day * DAY_MS;
  return null;
}
