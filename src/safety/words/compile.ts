// Patterns of a lexicon as regular expressions. Tokens stand between spaces and match whole folded words:
//   a|b        one of these, several words of one joined by "_"      <set>      one of a named set
//   word*      any ending          token?     may be missing         ~, ~6      up to three (six) words of any kind
//   !a|b       what follows begins with none of these                {…}        as it stands        $   the end
import type { Lexicon } from '../lexicon/lexicon.ts';

export type Sets = Lexicon['sets'];

/** For texts of `fold`. A match begins at a word and ends with the space behind one. */
export function compile(patterns: readonly string[], sets: Sets): RegExp | null {
  if (patterns.length === 0) return null;
  const sources = patterns.map((pattern) =>
    pattern
      .split(' ')
      .map((token) => compileToken(token, sets))
      .join(''),
  );
  return new RegExp(`(?<= )(?:${sources.join('|')})`, 'g');
}

/** "a|b|c d" as one pattern of one token. */
export const compileWords = (words: string, sets: Sets = {}): RegExp =>
  compile(
    [
      words
        .trim()
        .replaceAll(/\s*\|\s*/g, '|')
        .replaceAll(' ', '_'),
    ],
    sets,
  )!;

function compileToken(token: string, sets: Sets): string {
  const gap = /^~(\d*)$/.exec(token);
  if (gap) return `(?:\\S+ ){0,${gap[1] || 3}}?`;
  if (token === '$') return '$';
  if (token.startsWith('!')) return `(?!${alternatives(token.slice(1), sets)} )`;
  if (token.endsWith('?')) return `(?:${alternatives(token.slice(0, -1), sets)} )?`;
  return `${alternatives(token, sets)} `;
}

function alternatives(token: string, sets: Sets): string {
  const raw = /^\{(.*)\}$/.exec(token);
  if (raw) return `(?:${raw[1]})`;
  const parts = token.split('|').map((part) => {
    const set = /^<(\w+)>$/.exec(part);
    if (!set)
      return part
        .split(/(\{.*?\})/)
        .map(plainOrRaw)
        .join('');
    const named = sets[set[1]!];
    if (named === undefined) throw new Error(`no set ${part}`);
    return alternatives(named, sets);
  });
  return `(?:${parts.join('|')})`;
}

const plainOrRaw = (part: string): string =>
  part.startsWith('{') ? part.slice(1, -1) : part.replaceAll('_', ' ').replaceAll('*', '\\S*');
