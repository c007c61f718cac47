// The words of an answer in JSON are heard as they come, wherever it is cut; only the field at the top is meant.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hearWords } from '../../../src/llm/hear-words.ts';

function heard(json: string, cuts: readonly number[]): string {
  const pieces: string[] = [];
  const push = hearWords('words', (words) => pieces.push(words));
  let from = 0;
  for (const cut of [...cuts.map((one) => one % (json.length + 1)).toSorted((a, b) => a - b), json.length]) {
    push(json.slice(from, cut));
    from = Math.max(from, cut);
  }
  return pieces.join('');
}

const escaped = (json: string): string =>
  json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

test('any words in any answer, cut anywhere, escaped or not', () => {
  const around = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
  const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 10 });
  // Any UTF-16 at all, halves of pairs among it.
  const units = fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((all) => String.fromCharCode(...all));
  const words = fc.oneof(units, fc.constantFrom('😀"\\', '\ud83d', '\ude00 \ud83d\ud83d'));
  fc.assert(
    fc.property(around, words, around, cuts, fc.boolean(), (before, said, after, at, isEscaped) => {
      delete before['words'];
      delete after['words'];
      const json = JSON.stringify({
        ...before,
        words: said,
        nested: { words: 'no', list: [{ words: 'no' }] },
        ...after,
      });
      expect(heard(isEscaped ? escaped(json) : json, at)).toBe(said.toWellFormed());
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['{"a":{"words":"no"},"words":"yes"}', 'yes'],
  ['{"words":{"words":"no"}}', ''],
  ['{"words":["no"]}', ''],
  ['{"words":null,"other":"no"}', ''],
  ['{"other":"words","more":"no"}', ''],
  ['{"other":["words",":"],"words":"yes"}', 'yes'],
  ['```json\n{"words": "yes"}\n```', 'yes'],
  ['["words","no"]', ''],
  ['"words"', ''],
  ['words: no', ''],
  ['{"words":"unfinish', 'unfinish'],
  ['{"words":"a\\', 'a'],
  ['}}}{"words":"no"', ''],
  ['', ''],
])('%s', (json, expected) => {
  expect(heard(json, [])).toBe(expected);
  expect(
    heard(
      json,
      Array.from({ length: json.length }, (_, index) => index),
    ),
  ).toBe(expected);
});
