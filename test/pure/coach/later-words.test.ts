// Later words that name one thing of a plan: every day, hour and length that they do not name stays.
import { expect, test } from 'vitest';
import { composeGoal, officeWorker } from './pipeline.ts';

const untold = { ...officeWorker, sleep_assumed: true, work_hours: null };
const GOAL = 'Cello on Mon, Wed and Fri at 17:00, 40 minutes each';

/** Each weekday with its hour and minutes. */
async function weekOf(change: string, goal = GOAL): Promise<string> {
  const { tasks } = await composeGoal(goal, [change], untold);
  const said = tasks.flatMap(({ occurrences, duration_minutes }) =>
    occurrences.map(({ local_date, local_time }) => {
      const day = (new Date(local_date).getUTCDay() + 6) % 7;
      return `${day} ${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day]} ${local_time} ${duration_minutes}`;
    }),
  );
  return [...new Set(said)]
    .toSorted()
    .map((one) => one.slice(2))
    .join(', ');
}

test.each([
  ['wed change to sat 11am', 'Mon 17:00 40, Fri 17:00 40, Sat 11:00 40'],
  ['add Sunday at 10', 'Mon 17:00 40, Wed 17:00 40, Fri 17:00 40, Sun 10:00 40'],
  ['cut it to two days a week, Monday and Friday, 6pm', 'Mon 18:00 40, Fri 18:00 40'],
  ['it has to finish by 17:20', 'Mon 16:40 40, Wed 16:40 40, Fri 16:40 40'],
  ['5pm is too late, make it 3', 'Mon 15:00 40, Wed 15:00 40, Fri 15:00 40'],
  ['Wednesday no need', 'Mon 17:00 40, Fri 17:00 40'],
  ['Too much. Two days is plenty.', 'Mon 17:00 40, Wed 17:00 40'],
  ['mornings please, I am knackered after work', 'Mon 09:00 40, Wed 09:00 40, Fri 09:00 40'],
  ['make it 4:50 am', 'Mon 04:50 40, Wed 04:50 40, Fri 04:50 40'],
  ['make it 25 mins instead of 40', 'Mon 17:00 25, Wed 17:00 25, Fri 17:00 25'],
  ['make the first week easier', 'Mon 17:00 40, Wed 17:00 40, Fri 17:00 40'],
])('%s', async (change, expected) => {
  expect(await weekOf(change)).toBe(expected);
});

test('days that one is away stay free once, and no longer', async () => {
  const change = "I'll be in Lyon Wednesday to Friday, so nothing on those days";
  const { tasks } = await composeGoal(GOAL, [change], untold);
  const dates = tasks.flatMap(({ occurrences }) => occurrences.map(({ local_date }) => local_date));
  expect(dates.length).toBe(16);
});
