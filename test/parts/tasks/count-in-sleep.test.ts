// What the database counts of a calendar is what the code would: each night by the clock of its zone, through its changes.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readProfile } from '../../../src/account/read-profile.ts';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, type Actor } from '../../../src/kernel/context.ts';
import { addDays, clockSpan, localDayOf, type ClockRange } from '../../../src/kernel/time.ts';
import { countInSleep } from '../../../src/tasks/count-in-sleep.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { world, api, admin } = httpWorld();
const MINUTE_MS = 60_000;

let orm: Awaited<ReturnType<typeof openDatabase>>;
let ana: Actor;
let tasks: { startMs: number; endMs: number }[];
beforeAll(async () => {
  orm = await openDatabase(world.database.apiUrl, { poolSize: 1 });
  const { userId } = await api.register();
  // Every seven hours and eleven minutes for two years: at all times of day, beside all changes of clocks.
  await admin.query(
    `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, status)
     select gen_random_uuid(), org_id, user_id, 'Run', now() + n * interval '431 minutes', 5 + n * 7 % 1436,
       case n % 3 when 0 then 'rescheduled' else 'pending' end
     from profiles, generate_series(1, 2440) n where user_id = $1`,
    [userId],
  );
  // Neither of these is to come, and open.
  await admin.query(
    `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, status)
     select gen_random_uuid(), org_id, user_id, 'Run', now() + n * interval '1 hour', 60, case when n > 0 then 'done' else 'pending' end
     from profiles, generate_series(-24, 24) n where user_id = $1`,
    [userId],
  );
  const { rows } = await admin.query<{ org_id: string; ms: string; minutes: number }>(
    `select org_id, extract(epoch from starts_at) * 1000 as ms, duration_minutes as minutes from tasks
     where user_id = $1 and status <> 'done' and starts_at > now()`,
    [userId],
  );
  tasks = rows.map(({ ms, minutes }) => ({ startMs: Number(ms), endMs: Number(ms) + minutes * MINUTE_MS }));
  ana = { orgId: rows[0]!.org_id, userId, via: 'rest' };
});
afterAll(() => orm.close());

const counted = (zone: string, { from, to }: ClockRange): Promise<number> =>
  asPerson({ orm, perform: async () => {} }, ana, async (ctx) =>
    countInSleep(ctx, { ...(await readProfile(ctx)), zone, sleepFrom: from, sleepTo: to }),
  );

const expected = (zone: string, sleep: ClockRange): number =>
  tasks.filter(({ startMs, endMs }) => {
    const day = localDayOf(startMs, zone);
    return [-1, 0, 1].some((shift) => {
      const night = clockSpan(addDays(day, shift), sleep, zone);
      return night !== null && night.startMs < endMs && startMs < night.endMs;
    });
  }).length;

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Pacific/Apia',
  'America/Santiago',
];
const clock = fc
  .integer({ min: 0, max: 1439 })
  .map((minute) => new Date(minute * MINUTE_MS).toISOString().slice(11, 16));

test('in whatever zone, by whatever night', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ZONES), clock, clock, async (zone, from, to) => {
      expect(await counted(zone, { from, to })).toBe(expected(zone, { from, to }));
    }),
    { numRuns: 40 },
  );
  for (const zone of ZONES)
    for (const sleep of [
      { from: '22:30', to: '06:15' },
      { from: '02:00', to: '02:30' },
      { from: '00:00', to: '03:00' },
    ])
      expect(await counted(zone, sleep)).toBe(expected(zone, sleep));
});
