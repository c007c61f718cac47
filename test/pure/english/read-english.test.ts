// The reader on any text: it never throws, its facts lie in the text in order, and its work grows with the length alone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEnglish } from '../../../src/english/read-english.ts';

const said = { now: '2026-11-23T10:00', zone: 'Europe/London' };

test('facts and tokens lie in the text, in order, and never overlap', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const { facts, tokens } = readEnglish(text, said);
      for (const row of [facts, tokens]) {
        let end = 0;
        for (const one of row) {
          expect(one.from).toBeGreaterThanOrEqual(end);
          expect(one.to).toBeGreaterThan(one.from);
          end = one.to;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});
