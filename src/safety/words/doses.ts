// Medicine is what people are reminded of most: taken as it should be it is no sign, whatever the signs say of pills.
import type { Lexicon } from '../lexicon/lexicon.ts';
import { compile } from './compile.ts';

/** Stands for what was taken as it should be. */
export const DOSE = 'qqdose';

/**
 * The sentences without their doses; as they are where anything says that it was too much, or all at once, or meant
 * to harm, or long ago. Many are not too many in a rhythm, and what is only named is a dose where a time is.
 */
export function createDoses({ doses, sets, past }: Lexicon): (sentences: readonly string[]) => string[] {
  const { remedy, taking, lots, rhythm, timed, tooMuch } = doses;
  const read = (patterns: readonly string[]) => compile(patterns, { ...sets, remedy, taking, lots });
  const isTooMuch = read([...tooMuch, ...past]).in;
  const hasRhythm = read(rhythm).in;
  const hasTime = read(timed).in;
  const named = read(['<remedy>']);
  const areMany = read(['<lots> ~3 <remedy>', '<remedy> ~2 <lots>']).in;
  const taken = read(['<taking> ~3 <remedy>', '<remedy> ~3 <taking>']);
  const takenOrNamed = read(['<taking> ~3 <remedy>', '<remedy> ~3 <taking>', '<remedy>']);
  return (sentences) => {
    const whole = sentences.join(' ');
    if (!named.in(whole) || isTooMuch(whole)) return [...sentences];
    const isUsual = hasRhythm(whole);
    if (areMany(whole) && !isUsual) return [...sentences];
    const cool = isUsual || hasTime(whole) ? takenOrNamed : taken;
    return sentences.map((sentence) => cool.replace(sentence, () => `${DOSE} `));
  };
}
