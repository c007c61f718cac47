// Cuts a text into words, numbers and signs, and brings each into its plain form.
import type { Token } from './facts.ts';
import { mend } from './spelling.ts';
import { ENDINGS, NO_DAY_AFTER, NO_DAY_BEFORE, NUMBERS, SHORT, WEAK_DAYS, WEEKDAYS } from './words.ts';

/** Figures with what belongs inside them (19:30, 7.30, 1,000, 3.12.2026, 2026-12-05), words, and single signs. */
const PIECE = new RegExp(
  [
    String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`,
    String.raw`(?:b4|2day|2moro|2morrow|2mrw|2nite|2night|w\/o|w\/e|w\/|[ap]\.m\.?)(?![\p{L}\d])`,
    String.raw`\d{4}-\d{2}-\d{2}(?!\d)`,
    String.raw`\d{1,2}\.(?:0?[1-9]|1[0-2])\.(?:\d{4}|\d{2})?(?![\d])`,
    String.raw`\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?(?!\d)`,
    String.raw`\d{1,2}[:h]\d{2}(?!\d)`,
    String.raw`\d+(?:\.\d+)?`,
    String.raw`(?<![\p{L}\d])[a-wyz]\d{1,3}(?![\p{L}\d])`,
    String.raw`\p{L}+`,
    String.raw`['’]\p{L}+`,
    String.raw`\n`,
    String.raw`[^\s]`,
  ].join('|'),
  'giu',
);

/** Every sign of the text but blanks stands in exactly one token, in the order of the text. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(PIECE)) {
    const [said] = match;
    const isLead = match.index > 0 && /[\p{L}]/u.test(text[match.index - 1]!);
    for (const token of plainForms(said, match.index, tokens.at(-1), isLead)) tokens.push(token);
  }
  for (const [index, token] of tokens.entries()) {
    const day = WEAK_DAYS.get(token.word);
    const before = tokens[index - 1]?.word ?? '';
    const isVerb = NO_DAY_AFTER.has(before) || NO_DAY_BEFORE.has(tokens[index + 1]?.word ?? '');
    // "I can do it Wed": within a sentence a capital makes a name of it.
    const isName =
      index > 0 &&
      /[\p{L},]/u.test(before) &&
      before !== 'the' &&
      /^\p{Lu}\p{Ll}/u.test(text.slice(token.from));
    if (day && (!isVerb || isName || WEEKDAYS.includes(before))) token.word = day;
  }
  return tokens;
}

function plainForms(said: string, from: number, before: Token | undefined, isJoined: boolean): Token[] {
  const to = from + said.length;
  const lower = said.toLowerCase().replaceAll('’', "'");
  if (/^\d/.test(lower) && !SHORT.has(lower)) return [token(from, to, lower)];
  if (lower.startsWith("'") && isJoined) return endings(lower, from, to, before);
  const words = plainWord(said, lower).split(' ');
  return share(words, from, to);
}

/** The letters of one said word are shared out: each of its words gets some. */
function share(words: string[], from: number, to: number): Token[] {
  if (words.join('').length === to - from) {
    let end = from;
    return words.map((word) => token(end, (end += word.length), word));
  }
  const count = Math.min(words.length, Math.max(1, to - from));
  return words.slice(0, count).map((word, index) => {
    const start =
      index === 0
        ? from
        : Math.min(to - (count - index), from + index * Math.max(1, Math.floor((to - from) / count)));
    const next =
      index + 1 === count
        ? to
        : Math.min(
            to - (count - index - 1),
            from + (index + 1) * Math.max(1, Math.floor((to - from) / count)),
          );
    return token(start, next, word);
  });
}

/** "don" + "'t" is "do" and "not": the n has gone with the first half. */
function endings(lower: string, from: number, to: number, before: Token | undefined): Token[] {
  if (lower === "'t" && before?.word.endsWith('n')) {
    const whole = before.word;
    before.word = { can: 'can', won: 'will', shan: 'shall', ain: 'am' }[whole] ?? whole.slice(0, -1);
    return [token(from, to, 'not')];
  }
  return [token(from, to, ENDINGS.get(lower) ?? lower)];
}

function plainWord(said: string, lower: string): string {
  if (/^[ap]\.?m\.?$/.test(lower)) return `${lower[0]}m`;
  if (/^[–—−]$/.test(lower)) return '-';
  const short = SHORT.get(lower);
  if (short !== undefined) return short;
  if (lower.length > 4 && lower.endsWith('ish') && (NUMBERS.has(lower.slice(0, -3)) || lower === 'noonish'))
    return `${lower.slice(0, -3)} ish`;
  return mend(said, lower);
}

function token(from: number, to: number, word: string): Token {
  const figures = /^\d+(?:,\d{2,3})*(?:\.\d+)?$/.test(word) ? Number(word.replaceAll(',', '')) : undefined;
  return { from, to, word, number: figures ?? NUMBERS.get(word) ?? null, claimedBy: null };
}
