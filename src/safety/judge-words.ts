// What words say of safety: sure, unsure, of somebody else, or nothing. By rules, and by words weighed below them.
import type { Concept, Language, Lexicon } from './lexicon/lexicon.ts';
import { readLexicons } from './lexicon/read-lexicon.ts';
import type { Said } from './words/compile.ts';
import { fold, QUOTE } from './words/fold.ts';
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

/** Pure, and takes some milliseconds. Of several languages the one with the strongest sign counts. */
export function judgeWords(text: string): Verdict {
  const [likeliest, ...others] = readersOf(text);
  const { language } = likeliest!.reader.lexicon;
  const most = likeliest!.likely;
  let found: Verdict = { ...judgeIn(likeliest!, 0), language };
  for (const one of others) {
    // Without a word of a language nobody says "I" in it.
    if (one.likely === 0 && most > 1) continue;
    // A word that two languages share is read by the one that is spoken; what is sure is sure in any.
    const verdict = judgeIn(one, one.likely < most ? WORDS_OF_ONE : 0);
    if (verdict.level !== 'alarm' && one.likely < most - CLOSE) continue;
    if (STRENGTH[verdict.level] > STRENGTH[found.level])
      found = { ...verdict, language: one.reader.lexicon.language };
  }
  return { ...found, ...weighed(likeliest!, found) };
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
    const sentences = folded.map((sentence) => asWritten(reader.lexicon.spoken, sentence));
    return { reader, sentences, likely: reader.common.all(folded.join(' ')).length };
  }).toSorted((a, b) => b.likely - a.likely);
};

/** Short texts have few words by which to know a language; three in a row are of one only. */
const CLOSE = 2;
const WORDS_OF_ONE = 3;

const STRENGTH: Record<Verdict['level'], number> = { none: 0, another: 1, ask: 2, alarm: 3 };

interface Found {
  concept: Concept;
  level: 'alarm' | 'ask' | 'another';
  said: string;
}

/** Of signs that are not sure those count that have so many words. */
function judgeIn({ reader, sentences }: SaidIn, words: number): Omit<Verdict, 'language'> {
  const whole = sentences.join(' ');
  const found = sentences
    .flatMap((sentence) => signsIn(reader, sentence, whole))
    .filter(({ level, said }) => level === 'alarm' || said.trim().split(' ').length >= words);
  const at = (level: Found['level']) => found.filter((one) => one.level === level);
  const sure = at('alarm');
  const asked = at('ask');
  const from = [...sure, ...asked].every(({ concept }) => concept === 'danger') ? 'other' : 'self';
  const concepts = new Set(asked.map(({ concept }) => concept)).size;
  if (sure.length > 0 || concepts > 1) return { level: 'alarm', from };
  if (asked.length > 0) return { level: 'ask', from };
  return { level: at('another').length > 0 ? 'another' : 'none', from: 'self' };
}

/** In a long message the everyday of one clause is not that of another. */
const NEAR = 7;

function around(sentence: string, { index, said }: Said): string {
  const before = sentence
    .slice(0, index)
    .split(' ')
    .slice(-NEAR - 1)
    .join(' ');
  const after = sentence
    .slice(index + said.length)
    .split(' ')
    .slice(0, NEAR)
    .join(' ');
  return ` ${before}${said}${after} `;
}

/** Dialect, slang and haste in the words of the patterns. */
const asWritten = (spoken: Lexicon['spoken'], sentence: string): string =>
  sentence
    .split(' ')
    .map((word) => spoken.get(word) ?? word)
    .join(' ');

function signsIn(reader: Reader, sentence: string, whole: string): Found[] {
  const bare = reader.harmless.replace(sentence, () => '· ');
  const others = reader.another.all(bare);
  const found: Found[] =
    reader.has.fiction(whole) || reader.has.work(whole) || reader.isOver(whole)
      ? []
      : others.map(({ said }) => ({ concept: 'wish', level: 'another', said }));
  const rest = reader.another.replace(bare, (said) => '◦ '.repeat(said.trim().split(' ').length));
  for (const { concept, level, patterns } of reader.signs)
    for (const match of patterns.all(rest))
      found.push(...weigh(reader, { concept, level, match, sentence: rest, whole }));
  return found;
}

interface Sign {
  concept: Concept;
  level: 'alarm' | 'ask';
  match: Said;
  sentence: string;
  whole: string;
}

/** A sign in its frame: whose it is, of when, and whether anybody means it. */
function weigh({ has, isOver, isLately }: Reader, { concept, level, match, sentence, whole }: Sign): Found[] {
  const { said } = match;
  const before = sentence.slice(0, match.index);
  const isQuoted = before.lastIndexOf(QUOTE.opens) > before.lastIndexOf(QUOTE.closes);
  const isOfFirst = has.first(` ${said}`);
  const isOfThird =
    concept !== 'danger' && !isOfFirst && has.lastIsThird(before) && !has.bereaved(` ${before}`);
  const isReported =
    concept !== 'danger' && has.third(before) && has.speech(before) && !/ (?:me to|to) $/.test(before);
  const isSure = level === 'alarm';
  const isOfOthers = has.fiction(whole) || has.work(whole);
  if (isQuoted && isOfOthers) return [];
  if (has.fiction(sentence) && (isOfThird || has.speech(before) || !isSure)) return [];
  if (has.work(sentence) && (!isSure || isOfThird)) return [];
  if (isOfThird || (isReported && (isQuoted || has.reporting(before))))
    return isOfOthers || isOver(whole) ? [] : [{ concept, level: 'another', said }];
  const isPast = (isOver(sentence) || isLately(sentence)) && !has.now(` ${said}`);
  if (isPast && has.recovered(whole) && !has.still(whole)) return [];
  if (isPast && !has.present(sentence))
    return isSure || isLately(sentence) || has.still(whole) ? [{ concept, level: 'ask', said }] : [];
  if (!isSure && concept !== 'burden' && has.everyday(around(sentence, match))) return [];
  if (isSure && (has.fiction(sentence) || has.work(sentence) || isQuoted) && !has.present(sentence))
    return [{ concept, level: 'ask', said }];
  return [{ concept, level, said }];
}

const READERS = readLexicons().map(createReader);
