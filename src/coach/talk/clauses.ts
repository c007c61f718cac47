// A request cut at its commas, "and" and "but": what is told of several things in one breath.
import { tokensOf } from '../../english/tokens.ts';
import { WEEKDAYS } from '../../english/words.ts';
import { hear, type Heard } from './heard.ts';
import { phrases } from './phrases.ts';

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
  const words = tokens.map(({ word }) => word);
  for (const [index, word] of words.entries()) {
    const isCut = CUTS.has(word);
    if (!isCut && !(OWN(words.slice(start, index)) && NOT_DONE(words.slice(index)))) continue;
    // "On Monday and on Tuesday" is one clause.
    if (word === 'and' && DAY(words.slice(index + 1))) continue;
    take(index);
    start = isCut ? index + 1 : index;
  }
  take(tokens.length);
  return pieces.map((piece) => hear(piece, input));
}

const OWN = phrases(`^ okay|ok|so? so|and? i|we`);
/** "I mowed the lawn I did not call him": said in one breath. */
const NOT_DONE = phrases(`^ i|we did|have|could not  ^ i|we forgot|missed|skipped`);
const DAY = phrases(
  `^ on|in|at? ${WEEKDAYS.join('|')}|last|yesterday .? $  ^ on? ${WEEKDAYS.join('|')} but|,|and|not`,
);
