// What people tell of what was to be done: that it is done, missed, or both, in one breath.
import { describe, expect, test } from 'vitest';
import { hearBeside as read } from '../../harness/ask-builtin.ts';

// Wednesday.
const iron = { id: 'iron', title: 'Take iron tablet', starts_local: '2026-12-02T08:00' };
const run = { id: 'run', title: 'Easy run', starts_local: '2026-12-02T07:00' };
const gym = { id: 'gym', title: 'Gym', starts_local: '2026-12-01T23:00' };
const memoirs = { id: 'memoirs', title: 'Write memoirs', starts_local: '2026-12-02T09:00' };
const fees = { id: 'fees', title: 'Pay the school fees', starts_local: '2026-12-10T09:00' };
const bio = { id: 'bio', title: 'Revise bio', starts_local: '2026-12-02T08:30' };
const maths = { id: 'maths', title: 'Revise maths', starts_local: '2026-12-02T09:30' };

/** "run done, gym missed, asks memoirs". */
async function told(...args: Parameters<typeof read>): Promise<string> {
  const said = await read(...args);
  const acts = [said, ...said.also].filter(({ intent }) => intent === 'COMPLETE');
  const settled = acts.map(({ task_id, payload }) => `${task_id} ${payload.status}`);
  const asks = said.asks && `asks ${said.asks.act.task_id ?? said.asks.missing}`;
  return [...settled, ...(asks ? [asks] : [])].join(', ') || said.intent;
}

describe('one task', () => {
  test.each([
    ['done, took me 50 mins tho', [run], 'run done'],
    ['donee', [run], 'run done'],
    ['smashed the run this morning!!', [run, iron], 'run done'],
    ['been for my run', [run, iron], 'run done'],
    ['ran this morning, legs are jelly', [run, iron], 'run done'],
    ['Wrote four pages today. Near enough an hour.', [memoirs, run], 'memoirs done'],
    ['just took the tablet, off to bed x', [iron, run], 'iron done'],
    ["tablet's taken", [iron, run], 'iron done'],
    ['I have done am o', [run], 'run done'],
    ['worked out for 20 min not 30', [{ ...run, title: 'Workout' }, iron], 'run done'],
    ["i didn't make it to the gym yesterday", [gym, run], 'gym missed'],
    ['didnt go for my run', [run, iron], 'run missed'],
    ['no time for the run this morning', [run, iron], 'run missed'],
    ['never got round to the memoirs', [run, memoirs], 'memoirs missed'],
    ['I forgot my tablet', [run, iron], 'iron missed'],
    ['couldnt make it to the gym, coach cancelled', [gym, run], 'gym missed'],
    ["I don't made the lesson, the baby don't sleep", [run], 'asks run'],
    ['half done. got bored', [run], 'asks run'],
    ['I paid the school fees yesterday', [fees, run], 'asks fees'],
    ['Session complete, 8 by 200', [run], 'run done'],
    ['cross off the tablet please', [run, iron], 'iron done'],
    ['no I did not make the gym on tuesday', [gym, run], 'gym missed'],
    ['i did it', [run, iron], 'asks task'],
  ])('%s', async (message, tasks, expected) => {
    expect(await told(message, tasks)).toBe(expected);
  });

  test.each([
    ['Did you manage the memoirs?', 'I never got to it.', 'memoirs missed'],
    ['How did the run go?', 'yes did it', 'run done'],
  ])('%s: %s', async (asked, message, expected) => {
    expect(await told(message, [run, memoirs], asked)).toBe(expected);
  });
});

describe('several', () => {
  test.each([
    ['run done, tablet not done', [run, iron], 'run done, iron missed'],
    ['done, done, and missed the last one', [run, iron, memoirs], 'run done, iron done, memoirs missed'],
    ['done and done. the memoirs too', [run, iron, memoirs], 'memoirs done, run done, iron done'],
    ['did all of them', [run, iron], 'run done, iron done'],
    ['did bio not maths', [bio, maths], 'bio done, asks maths'],
    ['i no do any of am', [run, iron], 'run missed, iron missed'],
    ['did the first two', [run, iron, memoirs], 'run done, iron done'],
    ['I took the tablet I did not run', [run, iron], 'iron done, run missed'],
    ['took the tablet but skipped the run', [run, iron], 'iron done, run missed'],
  ])('%s', async (message, tasks, expected) => {
    expect(await told(message, tasks)).toBe(expected);
  });
});

test('what is put off in a report is moved', async () => {
  const said = await read('did the first two, the last one tomorrow at 7 in the morning', [
    run,
    iron,
    memoirs,
  ]);
  const [, , moved] = [said, ...said.also];
  expect(moved).toMatchObject({
    intent: 'RESCHEDULE_TASK',
    task_id: 'memoirs',
    payload: { task_starts_local: '2026-12-03T07:00' },
  });
});

describe('nothing is settled by', () => {
  test.each([
    ['my sister did her run'],
    ['I used to run'],
    ['the run needs to be done by noon'],
    ['I want to get the run done before lunch'],
    ['did I do my run?'],
    ["don't forget the tablet"],
    ['I ran a marathon last year'],
    ['I keep missing the run'],
    ['if I miss the run, what then'],
    ["I'm not going to run today"],
  ])('%s', async (message) => {
    expect(await told(message, [run, iron])).not.toMatch(/done|missed/);
  });
});
