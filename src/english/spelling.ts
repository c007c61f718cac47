// Mends slips of the finger in words of time and grammar ("tuseday", "mornng"): a closed lexicon, and never a name.
import { MENDED, NUMBERS, ORDINALS, REAL, SHORT, WEEKDAYS } from './words.ts';

const KNOWN = new Set([...MENDED, ...NUMBERS.keys(), ...ORDINALS.keys(), ...SHORT.keys()]);
const DAYS = new Set(WEEKDAYS.flatMap((day) => [day, `${day}s`]));
const BY_LETTER = Map.groupBy(MENDED, (word) => word[0]!);

/** The word of the lexicon that was meant: one slip from five letters on, two from nine on; else the word itself. */
export function mend(said: string, lower: string): string {
  if (lower.length < 5 || KNOWN.has(lower) || REAL.has(lower)) return lower;
  const isName = /^\p{Lu}\p{Ll}/u.test(said);
  const near = (BY_LETTER.get(lower[0]!) ?? []).filter(
    (word) => (!isName || DAYS.has(word)) && slips(lower, word, word.length >= 9 ? 2 : 1),
  );
  const nearest = near.find((word) => slips(lower, word, 1)) ?? near[0];
  return nearest ?? lower;
}

/** True where at most `most` letters are too many, missing, wrong or changed over. A plural stays one. */
function slips(said: string, word: string, most: number): boolean {
  if (Math.abs(said.length - word.length) > most || said.endsWith('s') !== word.endsWith('s')) return false;
  let [before, row] = [[] as number[], Array.from({ length: word.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= said.length; i++) {
    const next = [i];
    for (let j = 1; j <= word.length; j++) {
      const cost = said[i - 1] === word[j - 1] ? 0 : 1;
      let best = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + cost);
      const isSwapped = i > 1 && j > 1 && said[i - 1] === word[j - 2] && said[i - 2] === word[j - 1];
      if (isSwapped) best = Math.min(best, before[j - 2]! + 1);
      next.push(best);
    }
    [before, row] = [row, next];
  }
  return row[word.length]! <= most;
}
