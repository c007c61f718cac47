// What somebody wants, by the words alone: learnt from all lines that are there, and right about those it never saw.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { INTENTS, weighIntents, WEIGHTS } from '../../../src/coach/intents/weigh-intents.ts';
import { saidWith } from '../../eval/said-with.ts';
import { printOf } from './learn-intents.ts';

const likeliest = (say: string) => {
  const weighed = weighIntents(say);
  return INTENTS.toSorted((a, b) => weighed[b] - weighed[a])[0]!;
};

test('the weights were learnt from the lines that are there', () => {
  const weights = readFileSync(new URL('../../../src/coach/intents/weights.txt', import.meta.url), 'utf8');
  expect(weights, 'node test/pure/coach/learn-intents.ts').toContain(
    `# Of the lines ${printOf(saidWith('said'))}\n`,
  );
});

test('of two hundred sentences of strangers that it never saw it knows what nine in ten want', () => {
  const held = saidWith('held');
  const right = held.filter(({ say, intent }) => likeliest(say) === intent);
  expect(held.length).toBe(200);
  expect(right.length).toBeGreaterThanOrEqual(176);
});

test('where it is sure it is right', () => {
  const sure = saidWith('held').filter(({ say }) => weighIntents(say)[likeliest(say)] > 0.8);
  const wrong = sure.filter(({ say, intent }) => likeliest(say) !== intent);
  expect(sure.length).toBeGreaterThan(100);
  expect(wrong.length).toBeLessThanOrEqual(5);
});

test('every weight of the table is read, those of pairs that begin with a figure as well', () => {
  const table = readFileSync(new URL('../../../src/coach/intents/weights.txt', import.meta.url), 'utf8');
  expect(WEIGHTS.size).toBe(table.split('\n').filter((line) => /\t/.test(line)).length);
  expect([...WEIGHTS.keys()].filter((word) => word.startsWith('# ')).length).toBeGreaterThan(50);
});

test('shares sum to one, of nothing and of a very long text too', () => {
  for (const text of ['', '?', '🙏', 'ö'.repeat(100_000), 'run '.repeat(20_000), '\u0000\u200b'])
    expect(Object.values(weighIntents(text)).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
});
