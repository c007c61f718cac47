// What the signs of one language say of a text: each in its frame, whose it is, of when, and whether anybody means it.
import type { Verdict } from './judge-words.ts';
import type { Concept } from './lexicon/lexicon.ts';
import type { Said } from './words/compile.ts';
import { QUOTE } from './words/fold.ts';
import type { Reader } from './words/reader.ts';

interface Found {
  concept: Concept;
  level: 'alarm' | 'ask' | 'another';
  said: string;
}

/** Of signs that are not sure those count that have so many words. */
export function judgeIn(
  { reader, sentences }: { reader: Reader; sentences: readonly string[] },
  words: number,
): Omit<Verdict, 'language'> {
  const whole = readWhole(reader, sentences.join(' '));
  const found: Found[] = [];
  for (const sentence of new Set(sentences)) {
    const signs = signsIn(reader, sentence, whole);
    found.push(
      ...signs.filter(({ level, said }) => level === 'alarm' || said.trim().split(' ').length >= words),
    );
    // Nothing that follows takes it back.
    if (found.some(({ level, concept }) => level === 'alarm' && concept !== 'danger')) break;
  }
  const at = (level: Found['level']) => found.filter((one) => one.level === level);
  const sure = at('alarm');
  const asked = at('ask');
  const from = [...sure, ...asked].every(({ concept }) => concept === 'danger') ? 'other' : 'self';
  const concepts = new Set(asked.map(({ concept }) => concept)).size;
  if (sure.length > 0 || concepts > 1) return { level: 'alarm', from };
  if (asked.length > 0) return { level: 'ask', from };
  return { level: at('another').length > 0 ? 'another' : 'none', from: 'self' };
}

/** What the frame of a sign asks of the whole text: the same for each of them. */
const readWhole = ({ has, isOver }: Reader, whole: string) => ({
  isOfOthers: has.fiction(whole) || has.work(whole),
  isOver: isOver(whole),
  isRecovered: has.recovered(whole),
  isStill: has.still(whole),
});

type Whole = ReturnType<typeof readWhole>;

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

function signsIn(reader: Reader, sentence: string, whole: Whole): Found[] {
  const bare = reader.harmless.replace(sentence, () => '· ');
  const others = reader.another.all(bare);
  const found: Found[] =
    whole.isOfOthers || whole.isOver
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
  whole: Whole;
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
  if (isQuoted && whole.isOfOthers) return [];
  if (has.fiction(sentence) && (isOfThird || has.speech(before) || !isSure)) return [];
  if (has.work(sentence) && (!isSure || isOfThird)) return [];
  if (isOfThird || (isReported && (isQuoted || has.reporting(before))))
    return whole.isOfOthers || whole.isOver ? [] : [{ concept, level: 'another', said }];
  const isPast = (isOver(sentence) || isLately(sentence)) && !has.now(` ${said}`);
  if (isPast && whole.isRecovered && !whole.isStill) return [];
  if (isPast && !has.present(sentence))
    return isSure || isLately(sentence) || whole.isStill ? [{ concept, level: 'ask', said }] : [];
  if (!isSure && concept !== 'burden' && has.everyday(around(sentence, match))) return [];
  if (isSure && (has.fiction(sentence) || has.work(sentence) || isQuoted) && !has.present(sentence))
    return [{ concept, level: 'ask', said }];
  return [{ concept, level, said }];
}
