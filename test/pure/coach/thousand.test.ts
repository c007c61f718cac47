// A thousand goals, calendars, zones and revisions: nothing collides unlisted, every sum is right, every claim is in the drafts,
// and every title could have been written by a person. FLUX_GOALS sets another number of goals.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, shortDate, startOfLocalDay } from '../../../src/kernel/time.ts';
import type { PlanContent } from '../../../src/planning/plan.ts';
import { planViolations } from '../../../src/planning/plan-violations.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';
import { composeFrom, planWith } from '../../harness/plan-with.ts';
import { officeWorker } from './pipeline.ts';

const GOALS = [
  'run 10 km',
  'learn Spanish',
  'save 700 euros',
  'save 5000 dollars',
  'lose 12 kg',
  'read 12 books',
  'read 300 pages',
  'write a novel',
  'learn 250 words of Polish',
  'do 40 push-ups',
  'meditate',
  'quit smoking',
  'pass my driving test',
  'declutter the cellar',
  'call my mother',
  'practise the cello',
  'swim 2 km',
  'cook at home',
  'pay off 1800 euros',
  'build a shelf',
  'find a job',
  'sleep better',
];
const LEADS = ['', 'I want to ', 'please help me ', "I'd really like to ", 'my goal is to '];
const RHYTHMS = [
  '',
  ' three times a week',
  ' twice a week',
  ' every day',
  ' every other day',
  ' on Mondays and Thursdays',
  ' on weekdays',
  ' two Fridays a month',
];
const HOURS = [
  '',
  ' in the morning',
  ' in the evening',
  ' at 19:00',
  ' before 9 am',
  ' not after 8 pm',
  ' between 17:00 and 20:00',
];
const REST = [
  '',
  ', 20 minutes',
  ', not on 8 December',
  ', by 20 December',
  ', starting next Monday',
  ', except Wednesdays',
  ". I'm away from 5 to 12 December",
];
const REVISIONS = [
  'in the mornings please',
  'only twice',
  'make it 30 minutes',
  'not on the 10th of December',
  'make it easier',
  "I can't do Fridays",
  'make it greener',
  'start in two weeks',
  'half an hour later',
];
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Sao_Paulo'];
const TODAY = '2026-11-23';

const people = fc.record({
  lead: fc.constantFrom(...LEADS),
  goal: fc.constantFrom(...GOALS),
  rhythm: fc.constantFrom(...RHYTHMS),
  hours: fc.constantFrom(...HOURS),
  rest: fc.constantFrom(...REST),
  revisions: fc.array(fc.constantFrom(...REVISIONS), { maxLength: 2 }),
  zone: fc.constantFrom(...ZONES),
  chronotype: fc.constantFrom('morning' as const, 'evening' as const, 'neutral' as const),
  busy: fc.array(
    fc.record({
      day: fc.nat(44),
      hour: fc.integer({ min: 5, max: 22 }),
      hours: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 8 },
  ),
});
type Person = typeof people extends fc.Arbitrary<infer P> ? P : never;

async function draftsOf(person: Person) {
  const { zone, chronotype } = person;
  const nowMs = startOfLocalDay(TODAY, zone).getTime() + 10 * 3_600_000;
  const busy = person.busy.map(({ day, hour, hours }) => {
    const startsAt = new Date(startOfLocalDay(addDays(TODAY, day), zone).getTime() + hour * 3_600_000);
    return { title: 'Appointment', startsAt, endsAt: new Date(startsAt.getTime() + hours * 3_600_000) };
  });
  const profile = { ...officeWorker, chronotype };
  const goal_text = `${person.lead}${person.goal}${person.rhythm}${person.hours}${person.rest}`;
  const drafts: PlanContent[] = [];
  for (let count = 0; count <= person.revisions.length; count++) {
    const revisions = person.revisions.slice(0, count).map((text) => ({ text, said_on: TODAY }));
    const wished = { goal_text, goal_said_on: TODAY, revisions, today: TODAY, zone, profile, busy, nowMs };
    drafts.push(composeFrom(await planWith(askBuiltin, wished), wished, drafts.at(-1) ?? null));
  }
  return { drafts, busy, profile, nowMs };
}

const shownOf = ({ tasks }: PlanContent): string[] =>
  tasks
    .flatMap(({ title, duration_minutes, occurrences }) =>
      occurrences.map(({ starts_at }) => `${starts_at} ${duration_minutes} ${title}`),
    )
    .toSorted();

/** What the titles of the sessions add up to, those that the calendar dropped put back. */
function sumOf({ tasks, conflicts }: PlanContent, pattern: RegExp): number {
  const left = conflicts.filter(({ kind, message }) => kind === 'dropped' && !message.includes('kept free'));
  return [
    ...tasks.flatMap(({ title, occurrences }) => occurrences.map(() => title)),
    ...left.flatMap(({ task_title, starts_at }) => (starts_at === null ? [] : [task_title])),
  ].reduce((sum, title) => sum + Number(pattern.exec(title)?.[1] ?? 0), 0);
}

function wrongSum(plan: PlanContent): string | null {
  const [, verb, goal] =
    /^(Save|Pay off|Learn|Read) \$?(\d+) ?(?:euros|dollars|words|pages)?/.exec(plan.goal_title) ?? [];
  // "700 euros every day" is a rate, and not a sum.
  if (!verb || / (?:a|each) (?:day|week|month|time)$/.test(plan.goal_title)) return null;
  if (plan.conflicts.some(({ kind, starts_at }) => kind === 'dropped' && starts_at === null)) return null;
  const isMoney = verb === 'Save' || verb === 'Pay off';
  if (!isMoney && !/\d+ (?:words|pages)/.test(plan.goal_title)) return null;
  const sum = sumOf(plan, isMoney ? /^(?:Set|Pay) \$?(\d+)/ : /^(?:Learn|Read) (\d+) /);
  const first = Number(/\d+/.exec(plan.roadmap[0]?.title ?? '')?.[0] ?? goal);
  return sum === first ? null : `${plan.goal_title}: ${sum} of ${first}`;
}

const STRANGE =
  /\b(?:please|want|every|week|minutes|starting|december|monday|morning|evening|before|after|not|except|between|away|at \d)\b|[,;:!?]|^\W|\s$/i;

function faultsOf(plan: PlanContent, before: PlanContent | null): string[] {
  const isSame = before !== null && JSON.stringify(shownOf(before)) === JSON.stringify(shownOf(plan));
  const claims = plan.summary.startsWith('Changed:');
  const sum = wrongSum(plan);
  const first = plan.tasks
    .flatMap(({ occurrences }) => occurrences.map(({ local_date }) => local_date))
    .toSorted()[0];
  return [
    ...(plan.goal_title.length > 60 || STRANGE.test(plan.goal_title) ? [`title: ${plan.goal_title}`] : []),
    ...(claims && isSame ? [`claims a change: ${plan.summary}`] : []),
    ...(plan.summary.startsWith('Nothing has changed') && !isSame ? [`hides a change: ${plan.summary}`] : []),
    ...(sum === null ? [] : [sum]),
    ...(first && !plan.summary.includes(shortDate(first)) ? ['another first session is told'] : []),
  ];
}

test('a thousand goals', { timeout: 600_000 }, async () => {
  const numRuns = Number(process.env.FLUX_GOALS ?? 150);
  const property = fc.asyncProperty(people, async (person) => {
    const { drafts, busy, profile, nowMs } = await draftsOf(person);
    for (const [index, plan] of drafts.entries()) {
      const violations = planViolations(plan, { busy, profile, nowMs }).map(
        ({ kind, task_title }) => `${kind}: ${task_title}`,
      );
      expect([...violations, ...faultsOf(plan, drafts[index - 1] ?? null)]).toEqual([]);
    }
  });
  await fc.assert(property, { numRuns, seed: 20_261_129 });
});
