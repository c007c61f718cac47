// What a summary repeats is looked for in what was said in a time that grows as both do, and others have their turn meanwhile.
import { expect, test } from 'vitest';
import { readSayings, sayingOf } from '../../../src/chat/saying.ts';
import { mergeContent, type SaidThen } from '../../../src/chat/summary-content.ts';

const said = (text: string, said_on = '2026-11-03'): SaidThen => ({ role: 'user', text, said_on });

/** Short sentences, no two of them equal. */
const MESSAGES = Array.from({ length: 100 }, (_, message) =>
  said(Array.from({ length: 24 }, (_unused, one) => `w${message} x${one * 7919} go on.`).join(' ')),
);

const merge = (count: number) => {
  const decisions = Array.from({ length: count }, (_, index) => `I will ${index} go on`);
  return mergeContent(null, { decisions, constraints: [], open_questions: [], summary: 's' }, MESSAGES);
};

/** Milliseconds, the least of three times. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

test('what was said is read once, and not anew for each that is looked for in it', async () => {
  const once = Math.max(2, await timeOf(() => merge(1)));
  expect(await timeOf(() => merge(48))).toBeLessThan(24 * once);
});

test('whoever else has something to do is let in between the messages', async () => {
  let turns = 0;
  let isOver = false;
  const others = () => {
    turns += 1;
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  await merge(48);
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(MESSAGES.length + 40);
});

test('what is endless is found by how it begins', async () => {
  const long = `I run on Tuesdays and Fridays, and never on Sundays ${'because I like it so much, '.repeat(60)}`;
  const sayings = await readSayings([said('Hello there.'), said(long, '2026-11-05')]);
  const found = await sayingOf([long.repeat(50)], sayings);
  expect(found).toEqual([{ text: long.trim(), said_on: '2026-11-05' }]);
});
