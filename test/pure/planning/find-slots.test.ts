// Where wishes find room: days and one time of the week, and a sentence for each date and each wish that finds none.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanningProfile } from '../../../src/account/planning-profile.ts';
import { DAYS } from '../../../src/kernel/week.ts';
import type { FoundSlots, Wish } from '../../../src/planning/wish.ts';
import { findSlots, type FindSlotsInput } from '../../../src/planning/find-slots.ts';
import { clockTimes, readByIntl, seed, situations } from './planning-arbitraries.ts';

const profile: PlanningProfile = {
  chronotype: 'neutral',
  sleep_window: { from: '22:30', to: '06:30' },
  work_hours: { from: '09:00', to: '17:00', days: ['MO', 'TU', 'WE', 'TH', 'FR'] },
  session_minutes: null,
  tone: 'gentle',
};
const run: Wish = {
  title: 'Easy run',
  days_per_week: 3,
  preferred_days: [],
  earliest: '06:00',
  latest: '09:00',
  duration_minutes: 45,
  window_is_firm: true,
};
const find = (wishes: Partial<Wish>[], more: Partial<FindSlotsInput> = {}): FoundSlots =>
  findSlots({
    profile,
    busy: [],
    avoidSlots: [],
    zone: 'Europe/Berlin',
    startOn: null,
    weeks: 6,
    nowMs: Date.parse('2026-11-22T09:00Z'),
    wishes: wishes.map((wish) => ({ ...run, ...wish })),
    ...more,
  });
const shown = ({ slots }: FoundSlots) => slots.map(({ day, time }) => `${day} ${time}`).join(', ');
const weekly = (title: string, from: string, minutes: number) =>
  Array.from({ length: 7 }, (_, week) => {
    const startMs = Date.parse(from) + week * 7 * 86_400_000;
    return { title, startsAt: new Date(startMs), endsAt: new Date(startMs + minutes * 60_000) };
  });

describe('days and times', () => {
  it('one time for all days, with rest between, from tomorrow', () => {
    const found = find([{}]);
    expect(shown(found)).toBe('MO 07:00, WE 07:00, FR 07:00');
    expect(found).toMatchObject({ conflicts: [], first_available_start: '2026-11-23' });
  });
  it('the named days', () => {
    expect(shown(find([{ preferred_days: ['TU', 'SA', 'SU'] }]))).toBe('TU 07:00, SA 07:00, SU 07:00');
  });
  it('a window that names a moment', () => {
    expect(shown(find([{ days_per_week: 1, earliest: '19:00', latest: '19:00' }]))).toBe('MO 19:00');
  });
  it('a morning and an evening person stand differently in the same window', () => {
    const wish = { days_per_week: 1, earliest: '10:00', latest: '21:00', preferred_days: ['SA' as const] };
    expect(shown(find([wish], { profile: { ...profile, chronotype: 'morning' } }))).toBe('SA 13:00');
    expect(shown(find([wish], { profile: { ...profile, chronotype: 'evening' } }))).toBe('SA 18:00');
  });
  it('two wishes do not crowd one day', () => {
    const found = find([{}, { title: 'Strength', days_per_week: 2, earliest: '17:00', latest: '21:00' }]);
    expect(new Set(found.slots.map(({ day }) => day)).size).toBe(5);
  });
  it('a start in the past is not offered, today is', () => {
    expect(find([{}], { startOn: '2026-11-01' }).first_available_start).toBe('2026-11-23');
    expect(find([{}], { startOn: '2026-11-22' }).first_available_start).toBe('2026-11-22');
    expect(find([{}], { startOn: '2026-12-07' }).first_available_start).toBe('2026-12-07');
  });
});

describe('what is in the way', () => {
  it('goes to another time for all days rather than for one', () => {
    const busy = weekly('Standup', '2026-11-25T06:00Z', 15);
    expect(shown(find([{ preferred_days: ['MO', 'WE', 'FR'] }], { busy }))).toBe(
      'MO 08:00, WE 08:00, FR 08:00',
    );
  });
  it('an appointment on one date is that one date, and is told', () => {
    const busy = [
      { title: 'Flight', startsAt: new Date('2026-12-09T04:00Z'), endsAt: new Date('2026-12-09T09:00Z') },
    ];
    const found = find([{ preferred_days: ['MO', 'WE', 'FR'] }], { busy });
    expect(found).toEqual({
      ...find([{ preferred_days: ['MO', 'WE', 'FR'] }]),
      conflicts: ['“Easy run” cannot keep its time on one date: Wed 9 Dec 07:00 is taken by “Flight”.'],
    });
  });
  it('takes another day where the window of one is full in half of the weeks', () => {
    const busy = weekly('Market', '2026-11-25T04:00Z', 300).slice(0, 3);
    const found = find([{ preferred_days: ['MO', 'WE', 'FR'] }], { busy });
    expect(shown(found)).toBe('MO 07:00, TU 07:00, FR 07:00');
    expect(found.slots[1]?.conflict).toBe('Tue 07:00 is not one of the days wished.');
  });
  it('three weeks of holidays leave the other weeks alone', () => {
    const [startsAt, endsAt] = [new Date('2026-11-23T00:00Z'), new Date('2026-12-13T22:00Z')];
    const found = find([{}], { busy: [{ title: 'Holiday', startsAt, endsAt }] });
    expect(found.slots).toHaveLength(3);
    expect(found.conflicts).toHaveLength(9);
  });
  it('uses work hours where the person named them, and says so', () => {
    const found = find([{ days_per_week: 5, earliest: '12:00', latest: '13:00', duration_minutes: 30 }]);
    expect(shown(found)).toBe('MO 12:00, TU 12:00, WE 12:00, TH 12:00, FR 12:00');
    expect(found.slots[0]?.conflict).toBe('Mon 12:00 is inside your work hours.');
  });
  it('leaves work hours alone otherwise', () => {
    const found = find([
      { days_per_week: 1, preferred_days: ['MO'], earliest: '12:00', latest: '16:00', window_is_firm: false },
    ]);
    expect(found.slots).toMatchObject([
      { day: 'MO', time: '17:00', conflict: expect.stringContaining('outside the time wished') },
    ]);
  });
  it('avoids what did not work where there is a choice, and says it where there is none', () => {
    const avoidSlots = [
      {
        day: 'MO' as const,
        time_range: { from: '06:00', to: '08:00' },
        reason: 'missed thrice',
        confidence: 0.5,
      },
    ];
    expect(shown(find([{ days_per_week: 1, preferred_days: ['MO'] }], { avoidSlots }))).toBe('MO 08:00');
    const narrow = find([{ days_per_week: 1, preferred_days: ['MO'], latest: '07:30' }], { avoidSlots });
    expect(narrow.slots[0]?.conflict).toBe('Mon 06:30 has not worked well for you (missed thrice).');
  });
  it('offers fewer slots, never wrong ones', () => {
    const asleep = find([{ earliest: '05:00', latest: '06:00' }]);
    expect(asleep.slots).toEqual([]);
    expect(asleep.conflicts).toEqual([
      '“Easy run” finds no free time between 05:00 and 06:00 (Mon 23 Nov 05:00 is in your sleep). The nearest that is free: Mon 23 Nov 06:30, Tue 24 Nov 06:30, Wed 25 Nov 06:30.',
    ]);
    const busy = DAYS.slice(1).flatMap((_, index) => weekly('Class', `2026-11-${24 + index}T05:00Z`, 240));
    const scarce = find([{}], { busy });
    expect(shown(scarce)).toBe('MO 07:00');
    expect(scarce.conflicts[0]).toContain('finds room on 1 of 3 days a week between 06:00 and 09:00');
  });
  it('a night of summer time is that one night, and is told', () => {
    const night = { ...profile, sleep_window: { from: '08:00', to: '16:00' }, work_hours: null };
    const wish = {
      days_per_week: 1,
      preferred_days: ['SU' as const],
      earliest: '02:30',
      latest: '03:00',
      duration_minutes: 30,
    };
    const spring = find([wish], { profile: night, startOn: '2027-03-22' });
    expect(shown(spring)).toBe('SU 02:30');
    expect(spring.conflicts).toEqual([
      '“Easy run” cannot keep its time on one date: Sun 28 Mar has no such hour.',
    ]);
  });
});

it(
  'every slot is free in some week, and each date that it cannot have is told, by Intl',
  { timeout: 120_000 },
  () => {
    const wishes = fc.array(
      fc.record({
        title: fc.constantFrom('Run', 'Read'),
        days_per_week: fc.integer({ min: 1, max: 7 }),
        preferred_days: fc.uniqueArray(fc.constantFrom(...DAYS), { maxLength: 4 }),
        earliest: clockTimes,
        latest: clockTimes,
        duration_minutes: fc.integer({ min: 5, max: 180 }),
        window_is_firm: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    );
    let slotsSeen = 0;
    fc.assert(
      fc.property(situations, wishes, (situation, wishes) => {
        const { zone, busy, profile, weeks, startOn, nowMs } = situation;
        const found = findSlots({ ...situation, wishes });
        const today = readByIntl(nowMs, zone).slice(0, 10);
        expect(found.first_available_start >= (startOn < today ? today : startOn)).toBe(true);
        const sessions = found.slots.flatMap((slot) =>
          momentsOf(slot, found.first_available_start, { zone, weeks }),
        );
        slotsSeen += found.slots.length;
        expect(sessions.every((session) => session.minutes === wishes[session.wish]!.duration_minutes)).toBe(
          true,
        );

        const ahead = sessions.filter(({ startMs }) => startMs >= nowMs);
        const things = busy.map(({ startsAt, endsAt }) => ({ startMs: +startsAt, endMs: +endsAt }));
        const isAsleepIn = ({ startMs, endMs }: Span): boolean =>
          Array.from({ length: (endMs - startMs) / 60_000 }, (_, minute) => startMs + minute * 60_000).some(
            (ms) => isAsleep(readByIntl(ms, zone).slice(11), profile.sleep_window),
          );
        const isHindered = (session: Moment): boolean =>
          session.isSkipped || things.some((thing) => gapMinutes(session, thing) < 15) || isAsleepIn(session);
        const [hindered, kept] = [ahead.filter(isHindered), ahead.filter((session) => !isHindered(session))];
        const told = found.conflicts.filter((sentence) => sentence.includes('cannot keep its time'));
        expect(told.length).toBeGreaterThanOrEqual(hindered.length);
        expect(
          kept.filter((session) =>
            kept.some((other) => other !== session && gapMinutes(session, other) < 15),
          ),
        ).toEqual([]);
        wishes.forEach((wish, index) => {
          const slots = found.slots.filter((slot) => slot.wish === index);
          expect(slots.length).toBeLessThanOrEqual(wish.days_per_week);
          expect(new Set(slots.map(({ day }) => day)).size).toBe(slots.length);
        });
        const isShort = wishes.some(
          (wish, index) => found.slots.filter((slot) => slot.wish === index).length < wish.days_per_week,
        );
        expect(found.conflicts.length > told.length).toBe(isShort);
      }),
      { numRuns: 150, seed, endOnFailure: true },
    );
    expect(slotsSeen).toBeGreaterThan(500);
  },
);

type Slot = FoundSlots['slots'][number];

interface Moment extends Span {
  wish: number;
  minutes: number;
  /** Summer time skips it. */
  isSkipped: boolean;
}

function momentsOf(
  slot: Slot,
  firstDate: string,
  { zone, weeks }: { zone: string; weeks: number },
): Moment[] {
  const first = Date.parse(firstDate);
  const offset = (DAYS.indexOf(slot.day) - ((new Date(first).getUTCDay() + 6) % 7) + 7) % 7;
  return Array.from({ length: weeks }, (_, week) => {
    const date = new Date(first + (offset + 7 * week) * 86_400_000).toISOString().slice(0, 10);
    const found = momentOf(`${date} ${slot.time}`, zone);
    const startMs = found ?? Infinity;
    const minutes = slot.duration_minutes;
    return {
      wish: slot.wish,
      minutes,
      isSkipped: found === null,
      startMs,
      endMs: startMs + minutes * 60_000,
    };
  });
}

type Span = { startMs: number; endMs: number };
const gapMinutes = (a: Span, b: Span): number => Math.max(a.startMs - b.endMs, b.startMs - a.endMs) / 60_000;

/** The first moment at which a clock in the zone shows this, or null. */
function momentOf(shown: string, zone: string): number | null {
  const hourMs = 3_600_000;
  const offsetsMs = [-15, 0, 15].map((hours) => {
    const nearMs = asUtc(shown) + hours * hourMs;
    return asUtc(readByIntl(nearMs, zone)) - nearMs;
  });
  for (const offsetMs of offsetsMs.toSorted((a, b) => b - a)) {
    const epochMs = asUtc(shown) - offsetMs;
    if (readByIntl(epochMs, zone) === shown) return epochMs;
  }
  return null;
}

function isAsleep(time: string, { from, to }: { from: string; to: string }): boolean {
  return from < to ? time >= from && time < to : from !== to && (time >= from || time < to);
}

const asUtc = (shown: string): number => Date.parse(`${shown.replace(' ', 'T')}Z`);
