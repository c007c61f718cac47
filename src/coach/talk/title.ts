// What a task is called: the words of the request without the facts that were read, politeness and fillers.
import type { Fact } from '../../english/facts.ts';
import type { Heard } from './heard.ts';
import { isVerbOfErrand } from './chore.ts';
import { phrases } from './phrases.ts';

/** The words of a request without times, in plain form. */
export const wordsOf = (heard: Heard, taken: ReadonlySet<Fact>): string[] => {
  const { tokens, facts, lead } = heard;
  const kept = tokens.flatMap(({ claimedBy }, index) =>
    index < lead || (claimedBy !== null && taken.has(facts[claimedBy]!)) ? [] : [index],
  );
  return trimmed(heard, kept).map((index) => heard.all[index]!);
};

/** Without politeness and fillers at either end. */
export function trimmed({ all }: Heard, indices: readonly number[]): number[] {
  let kept = [...indices];
  for (let before = -1; before !== kept.length;) {
    before = kept.length;
    const words = kept.map((index) => all[index]!);
    const front = FRONT(words);
    if (front) kept = kept.slice(front.end);
    // "I take two pills" names what is to be done.
    if (!front && /^(?:i|we)$/.test(words[0] ?? '') && isVerbOfErrand(words.slice(1))) kept = kept.slice(1);
    const back = front ? null : BACK(words);
    if (back) kept = kept.slice(0, back.start);
  }
  return kept;
}

/** As it was said, of these words; a blank where others stood between. */
export function textOf({ tokens, text }: Heard, indices: readonly number[]): string {
  let said = '';
  for (const [position, index] of indices.entries()) {
    const before = indices[position - 1];
    const token = tokens[index]!;
    said +=
      before !== undefined && before + 1 === index
        ? text.slice(tokens[before]!.to, token.to)
        : ` ${text.slice(token.from, token.to)}`;
  }
  return said
    .replace(/\s+/g, ' ')
    .replace(/ ([,.;!?])/g, '$1')
    .trim();
}

const FRONT = phrases(`
  ^ on? that|same day $
  ^ to|too|that|about|abt|re|bout|of|for|please|and|so|,|:|-|.|!|;|–|then|also
  ^ a? reminder
  ^ i also? really? still? just? have|need|must|should|want|ought|got|am|will|do to|tae|supposed|going to|tae?
  ^ i have got to
  ^ need|have|got|must|gotta to
  ^ i am meant|supposed|due|booked|down to|for
  ^ and? i|we also? said|promised|told|agreed|offered * i|we would|will
  ^ i|we promised|agreed|offered|said to
  ^ the i|we have a|an|my|the?
  ^ i must|should|will
  ^ i would like to
  ^ i have got? a|an|my|the
  ^ that? i|we have|'ve got?
  ^ we have|need to
  ^ we have got? a|an|our|the
  ^ there is|'s a|an|the|my
  ^ do not let me forget to?
  ^ the fact that
  ^ 's|is|it
  ^ on|at|in|by $
  ^ i|we have got?
  ^ both|all|the|a to
`);
const BACK = phrases(`
  please|thanks|thx|ty|cheers|ok|okay|,|:|-|.|!|?|;|–|"|too|instead|then|at|by|for|and|from|the|of|starting|like|its|ta $
  thank you $
  also|and? remind|ping|alert me? $
  on the dot $
  thanks so much $
  if you can $
  would|will|can|could you $
  is|are $
  lol|haha|x|xx|xxx|to $
  any|some? time $
  sharp|sometime|anytime|prompt $
  on? that|same day $
`);

/** What no person would call a thing: too long, a sentence with a subject, or the rest of one. */
export const notTitle = (words: readonly string[]): boolean =>
  words.filter((word) => /[\p{L}\d]/u.test(word)).length > 12 || SENTENCE(words) !== null;
const SENTENCE = phrases(
  `^ later|soon|sometime $  ^ i|he|she|it|they|we|but|because|if|when|which  is|was|been moved|cancelled|canceled|changed|postponed|off  so do|it|that|kill|cancel|move  do|call|make|move|shift it|that $  ^ let me|us  ^ the? one|ones|keep|move|shift|its $  ^ its  and|but|or|because $  i|we have|am|will|can|could|should`,
);
