// The builtin coach reads each word by the day on which it was said, however late a plan is made of it.
import { expect, test } from 'vitest';
import { askBuiltin } from '../../harness/ask-builtin.ts';
import { officeWorker } from './pipeline.ts';

// Mondays to come: the 23rd of November, the 7th of December.
const SAID = '2026-11-23';

const asked = (goal_text: string, today: string, revisions: { text: string; said_on: string }[] = []) => ({
  goal_text,
  goal_said_on: SAID,
  revisions,
  today,
  zone: 'Europe/Berlin',
  profile: officeWorker,
});

const startOf = async (...args: Parameters<typeof asked>) =>
  (await askBuiltin('scheduler', asked(...args))).start_on;

const summaryOf = async (...args: Parameters<typeof asked>) => {
  const nothing = { tags: null, wishes: null, found: null, patterns: null, missing_specialists: [] };
  return (await askBuiltin('planner', { ...asked(...args), ...nothing })).plan_summary;
};

test('a start is the day that was meant, and now where that has passed', async () => {
  const wish = 'learn to draw, starting on Friday';
  expect(await startOf(wish, '2026-11-23')).toBe('2026-11-27');
  expect(await startOf(wish, '2026-11-26')).toBe('2026-11-27');
  expect(await startOf(wish, '2026-11-28')).toBeNull();
});

const endOf = async (...args: Parameters<typeof asked>) => {
  const nothing = { tags: null, wishes: null, found: null, patterns: null, missing_specialists: [] };
  return (await askBuiltin('planner', { ...asked(...args), ...nothing })).ends_on;
};

test('an end stays where it is, whenever a plan is made and whatever else is said', async () => {
  const wish = 'write a short story in three weeks';
  const evenings = [{ text: 'in the evenings, please', said_on: '2026-12-03' }];
  for (const today of ['2026-11-25', '2026-12-03']) expect(await endOf(wish, today)).toBe('2026-12-13');
  expect(await endOf(wish, '2026-12-03', evenings)).toBe('2026-12-13');
});

test('a later word is read by its own day', async () => {
  const revisions = [{ text: 'start on Friday', said_on: '2026-12-02' }];
  expect(await startOf('learn to draw', '2026-12-03', revisions)).toBe('2026-12-04');
});

test('an end that has passed is asked for again, and no other is guessed', async () => {
  const wish = 'write a short story by next Friday';
  const passed = await summaryOf(wish, '2026-12-10');
  expect(passed).toContain('has passed by now: tell me another day.');
  const again = [{ text: 'by the 20th of December', said_on: '2026-12-10' }];
  expect(await summaryOf(wish, '2026-12-10', again)).not.toContain('has passed');
});
