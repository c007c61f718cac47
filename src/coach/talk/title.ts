// What a task is called: the words of the request without the facts that were read, politeness and fillers.
import { capital } from '../capital.ts';
import type { Fact } from '../../english/facts.ts';
import type { Heard } from './heard.ts';
import { phrases, type Place } from './phrases.ts';

/** Of 80 characters at most; empty where nothing is left. `without`: stretches of words of the whole request. */
export function titleOf(heard: Heard, without: readonly Place[], taken: ReadonlySet<Fact>): string {
  const kept = keptIn(heard, without, taken);
  let text = '';
  for (const [position, { token }] of kept.entries()) {
    const before = kept[position - 1];
    const isNext = before && before.index + 1 === kept[position]!.index;
    text += isNext
      ? heard.text.slice(before.token.to, token.to)
      : ` ${heard.text.slice(token.from, token.to)}`;
  }
  return capital(
    text
      .replace(/\s+/g, ' ')
      .replace(/ ([,.;!?])/g, '$1')
      .trim(),
  ).slice(0, 80);
}

/** The plain words of it. */
export const wordsOf = (heard: Heard, without: readonly Place[], taken: ReadonlySet<Fact>): string[] =>
  keptIn(heard, without, taken).map(({ token: { word } }) => word);

interface Kept {
  token: Heard['tokens'][number];
  index: number;
}

function keptIn({ tokens, facts, lead }: Heard, without: readonly Place[], taken: ReadonlySet<Fact>): Kept[] {
  const isOut = (index: number): boolean =>
    index < lead ||
    without.some(({ start, end }) => index >= start && index < end) ||
    (tokens[index]!.claimedBy !== null && taken.has(facts[tokens[index]!.claimedBy]!));
  let kept = tokens.map((token, index) => ({ token, index })).filter(({ index }) => !isOut(index));
  for (let before = -1; before !== kept.length;) {
    before = kept.length;
    const words = kept.map(({ token }) => token.word);
    const front = FRONT(words);
    if (front) kept = kept.slice(front.end);
    const back = front ? null : BACK(words);
    if (back) kept = kept.slice(0, back.start);
  }
  return kept;
}

const FRONT = phrases(`
  ^ to|that|about|of|for|please|and|so|,|:|-|.|!|;|–|then|also
  ^ a? reminder
  ^ i also? really? still? just? have|need|must|should|want|ought|got|am|will|do to|supposed|going to?
  ^ i have got to
  ^ i must|should|will
  ^ i would like to
  ^ i have got? a|an|my|the
  ^ we have|need to
  ^ we have got? a|an|our|the
  ^ there is a|an
  ^ do not let me forget to?
  ^ the fact that
  ^ 's|is|it
  ^ on|at|in|by $
`);
const BACK = phrases(`
  please|thanks|thx|ty|cheers|ok|okay|,|:|-|.|!|?|;|–|"|too|instead|then|at|on|by|for|and|from|the|of|starting|ta $
  thank you $
  thanks so much $
  if you can $
  would|will|can|could you $
  is|are $
`);
