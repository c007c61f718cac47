// No clause of a message is dropped without a word: what nothing was done about is said behind the reply.
import { describe, expect, test } from 'vitest';
import type { AgentInput } from '../../../src/agents.ts';
import { hearBeside as read } from '../../harness/ask-builtin.ts';

type Input = AgentInput<'orchestrator'>;

// Wednesday.
const fence = { id: 'fence', title: 'Fix the fence', starts_local: '2026-12-02T08:00' };
const feed = { id: 'feed', title: 'Order feed', starts_local: '2026-12-02T09:00' };
const dentist = { id: 'dentist', title: 'Dentist', starts_local: '2026-12-03T15:15' };
const run = { id: 'run', title: 'Easy run', starts_local: '2026-12-03T18:00' };
const calls = { id: 'calls', title: 'Call the landlord', starts_local: '2026-12-02T16:00' };

describe('a clause that nothing was done about is said', () => {
  test.each([
    ['finished the fence, do not ping me for every little thing', [fence], 'do not ping me'],
    ['fence done, make the run a bit nicer', [fence, run], 'make the run'],
  ])('%s', async (message, tasks, words) => {
    expect((await read(message, tasks)).clarification_question).toContain(words);
  });
});

describe('reasons, thanks and what belongs to it are no clauses of their own', () => {
  test.each([
    ['move the dentist to friday same time, my knee is killing me', [dentist, run]],
    ['fence is done, took ages, thanks', [fence, dentist]],
    ['I missed the fence, sorry, the kid was sick', [fence]],
    ['push the run to friday at 6pm please, I got called in', [run, calls]],
    ['feed order, done and dusted', [feed]],
    ['remind me to buy milk tomorrow at 9, do not let me forget', [fence]],
  ])('%s', async (message, tasks) => {
    expect((await read(message, tasks)).clarification_question ?? '').not.toContain('I did nothing about');
  });
});

const told = async (message: string, tasks: Input['upcoming_tasks']): Promise<string[]> => {
  const said = await read(message, tasks);
  return [said, ...said.also].map(({ intent, task_id, payload }) =>
    `${intent} ${task_id} ${payload.status ?? payload.task_starts_local ?? ''}`.trim(),
  );
};

describe('each of several things is done', () => {
  test.each([
    ['Done with the fence and the feed order', [fence, feed], ['COMPLETE fence done', 'COMPLETE feed done']],
    [
      'fence mended, feed ordered, see the dentist can you make it next week instead same day same time',
      [fence, feed, dentist],
      ['COMPLETE fence done', 'COMPLETE feed done', 'RESCHEDULE_TASK dentist 2026-12-10T15:15'],
    ],
  ])('%s', async (message, tasks, acts) => {
    expect(await told(message, tasks)).toEqual(acts);
  });
});
