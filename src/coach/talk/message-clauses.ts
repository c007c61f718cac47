// Cuts a whole message into its clauses, each with its place and whether it is a reason for another.
import { tokensOf } from '../../english/tokens.ts';
import type { Input } from './answer.ts';
import { hear, type Heard } from './heard.ts';
import { asksBehindSo } from './requests.ts';

const CUTS = new Set([',', ';', '.', '!', '?', '\n', '(', ')', '-', '–', 'and', 'but', 'then', '&', 'plus']);
const REASONS = new Set(
  'because cos coz cuz cause since so otherwise while although though if unless'.split(' '),
);
const TITLES = new Set('mr mrs ms dr prof st'.split(' '));

/** A clause, read by itself. */
export interface Clause {
  heard: Heard;
  from: number;
  to: number;
  isReason: boolean;
}

/** In the order of the message. A sign inside a clock or a word cuts nothing. */
export function clausesIn(message: string, input: Input): Clause[] {
  const tokens = tokensOf(message);
  const words = tokens.map(({ word }) => word);
  const clauses: Clause[] = [];
  let [start, isReason] = [0, false];
  const take = (end: number): void => {
    const [first, last] = [tokens[start], tokens[end - 1]];
    if (!first || !last || end <= start) return;
    const text = message.slice(first.from, last.to);
    if (/[\p{L}\d]/u.test(text))
      clauses.push({ heard: hear(text, input), from: first.from, to: last.to, isReason });
  };
  for (const [index, { word, from, to }] of tokens.entries()) {
    const isClock = /\d/.test(message[from - 1] ?? '') && /\d/.test(message[to] ?? '');
    const isInWord = word === '-' && /\S/.test(message[from - 1] ?? ' ') && /\S/.test(message[to] ?? ' ');
    if (isClock || isInWord || (word === '.' && TITLES.has(tokens[index - 1]?.word ?? ''))) continue;
    const isCut = CUTS.has(word);
    if (!isCut && !(REASONS.has(word) && index > start)) continue;
    take(index);
    start = isCut ? index + 1 : index;
    isReason = !isCut && !asksBehindSo(words.slice(index));
  }
  take(tokens.length);
  return clauses;
}
