// The heat of what is said: kinds of words that are harmless alone, weighed together. It hears what no phrase foresaw.
import { readFileSync } from 'node:fs';
import type { Lexicon } from '../lexicon/lexicon.ts';
import { compile, compileWords, type Patterns } from './compile.ts';

/** What of a reader is weighed too. */
interface Frames {
  lexicon: Lexicon;
  harmless: Patterns;
  another: Patterns;
  isOver: (text: string) => boolean;
  has: Record<'fiction' | 'work' | 'recovered', (text: string) => boolean>;
}

/** A kind, and the words of it that are said. */
type Found = [kind: string, said: string];

/** So many sentences in a row are weighed together: "cancel my alarms. all of them. for good". */
const TOGETHER = 3;

/** The parts of a text, each as the kinds in it and their pairs; a kind with itself is two words of it. */
export function createHeat({ lexicon, harmless, another, isOver, has }: Frames) {
  const { kinds, hint, leaving } = lexicon.heat;
  const all: [string, Patterns][] = [
    ...Object.entries(kinds).map(([kind, words]): [string, Patterns] => [kind, compileWords(words)]),
    ['everyday', compileWords(lexicon.everyday)],
    ['hint', compile(hint, lexicon.sets)],
    ['leaving', compile(leaving, lexicon.sets)],
  ];
  const inSentence = (sentence: string): Found[] => {
    const own = another.replace(sentence, () => '◦ ');
    const found = [...all, ['harmless', harmless] as const];
    return found.flatMap(([kind, words]) => words.all(own).map(({ said }): Found => [kind, said]));
  };
  return (sentences: readonly string[]): string[][] => {
    const whole = sentences.join('');
    const frame: Found[] = [];
    if (has.fiction(whole)) frame.push(['fiction', whole]);
    if (has.work(whole)) frame.push(['help', whole]);
    if (isOver(whole)) frame.push([has.recovered(whole) ? 'recovered' : 'past', whole]);
    return partsOf(sentences.map(inSentence)).map((part) => pairsOf([...part.flat(), ...frame]));
  };
}

/** One to three in a row. */
const partsOf = <T>(all: readonly T[]): T[][] =>
  all.flatMap((_, from) =>
    Array.from({ length: Math.min(TOGETHER, all.length - from) }, (__, more) =>
      all.slice(from, from + more + 1),
    ),
  );

/** "death", "death life", "death death". */
function pairsOf(found: readonly Found[]): string[] {
  const words = Map.groupBy(found, ([kind]) => kind);
  const kinds = [...words.keys()].toSorted();
  return kinds.flatMap((kind, at) => [
    kind,
    ...(new Set(words.get(kind)!.map(([, said]) => said)).size > 1 ? [`${kind} ${kind}`] : []),
    ...kinds.slice(at + 1).map((other) => `${kind} ${other}`),
  ]);
}

/** How much each weighs, in hundredths: learnt from the lines of the tests by test/pure/safety/weigh.ts. */
const WEIGHTS = new Map(
  readFileSync(new URL('../lexicon/heat/weights.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [kind = '', ...weights] = line.split(/: |, /);
      return weights.map((one): [string, number] => {
        const [other = '', weight] = one.split(' ');
        return [other === 'alone' ? kind : `${kind} ${other}`, Number(weight)];
      });
    }),
);

/** Above nought somebody is asked. */
export const heatOf = (pairs: readonly string[]): number =>
  pairs.reduce((sum, pair) => sum + (WEIGHTS.get(pair) ?? 0), WEIGHTS.get('nothing') ?? 0);
