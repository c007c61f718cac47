// Goals in several sentences, as people of many places and ages say them: one goal, its title, and what was read of it.
import { describe, expect, test } from 'vitest';
import type { AgentInput } from '../../../src/agents.ts';
import { readWish } from '../../../src/coach/read-goal.ts';
import { sayRead } from '../../../src/coach/say-read.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';
import { composeFrom, planWith } from '../../harness/plan-with.ts';
import { officeWorker } from './pipeline.ts';

const NOW = '2026-12-02T10:15';
const ZONE = 'Europe/London';

const asked = (message: string): AgentInput<'orchestrator'> =>
  ({
    message,
    now_local: NOW,
    zone: ZONE,
    open_goals: [],
    upcoming_tasks: [],
    history: [],
    onboarded: true,
  }) as unknown as AgentInput<'orchestrator'>;

async function planOf(goal_text: string) {
  const nowMs = Date.parse('2026-12-02T10:15:00Z');
  const wished = { goal_text, goal_said_on: '2026-12-02', revisions: [], today: '2026-12-02', zone: ZONE };
  const all = { ...wished, profile: officeWorker, busy: [], nowMs };
  return composeFrom(await planWith(askBuiltin, all), all);
}

/** What is said, its title, its kind, and what the line of what was read must hold. */
const WISHES: [string, string, string, ...string[]][] = [
  [
    'wanna get into bouldering, twice a week after work, not fridays',
    'Get into bouldering',
    'sports',
    '2 times a week',
    'after work',
    'not on Fri',
  ],
  [
    'we need to repaint the nursery before the baby comes end of feb, weekends only',
    'Repaint the nursery',
    'anything',
    'Sat and Sun',
  ],
  [
    "I'm trying to read more to my kids, 15 minutes at bedtime every night except when their dad has them",
    'Read more to your kids',
    'read',
    'every day',
    '15 min',
  ],
  [
    'Lose half a stone for my holiday in July',
    'Lose half a stone for your holiday',
    'weight',
    'done by Wed 30 Jun',
  ],
  [
    'prepare for UPSC prelims in june, 3 hours daily 5 to 8 am, sundays off',
    'Prepare for UPSC prelims',
    'exam',
    'every day but Sun',
    'between 05:00 and 08:00',
  ],
  ['less sugar. only on weekends allowed', 'Less sugar', 'sugar', 'not on Sat and Sun'],
  [
    'learn the bodhran, session is thursdays at 9 so not then',
    'Learn the bodhran',
    'instrument',
    'not on Thu',
  ],
  [
    'Finish reading War and Peace by my birthday on 3 May, about 20 pages a night',
    'Finish reading War and Peace',
    'read',
    'every day',
    'done by Mon 3 May',
  ],
  [
    'Build up to 50 press ups in 8 weeks, mon wed fri mornings 10 min',
    'Build up to 50 press ups',
    'reps',
    'Mon, Wed and Fri',
    'in the morning',
    '10 min',
  ],
  [
    'save for a house deposit, 15k by end of 2027, 600 a month tops',
    'Save 15k for a house deposit',
    'save',
    'at most 600 a month',
  ],
  ['gonna do dry january', 'Do dry January', 'alcohol', 'from Fri 1 Jan', 'done by Sun 31 Jan'],
  [
    'my GP says half an hour of swimming three times a week. I have choir on Mondays and the pool is shut on Sundays',
    'Swim regularly',
    'swim',
    '3 times a week',
    'not on Mon and Sun',
  ],
  ['take up swimming again, tues and thurs lunchtimes', 'Take up swimming', 'swim', 'Tue and Thu'],
  ['cut my phone time to 2 hours a day', 'Cut your phone time to 2 hours a day', 'screen'],
  [
    'put aside 5000 rupees a month for my sister’s wedding in november',
    "Save 5000 rupees a month for your sister's wedding",
    'save',
    'done by Sun 31 Oct',
  ],
  [
    'ok next one. no crisps till the end of january, sundays are fine',
    'No crisps',
    'sugar',
    'not on Sun',
    'done by Sun 31 Jan',
  ],
  [
    'An hour of sewing in the evenings, not Wednesdays, I want to finish the christening gown by 20 March',
    'Finish the christening gown',
    'anything',
    'every day but Wed',
    '60 min',
  ],
];

describe('a goal in several sentences is one goal', () => {
  test.each(WISHES)('%s', async (said, title, kind, ...parts) => {
    const { intent, payload } = await askBuiltin('orchestrator', asked(said));
    expect([intent, payload.decision]).toEqual(['GOAL', 'propose']);
    const goal = readWish(payload.wish ?? said, { now: NOW, zone: ZONE });
    expect(goal.kind.key).toBe(kind);
    expect((await planOf(payload.wish ?? said)).goal_title).toBe(title);
    for (const part of parts) expect(sayRead(goal)).toContain(part);
  });
});

test('what nobody can know before, and what was not read, is said in whole clauses', async () => {
  const rain = await planOf('Walk 40 minutes every day, but not if it is raining');
  expect(rain.summary).toContain('I cannot know “but not if it is raining”');
  const prayer = await planOf('Memorise the psalm by Easter, after vespers every day');
  expect(prayer.summary).toMatch(/I did not read “after vespers.*?”/);
});

test('a limit a month is kept, and where it is too low the plan says so', async () => {
  const plan = await planOf('save 2400 pounds by june for driving lessons, max 300 a month');
  expect(plan.tasks.map(({ title }) => title)).toEqual(['Set 300 pounds aside']);
  expect(plan.summary).toContain('the whole takes 8 months');
});

test('what has no name is asked for, and the answer goes before what was said of it', async () => {
  const said = await askBuiltin(
    'orchestrator',
    asked('I want to do it for 20 minutes every day until Easter'),
  );
  expect(said.clarification_question).toMatch(/^What is the goal, in a few words/);
  expect(said.asks?.missing).toBe('wish');
});
