// What somebody's words say of their safety: sure, unsure, of somebody else, or nothing. Rules alone, no model.
import type { Concept, Language, Lexicon } from './lexicon/lexicon.ts';
import { CONCEPTS, readLexicons } from './lexicon/read-lexicon.ts';
import { compile, compileWords } from './words/compile.ts';
import { fold, QUOTE } from './words/fold.ts';

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
  const likely = (one: (typeof languages)[number]) =>
    one.sentences.join(' ').match(one.reader.common)?.length ?? 0;
  const most = Math.max(...languages.map(likely));
  let found: Verdict | null = null;
  for (const one of languages.toSorted((a, b) => likely(b) - likely(a))) {
    const { language } = one.reader.lexicon;
    const verdict = judgeIn(one.reader, one.sentences);
    // A word that two languages share is read by the one that is spoken; what is sure is sure in any.
    if (found && verdict.level !== 'alarm' && likely(one) < most) continue;
    if (!found || STRENGTH[verdict.level] > STRENGTH[found.level]) found = { ...verdict, language };
  }
  return found!;
}

const STRENGTH: Record<Verdict['level'], number> = { none: 0, another: 1, ask: 2, alarm: 3 };

type Reader = ReturnType<typeof createReader>;

interface Found {
  concept: Concept;
  level: 'alarm' | 'ask' | 'another';
}

function judgeIn(reader: Reader, sentences: readonly string[]): Omit<Verdict, 'language'> {
  const whole = sentences.join(' ');
  const found = sentences.flatMap((sentence) => signsIn(reader, sentence, whole));
  const sure = found.filter(({ level }) => level === 'alarm');
  const asked = found.filter(({ level }) => level === 'ask');
  const from = [...sure, ...asked].every(({ concept }) => concept === 'danger') ? 'other' : 'self';
  if (sure.length > 0 || new Set(asked.map(({ concept }) => concept)).size > 1)
    return { level: 'alarm', from };
  if (asked.length > 0) return { level: 'ask', from };
  return { level: found.length > 0 ? 'another' : 'none', from: 'self' };
}

function signsIn(reader: Reader, sentence: string, whole: string): Found[] {
  const bare = reader.harmless ? sentence.replaceAll(reader.harmless, '· ') : sentence;
  const others = reader.another ? [...bare.matchAll(reader.another)] : [];
  const found: Found[] =
    reader.has.fiction(whole) || reader.has.work(whole) || reader.isOver(whole)
      ? []
      : others.map(() => ({ concept: 'wish', level: 'another' }));
  const rest = reader.another
    ? bare.replaceAll(reader.another, (said) => '◦ '.repeat(said.trim().split(' ').length))
    : bare;
  for (const { concept, sure, unsure } of reader.signs) {
    for (const match of sure ? rest.matchAll(sure) : [])
      found.push(...weigh(reader, { concept, level: 'alarm', match, sentence: rest, whole }));
    for (const match of unsure ? rest.matchAll(unsure) : [])
      found.push(...weigh(reader, { concept, level: 'ask', match, sentence: rest, whole }));
  }
  return found;
}

interface Sign {
  concept: Concept;
  level: 'alarm' | 'ask';
  match: RegExpMatchArray;
  sentence: string;
  whole: string;
}

/** A sign in its frame: whose it is, of when, and whether anybody means it. */
function weigh({ has, isOver, isLately }: Reader, { concept, level, match, sentence, whole }: Sign): Found[] {
  const before = sentence.slice(0, match.index);
  const isQuoted = before.lastIndexOf(QUOTE.opens) > before.lastIndexOf(QUOTE.closes);
  const isOfFirst = has.first(` ${match[0]}`);
  const isOfThird = concept !== 'danger' && !isOfFirst && has.lastIsThird(before);
  const isReported =
    concept !== 'danger' && has.third(before) && has.speech(before) && !/ (?:me to|to) $/.test(before);
  if (isQuoted && (has.fiction(whole) || has.work(whole))) return [];
  if (has.fiction(sentence) && (isOfThird || has.speech(before) || level === 'ask')) return [];
  if (has.work(sentence) && (level === 'ask' || isOfThird)) return [];
  if (isOfThird || (isReported && (isQuoted || has.reporting(before))))
    return has.fiction(whole) || has.work(whole) || isOver(whole) ? [] : [{ concept, level: 'another' }];
  const isPresent = has.present(sentence);
  if (isOver(sentence) && (has.recovered(whole) || !isPresent)) return [];
  if (isLately(sentence) && !isPresent) return has.recovered(whole) ? [] : [{ concept, level: 'ask' }];
  if (level === 'ask' && has.everyday(sentence)) return [];
  if (level === 'alarm' && (has.fiction(sentence) || has.work(sentence) || isQuoted) && !isPresent)
    return [{ concept, level: 'ask' }];
  return [{ concept, level }];
}

/** Whether a text has one of these. */
function words(list: string): (text: string) => boolean {
  const pattern = compileWords(list);
  return (text) => text.search(pattern) >= 0;
}

function createReader(lexicon: Lexicon) {
  const { sets } = lexicon;
  const past = compile(lexicon.past, sets);
  const lately = compile(lexicon.lately, sets);
  const persons = compileWords(`${lexicon.first}|${lexicon.third}`);
  const isFirst = new Set(lexicon.first.split('|'));
  const lastPerson = (text: string) => text.match(persons)?.at(-1)?.trim();
  return {
    lexicon,
    common: compileWords(lexicon.common),
    harmless: compile(lexicon.harmless, sets),
    another: compile(lexicon.another, sets),
    signs: CONCEPTS.map((concept) => ({
      concept,
      sure: compile(lexicon.signs[concept].sure ?? [], sets),
      unsure: compile(lexicon.signs[concept].unsure ?? [], sets),
    })),
    isOver: (text: string): boolean => past !== null && text.search(past) >= 0,
    isLately: (text: string): boolean => lately !== null && text.search(lately) >= 0,
    has: {
      first: words(lexicon.first),
      third: words(lexicon.third),
      speech: words(lexicon.speech),
      fiction: words(lexicon.fiction),
      work: words(lexicon.work),
      present: words(lexicon.present),
      recovered: words(lexicon.recovered),
      everyday: words(lexicon.everyday),
      lastIsThird: (text: string): boolean => {
        const last = lastPerson(text);
        return last !== undefined && !isFirst.has(last);
      },
      /** Somebody else said it: the last who spoke was not the person. */
      reporting: (text: string): boolean =>
        new RegExp(
          `(?: |^)(?:${lexicon.third}) (?:\\S+ ){0,2}(?:${lexicon.speech.replaceAll('_', ' ')}) (?:\\S+ ){0,2}$`,
        ).test(text),
    },
  };
}

const READERS = readLexicons().map(createReader);
