// What somebody's words say of their safety: sure, unsure, of somebody else, or nothing. Rules alone, no model.
import type { Concept, Language, Lexicon } from './lexicon/lexicon.ts';
import { readLexicons } from './lexicon/read-lexicon.ts';
import type { Said } from './words/compile.ts';
import { fold, QUOTE } from './words/fold.ts';
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
  const languages = READERS.map((reader) => ({ reader, sentences: fold(text, reader.lexicon.apostrophe) }));
  const likely = (one: (typeof languages)[number]) => one.reader.common.all(one.sentences.join(' ')).length;
  const most = Math.max(...languages.map(likely));
  let found: Verdict | null = null;
  for (const one of languages.toSorted((a, b) => likely(b) - likely(a))) {
    const { language } = one.reader.lexicon;
    // Without a word of a language nobody says "I" in it.
    if (found && likely(one) === 0 && most > 1) continue;
    // A word that two languages share is read by the one that is spoken; what is sure is sure in any.
    const verdict = judgeIn(one.reader, one.sentences, likely(one) < most ? WORDS_OF_ONE : 0);
    if (found && verdict.level !== 'alarm' && likely(one) < most - CLOSE) continue;
    if (!found || STRENGTH[verdict.level] > STRENGTH[found.level]) found = { ...verdict, language };
  }
  return found!;
}

/** Short texts have few words by which to know a language; three in a row are of one only. */
const CLOSE = 2;
const WORDS_OF_ONE = 3;

const STRENGTH: Record<Verdict['level'], number> = { none: 0, another: 1, ask: 2, alarm: 3 };

interface Found {
  concept: Concept;
  level: 'alarm' | 'ask' | 'hint' | 'another';
  said: string;
}

/** Of signs that are not sure those count that have so many words. */
function judgeIn(reader: Reader, sentences: readonly string[], words: number): Omit<Verdict, 'language'> {
  const spoken = sentences.map((sentence) => asWritten(reader.lexicon.spoken, sentence));
  const whole = spoken.join(' ');
  const found = spoken
    .flatMap((sentence) => signsIn(reader, sentence, whole))
    .filter(({ level, said }) => level === 'alarm' || said.trim().split(' ').length >= words);
  const at = (level: Found['level']) => found.filter((one) => one.level === level);
  const sure = at('alarm');
  const asked = at('ask');
  const from = [...sure, ...asked].every(({ concept }) => concept === 'danger') ? 'other' : 'self';
  const concepts = new Set([...asked, ...at('hint')].map(({ concept }) => concept)).size;
  if (sure.length > 0 || (asked.length > 0 && concepts > 1)) return { level: 'alarm', from };
  if (asked.length > 0) return { level: 'ask', from };
  if (concepts > 1 || leavesFrom(reader, spoken)) return { level: 'ask', from: 'self' };
  return { level: at('another').length > 0 ? 'another' : 'none', from: 'self' };
}

/** They are at such a place, or have the means, and say that it is for the last time; or left a note. */
function leavesFrom(
  { harmless, place, leaving, across, has, isOver, isLately }: Reader,
  spoken: readonly string[],
): boolean {
  const whole = spoken.map((sentence) => harmless.replace(sentence, () => '· ')).join('');
  if (has.fiction(whole) || has.work(whole) || isOver(whole) || isLately(whole)) return false;
  if (across.all(whole.replaceAll(/ +/g, ' ')).length > 0) return true;
  return leaving.in(spoken.join('')) && place.in(whole);
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
  level: 'alarm' | 'ask' | 'hint';
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
  if (level === 'hint' && isOfThird) return [];
  if (isOfThird || (isReported && (isQuoted || has.reporting(before))))
    return isOfOthers || isOver(whole) ? [] : [{ concept, level: 'another', said }];
  const isPast = (isOver(sentence) || isLately(sentence)) && !has.now(` ${said}`);
  if (isPast && has.recovered(whole) && !has.still(whole)) return [];
  if (isPast && !has.present(sentence))
    return isSure || isLately(sentence) || has.still(whole) ? [{ concept, level: 'ask', said }] : [];
  if (!isSure && has.everyday(around(sentence, match))) return [];
  if (isSure && (has.fiction(sentence) || has.work(sentence) || isQuoted) && !has.present(sentence))
    return [{ concept, level: 'ask', said }];
  return [{ concept, level, said }];
}

const READERS = readLexicons().map(createReader);
