// The clauses of a message: cut at signs and joints that stand in no fact, so that what was not read is quoted whole.
import type { Fact, Reading } from '../english/facts.ts';

export interface Clause {
  from: number;
  to: number;
  text: string;
  facts: Fact[];
}

/** A sign, or a word with which another clause begins; the word belongs to it. */
const JOINT =
  /[.;!?\n]+(?=\s|$)|,(?=\s)|(?<!\b(?:except|only|not|but|unless|even))\s(?=(?:but|because|cos|cuz|coz|since|so|if|unless|when|whenever|while|until i|until we|although|though|except when|as long as|only (?:if|when)|then|plus|and (?:i|i'm|im|we|she|he|it|they|my|our|not|never|nothing|no|there|also|maybe|the \S+ (?:is|are|was)|on \S+ (?:only|just)))\b)/gi;

/** In the order of the text; none is empty. */
export function clausesOf({ text, facts }: Pick<Reading, 'text' | 'facts'>): Clause[] {
  const cuts = [...text.matchAll(JOINT)]
    .map(({ index, 0: sign }) => index + (sign.trim() === '' ? 0 : sign.length))
    .filter((at) => !facts.some(({ from, to }) => from < at && at < to));
  const bounds = [0, ...cuts, text.length];
  return bounds.slice(1).flatMap((to, index) => {
    const from = bounds[index]!;
    const said = text.slice(from, to).replace(/^[\s,.;!?]+|[\s,.;!?]+$/g, '');
    const own = facts.filter((fact) => fact.from >= from && fact.from < to);
    return /\p{L}|\d/u.test(said) ? [{ from, to, text: said, facts: own }] : [];
  });
}
