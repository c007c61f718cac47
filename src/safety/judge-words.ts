// What words say of safety: sure, unsure, of somebody else, or nothing. By rules, and by words weighed below them.
import type { Language } from '../kernel/languages.ts';
import { judgeIn } from './judge-signs.ts';
import type { Lexicon } from './lexicon/lexicon.ts';
import { readLexicons } from './lexicon/read-lexicon.ts';
import { fold } from './words/fold.ts';
import { heatOf } from './words/heat.ts';
import { createReader, type Reader } from './words/reader.ts';

export interface Verdict {
  /** alarm: they are in danger, for sure. ask: they may be. another: somebody else is. none: nothing of the kind. */
  level: 'alarm' | 'ask' | 'another' | 'none';
  /** By whom: by themselves, or by another person. */
  from: 'self' | 'other';
  /** In which the words are, as far as one can tell. */
  language: Language;
}

/** Pure, and takes some milliseconds; of a long text in proportion to it. */
export function judgeWords(text: string): Verdict {
  const all = readersOf(text);
  const found = judgeSigns(all);
  return { ...found, ...weighed(all[0]!, found) };
}

/** What the signs alone say of a text. */
export const judgePhrases = (text: string): Verdict => judgeSigns(readersOf(text));

/** Of several languages the one with the strongest sign counts. */
function judgeSigns([likeliest, ...others]: readonly SaidIn[]): Verdict {
  const { language } = likeliest!.reader.lexicon;
  const most = likeliest!.likely;
  let found: Verdict = { ...judgeIn(likeliest!, 0), language };
  for (const one of others) {
    if (found.level === 'alarm') break;
    // Without a word of a language nobody says "I" in it.
    if (one.likely === 0 && most > 1) continue;
    // A word that two languages share is read by the one that is spoken; what is sure is sure in any.
    const verdict = judgeIn(one, one.likely < most ? WORDS_OF_ONE : 0);
    if (verdict.level !== 'alarm' && one.likely < most - CLOSE) continue;
    if (STRENGTH[verdict.level] > STRENGTH[found.level])
      found = { ...verdict, language: one.reader.lexicon.language };
  }
  return found;
}

/** What no sign says, or not for sure, may lie in how hot the words are together; what is cold is less sure. */
function weighed({ reader, sentences }: SaidIn, { level, from }: Verdict): Pick<Verdict, 'level' | 'from'> {
  if (level === 'another') return { level, from };
  const parts = reader.heat(sentences).map((pairs) => ({ pairs, heat: heatOf(pairs) }));
  const { pairs, heat } = parts.toSorted((a, b) => b.heat - a.heat)[0] ?? { pairs: [], heat: heatOf([]) };
  const { alarm, ask } = BOUNDS[level];
  const isOfFoe = level === 'none' && pairs.includes('blow foe');
  return { level: heat > alarm ? 'alarm' : heat > ask ? 'ask' : 'none', from: isOfFoe ? 'other' : from };
}

/** By what the signs say: above which heat it is an alarm, and above which somebody is asked. */
const BOUNDS = {
  none: { alarm: 500, ask: 0 },
  ask: { alarm: 200, ask: -300 },
  alarm: { alarm: -600, ask: -Infinity },
};

/** What is weighed of a text. */
export function partsToWeigh(text: string): string[][] {
  const { reader, sentences } = readersOf(text)[0]!;
  return reader.heat(sentences);
}

interface SaidIn {
  reader: Reader;
  sentences: string[];
  /** How many of its words the language is known by. */
  likely: number;
}

/** A text in each language, the likeliest first. */
const readersOf = (text: string): SaidIn[] => {
  const ways = { '': fold(text, ''), ' ': fold(text, ' ') };
  return READERS.map((reader) => {
    const folded = ways[reader.lexicon.apostrophe];
    const said = folded.map((sentence) => asWritten(reader.lexicon.spoken, sentence));
    return {
      reader,
      sentences: reader.withoutDoses(said),
      likely: reader.common.all(folded.join(' ')).length,
    };
  }).toSorted((a, b) => b.likely - a.likely);
};

/** Short texts have few words by which to know a language; three in a row are of one only. */
const CLOSE = 2;
const WORDS_OF_ONE = 3;

const STRENGTH: Record<Verdict['level'], number> = { none: 0, another: 1, ask: 2, alarm: 3 };

/** Dialect, slang and haste in the words of the patterns. */
const asWritten = (spoken: Lexicon['spoken'], sentence: string): string =>
  sentence
    .split(' ')
    .map((word) => spoken.get(word) ?? word)
    .join(' ');

const READERS = readLexicons().map(createReader);
