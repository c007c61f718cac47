// A lexicon with its patterns and nets compiled: what the judge looks up.
import type { Lexicon } from '../lexicon/lexicon.ts';
import { CONCEPTS } from '../lexicon/read-lexicon.ts';
import { compile, compileWords, type Patterns } from './compile.ts';
import { createDoses, DOSE } from './doses.ts';
import { createHeat } from './heat.ts';
import { compileNets } from './nets.ts';

export type Reader = ReturnType<typeof createReader>;

/** Whether a text has one of these. */
const words = (list: string): ((text: string) => boolean) => compileWords(list).in;

/** Those that are sure first. */
const signsOf = (
  signs: Lexicon['signs'],
  sets: Lexicon['sets'],
  read: (lines: readonly string[], sets: Lexicon['sets']) => Pick<Patterns, 'all'>,
) =>
  CONCEPTS.flatMap((concept) => {
    const { sure = [], unsure = [] } = signs[concept];
    return [
      { concept, level: 'alarm' as const, patterns: read(sure, sets) },
      { concept, level: 'ask' as const, patterns: read(unsure, sets) },
    ];
  });

/** A lexicon, ready to be looked up. */
export function createReader(lexicon: Lexicon) {
  const { sets } = lexicon;
  const persons = compileWords(`${lexicon.first}|${lexicon.third}`);
  const isFirst = new Set(lexicon.first.split('|'));
  // Shorter ones are words of other languages.
  const spokenWords = [...lexicon.spoken.keys()].filter((word) => word.length > 3);
  const lastPerson = (text: string) => persons.all(text).at(-1)?.said.trim();
  const reader = {
    lexicon,
    common: compileWords([lexicon.common, ...spokenWords].join('|')),
    harmless: compile([...lexicon.harmless, DOSE], sets),
    withoutDoses: createDoses(lexicon),
    another: compile(lexicon.another, sets),
    signs: [...signsOf(lexicon.signs, sets, compile), ...signsOf(lexicon.net, sets, compileNets)],
    isOver: compile(lexicon.past, sets).in,
    isLately: compile(lexicon.lately, sets).in,
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
      reporting: compile([`<third> ~2 <speech> ~2 $`], { third: lexicon.third, speech: lexicon.speech }).in,
    },
  };
  return { ...reader, heat: createHeat(reader) };
}
