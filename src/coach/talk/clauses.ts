// A request cut at its commas, "and" and "but": what is told of several things in one breath.
import { tokensOf } from '../../english/tokens.ts';
import { hear, type Heard } from './heard.ts';

const CUTS = new Set([',', ';', '.', '!', '\n', '-', ':', 'and', 'but', 'then', 'so', 'because', 'while']);

/** Each read by itself, in their order; a comma inside a number or a date is none. */
export function clausesOf({ text, input }: Pick<Heard, 'text' | 'input'>): Heard[] {
  const tokens = tokensOf(text);
  const pieces: string[] = [];
  let start = 0;
  const take = (end: number): void => {
    const piece = text.slice(tokens[start]?.from ?? 0, tokens[end - 1]?.to ?? 0).trim();
    if (end > start && /[\p{L}\d]/u.test(piece)) pieces.push(piece);
  };
  for (const [index, { word }] of tokens.entries()) {
    if (!CUTS.has(word)) continue;
    take(index);
    start = index + 1;
  }
  take(tokens.length);
  return pieces.map((piece) => hear(piece, input));
}
