// What `npm run dev` is told on the command line: two numbers, and a clear sentence for everything else.
import { expect, test } from 'vitest';
import { HELP, readOptions } from '../../../src/dev/options.ts';

test.each([
  [[], { workers: 1, apis: 1 }],
  [['--workers', '2'], { workers: 2, apis: 1 }],
  [['--workers=8', '--apis=3'], { workers: 8, apis: 3 }],
])('%j', (args, counts) => {
  expect(readOptions(args)).toEqual(counts);
});

test.each([
  [['--workers', '0'], '--workers takes a whole number from 1 to 8, not "0".'],
  [['--workers', 'two'], '--workers takes a whole number from 1 to 8, not "two".'],
  [['--apis', '2.5'], '--apis takes a whole number from 1 to 8, not "2.5".'],
  [['--apis', '9'], '--apis takes a whole number from 1 to 8, not "9".'],
  [['--apis='], '--apis takes a whole number from 1 to 8, not "".'],
  [['--worker', '2'], "Unknown option '--worker'. `npm run dev -- --help` says what it can be told."],
  [['2'], "Unexpected argument '2'. "],
  [['--apis'], '`npm run dev -- --help` says'],
])('%j is refused', (args, sentence) => {
  expect(() => readOptions(args)).toThrow(sentence);
});

test('help names every option', () => {
  expect(readOptions(['--workers', 'two', '--help'])).toBeNull();
  for (const option of ['--workers', '--apis', '--help']) expect(HELP).toContain(`  ${option} `);
});
