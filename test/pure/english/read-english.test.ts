// The reader on any text: it never throws, its facts lie in the text in order, and its work grows with the length alone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hereOf } from '../../../src/english/here.ts';
import { chartOf, readEnglish } from '../../../src/english/read-english.ts';
import { tokensOf } from '../../../src/english/tokens.ts';
import { unread } from '../../../src/english/unread.ts';

const said = { now: '2026-11-23T10:00', zone: 'Europe/London' };

const WORDS =
  `at 7 half past ten every other friday not on mondays except the 25th between 6 and 8 pm for 20 - 30 min a week
  twice , . in three weeks time next until end of january 3/12 1930 an hour and a instead of move from to monday £50 5k ½ 's don't
  one first last day month morning before work or so about only no`.split(/\s+/);
/** Any text, and words of times in any order: those meet rules that nothing sensible meets. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' ')),
);

test('facts, tokens and what is left lie in the text, in order, and never overlap', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const reading = readEnglish(text, said);
      for (const row of [reading.facts, reading.tokens, unread(reading)]) {
        let end = 0;
        for (const one of row) {
          expect(one.from).toBeGreaterThanOrEqual(end);
          expect(one.to).toBeGreaterThan(one.from);
          end = one.to;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 300 },
  );
});

test('every token of a fact knows it, and no other does', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { tokens, facts } = readEnglish(text, said);
      for (const token of tokens) {
        const owner = facts.findIndex(({ from, to }) => token.from >= from && token.to <= to);
        expect(token.claimedBy).toBe(owner < 0 ? null : owner);
      }
    }),
    { numRuns: 200 },
  );
});

test('the same words are read alike, however often', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(readEnglish(text, said)).toEqual(readEnglish(text, said));
    }),
    { numRuns: 100 },
  );
});

const steps = (text: string): number => chartOf(tokensOf(text), hereOf(said)).steps;

test('the work grows with the length of a message and no faster', () => {
  const shapes = [WORDS.join(' '), 'monday ', 'a ', '7 ', 'not '];
  for (const shape of shapes) {
    const long = shape.repeat(Math.ceil(4000 / shape.length)).slice(0, 4000);
    expect(steps(long)).toBeLessThan(5 * steps(long.slice(0, 1000)) + 1000);
    expect(steps(long) / tokensOf(long).length).toBeLessThan(3000);
  }
});

test('a word of thousands of letters is one word', () => {
  expect(readEnglish('tuesday'.repeat(5000), said).facts).toEqual([]);
});

test('elapsed time is counted in minutes, so that a change of clocks takes nothing away', () => {
  const { facts } = readEnglish('in 4 hours', { now: '2026-10-24T23:30', zone: 'Europe/Berlin' });
  expect(facts.map(({ value }) => value)).toEqual([{ kind: 'offset', minutes: 240, date: null }]);
});

test('names of people and places are never mended into days and months', () => {
  const text = 'Frida, Augusta, Marsha and Mourning in Sundale';
  expect(tokensOf(text).map(({ word }) => word)).toEqual(text.toLowerCase().match(/\w+|,/g));
});
