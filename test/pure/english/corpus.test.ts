// Sentences as people write them, with the facts that they hold: the table is corpus.txt, and each line of it is a promise.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEnglish } from '../../../src/english/read-english.ts';
import { writeFacts } from './write-facts.ts';

/** "@ moment zone" opens a part; a sentence stands at the beginning of a line, and its facts below it, two in. */
const parts = readFileSync(join(import.meta.dirname, 'corpus.txt'), 'utf8')
  .split(/^@ /m)
  .slice(1)
  .map((part) => {
    const [head = '', ...lines] = part.split('\n');
    const [now = '', zone = ''] = head.split(' ');
    return { now, zone, expected: lines.filter((line) => line !== '' && !line.startsWith('#')) };
  });

test.each(parts)('sentences said at $now in $zone', ({ now, zone, expected }) => {
  const sentences = expected.filter((line) => !line.startsWith('  '));
  const read = sentences.flatMap((text) => [
    text,
    ...writeFacts(readEnglish(text, { now, zone })).map((line) => `  ${line}`),
  ]);
  expect(read).toEqual(expected);
});

test('the table holds hundreds of sentences', () => {
  const sentences = parts.flatMap(({ expected }) => expected.filter((line) => !line.startsWith('  ')));
  expect(sentences.length).toBeGreaterThan(400);
  expect(new Set(sentences).size).toBeGreaterThan(sentences.length - 20);
});
