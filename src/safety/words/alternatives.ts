// Alternatives of a token, found by their first word: "a|b_c|<set>|word*|{expression}".
import type { Lexicon } from '../lexicon/lexicon.ts';

export type Sets = Lexicon['sets'];

/** A text of `fold` by its words. */
export interface Text {
  text: string;
  words: readonly string[];
  /** Where each word begins, and after the last one where the text ends. */
  starts: readonly number[];
}

export interface Alternatives {
  /** By the first word: the words that follow it. */
  plain: Map<string, string[][]>;
  /** Beginnings of single words. */
  beginnings: string[];
  expressions: RegExp[];
  sets: Alternatives[];
  /** "$" is one of them. */
  end: boolean;
}

let last: Text | null = null;

/** Between two sentences there are two spaces, and so an empty word over which nothing is read. */
export function splitText(text: string): Text {
  // All lists of patterns read the same text one after the other.
  if (last?.text !== text) last = split(text);
  return last;
}

function split(text: string): Text {
  const from = text.startsWith(' ') ? 1 : 0;
  const words = text.slice(from).split(' ');
  if (words.at(-1) === '') words.pop();
  const starts: number[] = [];
  let at = from;
  for (const word of words) {
    starts.push(at);
    at += word.length + 1;
  }
  starts.push(text.length);
  return { text, words, starts };
}

const READ = new WeakMap<Sets, Map<string, Alternatives>>();

export function readAlternatives(token: string, sets: Sets): Alternatives {
  const known = READ.get(sets) ?? new Map<string, Alternatives>();
  READ.set(sets, known);
  const read = known.get(token) ?? parse(token, sets);
  known.set(token, read);
  return read;
}

function parse(token: string, sets: Sets): Alternatives {
  const found: Alternatives = { plain: new Map(), beginnings: [], expressions: [], sets: [], end: false };
  const whole = /^\{([^{}]*)\}$/.exec(token);
  if (whole) return { ...found, expressions: [expression(whole[1]!)] };
  for (const part of token.split('|')) {
    const set = /^<(\w+)>$/.exec(part);
    if (set) {
      const named = sets[set[1]!];
      if (named === undefined) throw new Error(`no set ${part}`);
      found.sets.push(readAlternatives(named, sets));
    } else if (part === '$') found.end = true;
    else if (/^[^{}*_]+\*$/.test(part)) found.beginnings.push(part.slice(0, -1));
    else if (/[{*]/.test(part)) found.expressions.push(expression(asExpression(part)));
    else {
      const [first = '', ...rest] = part.split('_');
      found.plain.set(first, [...(found.plain.get(first) ?? []), rest]);
    }
  }
  return found;
}

const expression = (source: string): RegExp => new RegExp(`(?:${source}) `, 'y');

const asExpression = (part: string): string =>
  part
    .split(/(\{.*?\})/)
    .map((piece) =>
      piece.startsWith('{') ? piece.slice(1, -1) : piece.replaceAll('_', ' ').replaceAll('*', '\\S*'),
    )
    .join('');

const NOWHERE: readonly number[] = [];

/** At which words one of these may end that begins at a word. */
export function endsOf(one: Alternatives, text: Text, at: number): readonly number[] {
  const word = text.words[at];
  if (word === undefined) return one.end ? [at] : NOWHERE;
  let ends: number[] | null = null;
  const found = (end: number) => (ends ??= []).push(end);
  if (one.end && word === '') found(at);
  for (const rest of one.plain.get(word) ?? [])
    if (rest.every((next, index) => text.words[at + 1 + index] === next)) found(at + 1 + rest.length);
  if (one.beginnings.some((beginning) => word.startsWith(beginning))) found(at + 1);
  for (const pattern of one.expressions) {
    pattern.lastIndex = text.starts[at]!;
    if (!pattern.test(text.text)) continue;
    const end = text.starts.indexOf(pattern.lastIndex, at);
    if (end > at) found(end);
  }
  for (const set of one.sets) endsOf(set, text, at).forEach(found);
  return ends ?? NOWHERE;
}

/** By what these may begin: words, or first letters of words; null: by anything. */
export function firstsOf(one: Alternatives): { words: string[]; letters: string[] } | null {
  if (one.end || one.expressions.length > 0) return null;
  const inSets = one.sets.map(firstsOf);
  if (inSets.includes(null)) return null;
  return {
    words: [...one.plain.keys(), ...inSets.flatMap((firsts) => firsts!.words)],
    letters: [
      ...one.beginnings.map((beginning) => beginning[0]!),
      ...inSets.flatMap((firsts) => firsts!.letters),
    ],
  };
}
