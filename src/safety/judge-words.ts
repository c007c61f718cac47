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
    // Without a word of a language nobody says "I" in it.
    if (found && likely(one) === 0 && most > 1) continue;
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
  level: 'alarm' | 'ask' | 'hint' | 'another';
}

function judgeIn(reader: Reader, sentences: readonly string[]): Omit<Verdict, 'language'> {
  const spoken = sentences.map((sentence) => asWritten(reader.lexicon.spoken, sentence));
  const whole = spoken.join(' ');
  const found = spoken.flatMap((sentence) => signsIn(reader, sentence, whole));
  const at = (level: Found['level']) => found.filter((one) => one.level === level);
  const sure = at('alarm');
  const asked = at('ask');
  const from = [...sure, ...asked].every(({ concept }) => concept === 'danger') ? 'other' : 'self';
  const concepts = new Set([...asked, ...at('hint')].map(({ concept }) => concept)).size;
  if (sure.length > 0 || (asked.length > 0 && concepts > 1)) return { level: 'alarm', from };
  if (asked.length > 0) return { level: 'ask', from };
  if (concepts > 1) return { level: 'ask', from: 'self' };
  return { level: at('another').length > 0 ? 'another' : 'none', from: 'self' };
}

/** Dialect, slang and haste in the words of the patterns. */
const asWritten = (spoken: Lexicon['spoken'], sentence: string): string =>
  sentence
    .split(' ')
    .map((word) => spoken.get(word) ?? word)
    .join(' ');

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
  for (const { concept, level, pattern } of reader.signs)
    for (const match of pattern ? rest.matchAll(pattern) : [])
      found.push(...weigh(reader, { concept, level, match, sentence: rest, whole }));
  return found;
}

interface Sign {
  concept: Concept;
  level: 'alarm' | 'ask' | 'hint';
  match: RegExpMatchArray;
  sentence: string;
  whole: string;
}

/** A sign in its frame: whose it is, of when, and whether anybody means it. */
function weigh({ has, isOver, isLately }: Reader, { concept, level, match, sentence, whole }: Sign): Found[] {
  const before = sentence.slice(0, match.index);
  const isQuoted = before.lastIndexOf(QUOTE.opens) > before.lastIndexOf(QUOTE.closes);
  const isOfFirst = has.first(` ${match[0]}`);
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
    return isOfOthers || isOver(whole) ? [] : [{ concept, level: 'another' }];
  const isPast = (isOver(sentence) || isLately(sentence)) && !has.now(` ${match[0]}`);
  if (isPast && has.recovered(whole) && !has.still(whole)) return [];
  if (isPast && !has.present(sentence))
    return isSure || isLately(sentence) || has.still(whole) ? [{ concept, level: 'ask' }] : [];
  if (!isSure && has.everyday(sentence)) return [];
  if (isSure && (has.fiction(sentence) || has.work(sentence) || isQuoted) && !has.present(sentence))
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
  // Shorter ones are words of other languages.
  const spokenWords = [...lexicon.spoken.keys()].filter((word) => word.length > 3);
  const lastPerson = (text: string) => text.match(persons)?.at(-1)?.trim();
  return {
    lexicon,
    common: compileWords([lexicon.common, ...spokenWords].join('|')),
    harmless: compile(lexicon.harmless, sets),
    another: compile(lexicon.another, sets),
    signs: CONCEPTS.flatMap((concept) => {
      const { sure = [], unsure = [], hint = [] } = lexicon.signs[concept];
      return [
        { concept, level: 'alarm' as const, pattern: compile(sure, sets) },
        { concept, level: 'ask' as const, pattern: compile(unsure, sets) },
        { concept, level: 'hint' as const, pattern: compile(hint, sets) },
      ];
    }),
    isOver: (text: string): boolean => past !== null && text.search(past) >= 0,
    isLately: (text: string): boolean => lately !== null && text.search(lately) >= 0,
    has: {
      first: words(lexicon.first),
      third: words(lexicon.third),
      speech: words(lexicon.speech),
      fiction: words(lexicon.fiction),
      work: words(lexicon.work),
      present: words(lexicon.present),
      now: words(lexicon.now),
      still: words(lexicon.still),
      bereaved: words(lexicon.bereaved),
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

/** At the start of a process: patterns are compiled by their first use, which nobody's message shall wait for. */
export function warmUpGuard(): void {
  for (const { lexicon } of READERS) {
    judgeWords(lexicon.common.replaceAll('|', ' '));
    judgeWords(`${lexicon.first} ${lexicon.third}`.replaceAll('|', ' '));
  }
}
