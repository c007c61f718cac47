// What a clause tells beside the facts that were read in it: words that are neither in the title nor the ordinary words
// of times and wishes.
import type { Fact, Reading } from '../english/facts.ts';
import type { Clause } from './clauses-of.ts';

/** Words by which one says when, how much and that one can or wants; they tell nothing of their own. */
const ORDINARY = new Set(
  `the and but with from this that these those they them then than there here have has had having got get getting gets would could should
  will can may might must shall want wants wanna wish like love need try trying hope plan plans planning goal goals aim idea thing things
  something anything start starting begin beginning finish finished finishing done end ending ends session sessions practice practise
  training time times day days week weeks weekly month months year years hour hours minute minutes mins morning mornings evening evenings
  night nights afternoon afternoons each every any some most all both only just maybe perhaps about around roughly probably usually
  mostly always ideally preferably prefer preferred rather really also too again please thanks thank free available spare open possible
  suit suits suitable fine good great best better okay well works work manage give put spend spare fit make makes making doing does did
  been being was were are not for our your mine his her its their you she myself one ones two long short once twice half few lot lots
  bit little small kind sort right now today day off out into over under before after during until till between while when where which
  who whom what how why because since sitting spot slot slots window tops max most least more less per total pls plz goes going able
  say says let lets know reckon guess think figure mind help keep set take takes took use want come comes way soon already still yet
  exam test deadline due date birthday actually currently honestly basically other others rest otherwise instead same later earlier
  early late first last next new single whole starts next stop schedule dont don cant can't don't i'd i'll i'm i've that's it's
  else promised lol haha tbh never nothing none even ever near close straight`.split(/\s+/),
);

/** Its words of content that nobody has read and nothing shows. `shown`: title and wish, in lower case. */
export function uncoveredIn({ text, tokens }: Reading, clause: Clause, shown: string): string[] {
  const known = new Set(shown.split(/[^\p{L}\p{N}']+/u).map(stem));
  const inside = tokens.filter(
    ({ from, to, claimedBy }) => claimedBy === null && from >= clause.from && to <= clause.to,
  );
  return inside
    .map(({ from, to }) => text.slice(from, to).toLowerCase())
    .filter((word) => /^\p{L}{3,}/u.test(word) && !ORDINARY.has(word) && !known.has(stem(word)));
}

/** It tells nothing of its own. */
export const isOrdinary = (word: string): boolean => ORDINARY.has(word.toLowerCase());

const stem = (word: string): string => word.replace(/(?:ing|ed|es|s|e|'s)$/, '');

/** It forbids, or holds only sometimes. */
export const forbids = ({ text, facts }: { text: string; facts: readonly Fact[] }): boolean =>
  /\b(?:no|not|never|nothing|without|don'?t|can'?t|won'?t|if|unless|only when|except)\b/i.test(text) ||
  facts.some(({ negated, role }) => negated || role === 'except');
