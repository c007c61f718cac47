// What was read of days and hours counts in the plan: each kind of day with its hours, what is left out, and ends by events.
import { expect, test } from 'vitest';
import { minutesOf, timeOf, utcToWallClock, weekdayOf } from '../../../src/kernel/time.ts';
import { composeGoal } from './pipeline.ts';

/** "SU 07:00 120": the kinds of sessions that the plan has, and its last day. */
async function kindsOf(text: string): Promise<{ kinds: string[]; last: string }> {
  const { tasks } = await composeGoal(text);
  const all = tasks.flatMap(({ occurrences, duration_minutes }) =>
    occurrences.map(({ local_date, starts_at }) => ({
      date: local_date,
      kind: `${weekdayOf(local_date)} ${timeOf(minutesOf(utcToWallClock(new Date(starts_at), 'Europe/Berlin').time))} ${duration_minutes}`,
    })),
  );
  const last =
    all
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? '';
  return { kinds: [...new Set(all.map(({ kind }) => kind))].toSorted(), last };
}

test.each([
  ['Swim a mile, mon & wed 8-9pm and sun 7-9am', ['MO 20:00 60', 'SU 07:00 120', 'WE 20:00 60']],
  ['Improve my squash for 30 min, tuesday lunchtimes and friday evenings', ['FR 20:00 30', 'TU 12:00 30']],
  ['Eat 5 veg a day, remind me at noon and 6', ['12:00', '18:00']],
  [
    'Practise the flute 20 min on weekdays at 7pm and an hour on saturday at 10',
    ['FR 19:00 20', 'SA 10:00 60'],
  ],
  ['Practise Spanish 20 min a day, an hour on sundays', ['SA', 'SU', 'MO', '60', '20']],
])('%s', async (text, wanted) => {
  const { kinds } = await kindsOf(text);
  for (const one of wanted) expect(kinds.join(', ')).toContain(one);
});

const daysOf = async (text: string): Promise<string[]> => [
  ...new Set((await kindsOf(text)).kinds.map((kind) => kind.slice(0, 2))),
];

test.each([
  ['Wall squats 3 sets of 10, every other day, nothing on Mon Wed Fri', 'SA TH TU'],
  ['Run a half marathon in april, 3 runs a week, long one sundays', 'FR SU WE'],
  ['No takeaways mon-fri till payday on the 15th of december', 'FR MO TH TU WE'],
])('%s is on %s', async (text, wanted) => {
  expect((await daysOf(text)).toSorted().join(' ')).toBe(wanted);
});

test.each([
  ['Get in shape, four workouts a week, never on Mondays', 4],
  ['Read the Bible 3 chapters a day, 4 on sundays', 7],
])('%s is on %d days', async (text, count) => {
  expect(await daysOf(text)).toHaveLength(count);
});

test.each([
  ['Declutter the loft before the builders come on the 14th of december', '2026-12-13'],
  ['Revise chemistry every day, mocks start 14 dec', '2026-12-13'],
  ['No takeaways every day till payday on the 15th of december', '2026-12-15'],
  ['Practise the piano every day before my recital on 12 december', '2026-12-11'],
])('%s ends by %s', async (text, last) => {
  expect((await kindsOf(text)).last <= last).toBe(true);
});
