// One hindered date is that one date: the rest of a plan is as if nothing had been there, and the date is told.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlanContent } from '../../../src/planning/plan.ts';
import { planByCoach } from './plan-by-coach.ts';
import { readByIntl, seed, type Situation } from './planning-arbitraries.ts';

const GOALS = [
  'Run 10 km, Monday, Wednesday and Friday at 7 am',
  'Practise the piano on Tuesdays and Thursdays between 18:00 and 20:00',
  'Swim on Saturdays at 10 am',
  'Learn Spanish, half an hour every day',
  'Meditate every evening for ten minutes',
  'Read in the evening, four times a week',
];
const DAY_MS = 86_400_000;
const startOn = '2027-02-22';

const situation = (zone: string): Situation => ({
  zone,
  startOn,
  weeks: 6,
  nowMs: Date.parse(startOn) - 2 * DAY_MS,
  profile: {
    chronotype: 'neutral',
    sleep_window: { from: '22:30', to: '06:30' },
    work_hours: { from: '09:00', to: '17:00', days: ['MO', 'TU', 'WE', 'TH', 'FR'] },
    session_minutes: null,
    tone: 'gentle',
  },
  busy: [],
  avoidSlots: [],
});

const sessionsOf = (plan: PlanContent) =>
  plan.tasks.flatMap((task) =>
    task.occurrences.map(({ starts_at }) => ({ at: starts_at, minutes: task.duration_minutes, task })),
  );

/** A task of one session is where that session is. */
const headlines = ({ tasks }: PlanContent) =>
  tasks.map(({ title, days, time, occurrences: { length } }) => ({
    title,
    days,
    ...(length > 1 && { time }),
  }));

it('for each goal, whichever date it is', { timeout: 60_000 }, async () => {
  let moved = 0;
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo');
  const ask = fc.asyncProperty(
    fc.constantFrom(...GOALS),
    zones,
    fc.nat(200),
    fc.integer({ min: -60, max: 60 }),
    async (goal, zone, pick, shift) => {
      const free = situation(zone);
      const { plan: before } = await planByCoach(goal, free);
      const sessions = sessionsOf(before);
      const hit = sessions[pick % sessions.length]!;
      const startMs = Date.parse(hit.at) + shift * 60_000;
      const thing = {
        title: 'Dentist',
        startsAt: new Date(startMs),
        endsAt: new Date(startMs + 40 * 60_000),
      };
      const { plan: after } = await planByCoach(goal, { ...free, busy: [thing] });

      expect(headlines(after)).toEqual(headlines(before));
      const is = (plan: PlanContent) => new Set(sessionsOf(plan).map(({ at }) => at));
      const gone = sessions.filter(({ at }) => !is(after).has(at));
      const near = sessions.filter(({ at, minutes }) => {
        const fromMs = Date.parse(at) - 15 * 60_000;
        return fromMs < +thing.endsAt && +thing.startsAt < Date.parse(at) + (minutes + 15) * 60_000;
      });
      expect(gone.map(({ at }) => at)).toEqual(near.map(({ at }) => at));
      const days = new Set(gone.map(({ at }) => readByIntl(Date.parse(at), zone).slice(0, 10)));
      const told = after.conflicts.filter(({ kind }) => kind === 'moved' || kind === 'dropped');
      expect(told).toHaveLength(gone.length);
      expect(told.map((one) => one.existing_task_title)).toEqual(told.map(() => 'Dentist'));
      const elsewhere = told
        .flatMap(({ starts_at }) => starts_at ?? [])
        .filter((at) => !days.has(readByIntl(Date.parse(at), zone).slice(0, 10)));
      expect(elsewhere).toEqual([]);
      moved += gone.length;
    },
  );
  await fc.assert(ask, { numRuns: 60, seed, endOnFailure: true });
  expect(moved).toBeGreaterThan(40);
});
