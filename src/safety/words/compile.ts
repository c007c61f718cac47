// Patterns of a lexicon. Tokens stand between spaces and match whole folded words:
//   a|b        one of these, several words of one joined by "_"      <set>      one of a named set
//   word*      any ending          token?     may be missing         ~, ~6      up to three (six) words of any kind
//   !a|b       what follows begins with none of these                {…}        an expression       $   the end
// They are looked up by their first word: some thousand of them as one regular expression took seconds to compile.
import {
  endsOf,
  firstsOf,
  readAlternatives,
  splitText,
  type Alternatives,
  type Sets,
  type Text,
} from './alternatives.ts';

type Token = { is: 'gap'; most: number } | { is: 'end' } | { is: 'none' | 'maybe' | 'one'; of: Alternatives };

export interface Said {
  index: number;
  said: string;
}

export interface Patterns {
  /** What is said so, from left to right. A match begins at a word and ends with the space behind one. */
  all: (text: string) => Said[];
  in: (text: string) => boolean;
  replace: (text: string, by: (said: string) => string) => string;
}

/** For texts of `fold`. */
export function compile(patterns: readonly string[], sets: Sets): Patterns {
  const read = patterns.map((pattern) => pattern.split(' ').map((token) => readToken(token, sets)));
  const find = finder(read);
  const all = (text: string) => [...find(splitText(text))];
  return {
    all,
    in: (text) => !find(splitText(text)).next().done,
    replace(text, by) {
      let [replaced, from] = ['', 0];
      for (const { index, said } of all(text)) {
        replaced += text.slice(from, index) + by(said);
        from = index + said.length;
      }
      return replaced + text.slice(from);
    },
  };
}

/** "a|b|c d" as one pattern of one token. */
export const compileWords = (words: string, sets: Sets = {}): Patterns =>
  compile(
    [
      words
        .trim()
        .replaceAll(/\s*\|\s*/g, '|')
        .replaceAll(' ', '_'),
    ],
    sets,
  );

function readToken(token: string, sets: Sets): Token {
  const gap = /^~(\d*)$/.exec(token);
  if (gap) return { is: 'gap', most: Number(gap[1] || 3) };
  if (token === '$') return { is: 'end' };
  if (token.startsWith('!')) return { is: 'none', of: readAlternatives(token.slice(1), sets) };
  if (token.endsWith('?')) return { is: 'maybe', of: readAlternatives(token.slice(0, -1), sets) };
  return { is: 'one', of: readAlternatives(token, sets) };
}

function finder(patterns: readonly Token[][]) {
  const [byWord, byLetter] = [new Map<string, Token[][]>(), new Map<string, Token[][]>()];
  const byAny: Token[][] = [];
  const file = (map: Map<string, Token[][]>, key: string, tokens: Token[]) =>
    map.set(key, [...(map.get(key) ?? []), tokens]);
  for (const tokens of patterns) {
    const firsts = tokens[0]!.is === 'one' ? firstsOf(tokens[0]!.of) : null;
    if (firsts === null) byAny.push(tokens);
    else {
      const letters = new Set(firsts.letters);
      for (const letter of letters) file(byLetter, letter, tokens);
      for (const word of new Set(firsts.words)) if (!letters.has(word[0]!)) file(byWord, word, tokens);
    }
  }
  const endAt = (text: Text, at: number): number | null => {
    const word = text.words[at]!;
    for (const likely of [byWord.get(word), byLetter.get(word.charAt(0)), byAny])
      for (const tokens of likely ?? []) {
        const end = endOf(tokens, 0, text, at);
        if (end !== null && end > at) return end;
      }
    return null;
  };
  return function* find(text: Text): Generator<Said> {
    for (let at = 0; at < text.words.length; at += 1) {
      const end = endAt(text, at);
      if (end === null) continue;
      const index = text.starts[at]!;
      yield { index, said: text.text.slice(index, text.starts[end]) };
      at = end - 1;
    }
  };
}

/** At which word the tokens from one on end, if they are said from a word on; of gaps the shortest. */
function endOf(tokens: readonly Token[], from: number, text: Text, at: number): number | null {
  const token = tokens[from];
  if (!token) return at;
  const rest = (next: number) => endOf(tokens, from + 1, text, next);
  switch (token.is) {
    case 'end':
      return at === text.words.length || text.words[at] === '' ? rest(at) : null;
    case 'gap':
      for (let skipped = 0; skipped <= token.most && at + skipped <= text.words.length; skipped += 1) {
        const end = rest(at + skipped);
        if (end !== null) return end;
        if (text.words[at + skipped] === '') return null;
      }
      return null;
    case 'none':
      return endsOf(token.of, text, at).length === 0 ? rest(at) : null;
    case 'maybe':
    case 'one':
      for (const next of endsOf(token.of, text, at)) {
        const end = rest(next);
        if (end !== null) return end;
      }
      return token.is === 'maybe' ? rest(at) : null;
  }
}
