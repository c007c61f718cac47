// How the work of reading a text grows with it: eightfold for eight times as much, and not with its square. One answer of a far side, or one message, must not hold up everybody else of a worker.
import { expect, test } from 'vitest';
import { hearWords } from '../../../src/llm/hear-words.ts';
import { replaceWritten, beginningOf } from '../../../src/llm/private-words/placeholder.ts';
import { findAddresses } from '../../../src/llm/private-words/find-addresses.ts';
import { legible } from '../../../src/llm/private-words/legible.ts';
import { readJson } from '../../../src/llm/read-answer.ts';
import { estimateTokens } from '../../../src/llm/token-estimate.ts';

/** What a text may begin with, and what it may go on with. */
const BEGINNINGS = ['', '```json\n{"say":"hi"', '<think>', 'so ', '{"say":"', '[', 'https://', '1 2 3 4 '];
const PARTS = [
  '\n',
  ' ',
  '\t',
  '`',
  '```\n',
  '<',
  '</think',
  '{',
  '[',
  '"',
  '\\',
  '!',
  '.',
  'a',
  'Aa ',
  '\u200b',
  '[person ',
  '1 ',
  'call ',
];
/** Nothing that the text before them goes on with fits to it. */
const ENDINGS = ['~', '\n```~'];

const READERS: [string, (text: string) => unknown][] = [
  ['JSON is found', readJson],
  ['words are heard', (text) => hearWords('say', () => undefined)(text)],
  ['placeholders are found', (text) => [replaceWritten(text, (_written, as) => as), beginningOf(text)]],
  ['what is not seen is left out', legible],
  ['addresses are found', findAddresses],
  ['tokens are estimated', estimateTokens],
];

/** Milliseconds, the least of several times: what others do on the machine adds to some of them only. */
function leastTime(work: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return Math.min(...times);
}

/** Below this little is measured but the clock and what others do. */
const LEAST_MS = 2;
const SIZES = { small: 3000, large: 24_000 };

test.each(READERS)('%s in a time that grows as the text does', (_what, readText) => {
  const texts = BEGINNINGS.flatMap((first) =>
    PARTS.flatMap((part) => ENDINGS.map((last) => ({ first, part, last }))),
  );
  const isTooMuch = ({ first, part, last }: (typeof texts)[number]) => {
    const timeOf = (size: number) => {
      const text = first + part.repeat(Math.ceil(size / part.length)) + last;
      return leastTime(() => readText(text));
    };
    return timeOf(SIZES.large) > 24 * Math.max(LEAST_MS, timeOf(SIZES.small));
  };
  // Once more: a machine that stood still meanwhile does not do so twice.
  expect(texts.filter(isTooMuch).filter(isTooMuch)).toEqual([]);
});
