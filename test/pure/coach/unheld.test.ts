// Whatever days, hours, lengths and ends a wish names, in whatever order: the plan follows each, or says which it does
// not follow, in the person's words.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minutesOf } from '../../../src/kernel/time.ts';
import { DAYS, type Day } from '../../../src/kernel/week.ts';
import { officeWorker, planGoal } from './pipeline.ts';

const always = { ...officeWorker, sleep_window: { from: '23:30', to: '05:00' }, work_hours: null };

interface Said {
  words: string;
  days?: readonly Day[];
  isOut?: boolean;
  /** Of each task of the plan. */
  holds: (task: { at: number; minutes: number }) => boolean;
}

const DAYS_SAID: [string, Day[]][] = [
  ['on Mondays and Thursdays', ['MO', 'TH']],
  ['only Friday, Saturday and Sunday', ['FR', 'SA', 'SU']],
  ['on weekdays', ['MO', 'TU', 'WE', 'TH', 'FR']],
  ['every Tuesday', ['TU']],
  ['Mon/Wed/Fri', ['MO', 'WE', 'FR']],
  ['at weekends', ['SA', 'SU']],
  ['tues thurs sat', ['TU', 'TH', 'SA']],
];
const OUT: [string, Day[]][] = [
  ['not on Wednesdays', ['WE']],
  ['never on Fridays', ['FR']],
  ['except Sundays', ['SU']],
  ['no Saturdays', ['SA']],
];
const SAID_DAYS = DAYS_SAID.map(([words, days]): Said => ({ words, days, holds: () => true }));
const SAID_OUT = OUT.map(([words, days]): Said => ({ words, days, isOut: true, holds: () => true }));
const HOURS: Said[] = [
  { words: 'at 6.30 am', holds: ({ at }) => at === 390 },
  { words: 'at 7 pm', holds: ({ at }) => at === 1140 },
  { words: 'between 18:00 and 21:00', holds: ({ at, minutes }) => at >= 1080 && at + minutes <= 1260 },
  { words: '5 to 8 in the morning', holds: ({ at, minutes }) => at >= 300 && at + minutes <= 480 },
  { words: 'in the morning', holds: ({ at }) => at < 720 },
  { words: 'after 8 pm', holds: ({ at }) => at >= 1200 },
  { words: 'in the evening', holds: ({ at }) => at >= 960 },
];
const LENGTHS: Said[] = [
  { words: '40 minutes', holds: ({ minutes }) => minutes === 40 },
  { words: '20 minutes each time', holds: ({ minutes }) => minutes === 20 },
  { words: 'half an hour', holds: ({ minutes }) => minutes === 30 },
  { words: 'max 30 minutes', holds: ({ minutes }) => minutes <= 30 },
];
const WISHES = ['I want to learn Spanish', 'learn the guitar', 'I would like to study for my exam', 'yoga'];

const oneOf = (said: Said[]) => fc.option(fc.constantFrom(...said), { nil: null, freq: 3 });

describe('a plan and the words it was made of', () => {
  test('each fact is followed or told', async () => {
    const facts = fc.tuple(oneOf(SAID_DAYS), oneOf(SAID_OUT), oneOf(HOURS), oneOf(LENGTHS));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...WISHES),
        facts.chain((said) => fc.shuffledSubarray(said.filter((one) => one !== null))),
        fc.constantFrom(', ', ' ', '. '),
        async (wish, said, joint) => {
          // "Not on Wednesdays in the morning" would be one thing.
          const ordered =
            joint === ' ' ? said.toSorted((a, b) => Number(!!a.isOut) - Number(!!b.isOut)) : said;
          const text = [wish, ...ordered.map(({ words }) => words)].join(joint);
          const { plan } = await planGoal(text, [], always);
          const planned = new Set(plan.proposed_tasks.flatMap(({ scheduled_days }) => scheduled_days));
          const gone = said.flatMap(({ isOut, days }) => (isOut ? (days ?? []) : []));
          for (const one of said) {
            const { words } = one;
            const isHeld =
              onDays(one, planned, gone) &&
              plan.proposed_tasks.every((task) =>
                one.holds({ at: minutesOf(task.suggested_time), minutes: task.duration_minutes }),
              );
            // "Never on Fridays, Mon/Wed/Fri" may go on with what is not to be: the line that reads back says so.
            const isReadBack = one.days !== undefined && /I read: [^.]*not on/.test(plan.plan_summary);
            const own = one.days
              ? said.flatMap(({ days, words: other }) => (days ? other : [])).join(' ')
              : words;
            const isTold = isHeld || isReadBack || quotes(own).test(plan.plan_summary);
            expect(isTold, `${text}: “${words}” => ${plan.plan_summary}`).toBe(true);
          }
        },
      ),
      { numRuns: Number(process.env.FLUX_GOALS ?? 250) },
    );
  }, 120_000);

  test.each([
    ['Learn Korean every morning at 7.40 on Mondays and Tuesdays', []],
    ['I want to run the Nairobi half under 1:30 on 25 October. Five runs a week, never on Friday.', []],
    ['Do my stretches morning and night, ten minutes each', []],
    ['I drive a truck. Learn English, only evenings after 19, and weekend no because I am with family', []],
    ['Study for my exam, 1 hour on weekdays after 9 pm, not on Fridays', []],
    ['Lose 5 kilos. No exercise right after night duty please', ['no exercise right after night duty']],
  ])('%s', async (text, told) => {
    const { plan } = await planGoal(text);
    const [, quoted = ''] = /(?:does not follow|Not in the plan:) (.*?[.:])/.exec(plan.plan_summary) ?? [];
    expect(told.length === 0 ? quoted : '').toBe('');
    for (const words of told) expect(plan.plan_summary.toLowerCase()).toContain(words);
  });
});

/** None of the days that are ruled out, and of those that are named all others. */
function onDays({ days, isOut }: Said, planned: ReadonlySet<Day>, gone: readonly Day[]): boolean {
  if (days === undefined) return true;
  if (isOut) return !days.some((day) => planned.has(day));
  const left = days.filter((day) => !gone.includes(day));
  return left.length === 0 || DAYS.every((day) => planned.has(day) === left.includes(day));
}

/** Some word of it stands in quotation marks. */
function quotes(words: string): RegExp {
  const own = words
    .split(/[\s,/]+/)
    .filter((word) => word.length > 1 && !/^(?:on|at|in|the|and)$/i.test(word));
  return new RegExp(`“[^”]*\\b(?:${own.join('|')})\\b[^”]*”`, 'i');
}
