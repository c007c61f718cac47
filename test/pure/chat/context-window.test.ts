// What a turn looks back at is bounded, whatever was said; what is condensed is the older half and never what was said
// last.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST, olderHalf, windowOf } from '../../../src/chat/context-window.ts';
import { estimateTokens } from '../../../src/llm/token-estimate.ts';

interface Numbered {
  id: number;
  text: string;
}

const numbered = (count: number, text = 'Fine'): Numbered[] =>
  Array.from({ length: count }, (_, index) => ({ id: index, text: `${index} ${text}` }));
const idsOf = (messages: readonly { id: number }[]): number[] => messages.map(({ id }) => id);
const newestFirst = (count: number, text?: string) => numbered(count, text).toReversed();

test('a short conversation is looked back at whole, and is not condensed', () => {
  const { said, isFull } = windowOf<never, Numbered>(null, newestFirst(19));
  expect(idsOf(said)).toEqual(idsOf(numbered(19)));
  expect(isFull).toBe(false);
  expect(olderHalf(numbered(19))).toEqual([]);
});

test('from twenty messages on the older half is condensed, and the newer ten stay as they were said', () => {
  expect(windowOf(null, newestFirst(20)).isFull).toBe(true);
  expect(idsOf(olderHalf(numbered(22)))).toEqual(idsOf(numbered(12)));
});

test('the summary stands first and has its place', () => {
  const summary = { id: -1, text: 'In short' };
  const { said } = windowOf(summary, newestFirst(60));
  expect(said).toHaveLength(MOST.messages);
  expect(idsOf(said)).toEqual([-1, ...idsOf(numbered(60)).slice(-(MOST.messages - 1))]);
});

test('few long messages fill the window as well as many short ones', () => {
  const long = 'word '.repeat(600);
  expect(windowOf(null, newestFirst(6, long)).isFull).toBe(true);
  const older = olderHalf(numbered(6, long));
  expect(older.length).toBeGreaterThan(0);
  expect(older.length).toBeLessThan(6);
});

test('one endless message is shortened, and says so', () => {
  const { said } = windowOf(null, [{ id: 1, text: 'слово '.repeat(9000) }]);
  expect(said[0]!.text).toMatch(/^слово .*…$/);
});

test('what was said before there were summaries is condensed piece by piece, the oldest first', () => {
  const [first] = [olderHalf(numbered(120))];
  expect(first.length).toBeGreaterThan(50);
  expect(first[0]!.id).toBe(0);
  const long = olderHalf(numbered(120, 'word '.repeat(800)));
  expect(long.reduce((sum, { text }) => sum + estimateTokens(text), 0)).toBeLessThanOrEqual(12_000);
  expect(long.length).toBeGreaterThan(0);
});

const anyText = fc.oneof(
  fc.string({ maxLength: 4000 }),
  fc.string({ unit: 'grapheme', maxLength: 4000 }),
  fc.nat(3000).map((length) => '語'.repeat(length)),
);

test('whatever is said, a window keeps its bounds, and what was said last is in it', () => {
  fc.assert(
    fc.property(
      fc.array(anyText, { minLength: 1, maxLength: 30 }),
      fc.option(fc.string({ maxLength: 6000 }), { nil: null }),
      (texts, summary) => {
        const messages = texts.map((text, id) => ({ id, text }));
        const { said } = windowOf(summary === null ? null : { id: -1, text: summary }, messages.toReversed());
        expect(said.length).toBeLessThanOrEqual(MOST.messages);
        expect(said.reduce((sum, { text }) => sum + estimateTokens(text), 0)).toBeLessThanOrEqual(
          MOST.tokens,
        );
        expect(said.at(-1)!.id).toBe(messages.length - 1);
        const older = olderHalf(messages);
        expect(idsOf(older)).toEqual(idsOf(messages).slice(0, older.length));
        expect(older.length).toBeLessThan(Math.max(1, messages.length));
      },
    ),
    { numRuns: 100 },
  );
});
