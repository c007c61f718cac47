// Who is asked whether they are safe, and goes on with something of every day, says neither yes nor no.
import { partsToWeigh } from './judge-words.ts';
import { isAboutPlans } from './read-safety-answer.ts';

const EVERYDAY = new Set(['task', 'ahead', 'sport', 'table', 'work', 'home', 'trip', 'body', 'harmless']);
/** Beside these it may be meant of an end. */
const GRAVE = new Set(
  'drop|ever|end|last|leaving|hint|legacy|weary|death|life|harm|blow|need|no|others|means'.split('|'),
);

/**
 * Something to do or to know, and no word that could be of how they are. For words that `judgeWords` finds
 * harmless.
 */
export function isEveryday(text: string): boolean {
  const kinds = partsToWeigh(text).flat();
  if (kinds.some((kind) => GRAVE.has(kind))) return false;
  return isAboutPlans(text) || kinds.some((kind) => EVERYDAY.has(kind));
}
