// What counts as text: cut between characters, seen by somebody, and folded so that no two addresses become one.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { email, namedInstant, words } from '../../../src/http/schemas.ts';
import { charactersOf, cutTo, shorten } from '../../../src/kernel/shorten.ts';
import { foldAddress, isVisible } from '../../../src/kernel/text.ts';

describe('cut text', () => {
  test.each([
    ['abcdef', 4, 'abc…'],
    ['ab😀cd', 4, 'ab…'],
    ['ab👨‍👩‍👧cd', 6, 'ab…'],
    ['e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
    ['🇩🇪🇫🇷', 6, '🇩🇪…'],
    ['short', 5, 'short'],
  ])('%s to %i', (text, longest, cut) => {
    expect(shorten(text, longest)).toBe(cut);
  });

  test('is a beginning of whole characters, and as long as may be', () => {
    const anyText = fc.string({ unit: fc.constantFrom('a', ' ', '😀', '👨‍👩‍👧', 'e\u0301', '🇩🇪', '\u200d') });
    fc.assert(
      fc.property(anyText, fc.nat(20), (text, longest) => {
        const cut = cutTo(text, longest);
        const characters = charactersOf(text);
        const fitting = characters.map((_, index) => characters.slice(0, index + 1).join(''));
        expect(cut).toBe(fitting.findLast(({ length }) => length <= longest) ?? '');
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('words of a person', () => {
  const title = words(10);
  test.each([
    ['zero-width space', '\u200b'],
    ['joiners and a byte order mark', '\u200d\u2060\ufeff'],
    ['a soft hyphen', '\u00ad\u00ad'],
    ['a Hangul filler', '\u3164'],
    ['empty Braille', '\u2800'],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['tags', '\u{e0061}\u{e007f}'],
    ['an accent without a letter', '\u0301'],
    ['directions', '\u202e\u2066'],
    ['controls', '\u0007\u001b'],
    ['blanks of all kinds', ' \u00a0\u3000\u180e '],
    ['nothing', ''],
    ['NUL among letters', 'a\0b'],
    ['half an emoji', 'a\ud83d'],
    ['eleven emoji', '😀'.repeat(11)],
  ])('are not %s', (_what, text) => {
    expect(title.safeParse(text).success).toBe(false);
  });

  test.each(['Run', '跑步', '😀', '❤️', '👨‍👩‍👧', '5', '?', 'e\u0301', 'می‌خواهم', 'a\u200bb', '😀'.repeat(10)])(
    'are %s',
    (text) => {
      expect(title.parse(text)).toBe(text);
    },
  );

  test('may be none where they need not be, and are seen where they are', () => {
    expect(words(10, 0).parse(' ')).toBe('');
    expect(words(10, 0).safeParse('\u200b').success).toBe(false);
    expect(isVisible('\u{1d159}')).toBe(false);
  });
});

describe('an address', () => {
  test('is folded from A to Z alone', () => {
    expect(foldAddress(' Ana@Example.COM ')).toBe('ana@example.com');
    for (const letter of ['\u212a', '\u0130', '\u017f', '\u00c4']) expect(foldAddress(letter)).toBe(letter);
    expect(email.parse('ANA@EXAMPLE.COM')).toBe('ana@example.com');
    for (const wrong of ['\u212aana@example.com', 'ana@example.\u212aom', '\u0130@example.com'])
      expect(email.safeParse(wrong).success).toBe(false);
  });
});

describe('an instant', () => {
  test.each(['2026-11-24T07:00:00Z', '2026-11-24t07:00:00z', '2026-11-24t07:00:00.5+01:00'])('%s', (text) => {
    expect(namedInstant.parse(text)).toBe(text.toUpperCase());
  });

  test.each(['2026-11-24 07:00:00Z', '2026-11-24T07:00:00', '2026-02-30T07:00:00Z', '3000-01-01T00:00:00Z'])(
    'is not %s',
    (text) => {
      expect(namedInstant.safeParse(text).success).toBe(false);
    },
  );
});
