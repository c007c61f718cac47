// Learns how much the kinds of words weigh, by logistic regression: node test/pure/safety/weigh.ts writes weights.txt.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { LANGUAGES } from '../../../src/kernel/languages.ts';
import { judgePhrases, partsToWeigh } from '../../../src/safety/judge-words.ts';
import { sayInAllWays } from './grammar.ts';
import { printOfLines } from './print-of-lines.ts';

const ROUNDS = 40;
const STEP = 0.1;
/** Keeps a weight small that few lines speak for. */
const PULL = 0.03;
/** What weighs less is left out. */
const LEAST = 0.3;
/** The share of harmless lines with alarming words, and of everyday ones, that may be asked about. */
const ASKED = 0.042;
const ASKED_EVERY_DAY = 0.011;
/** There is more everyday talk than there are lines of it. */
const EVERY_DAY = 5;

interface Example {
  parts: string[][];
  hot: boolean;
  known: boolean;
}

const linesIn = (folder: string): Record<string, string>[] =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) =>
      readFileSync(new URL(folder + file, import.meta.url), 'utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => JSON.parse(line) as Record<string, string>);

/** What people say in danger and what sounds like it; and what they say every day. */
function examples(): Example[] {
  const said = linesIn('said/')
    .filter(({ want }) => want !== 'other')
    .map(({ want, text }) => ({ parts: partsToWeigh(text!), hot: want !== 'none', known: true }));
  const everyday = ['../../eval/said/', '../../eval/set/']
    .flatMap(linesIn)
    // Who is in need says nothing of every day. Not by the weights themselves: they would depend on the last ones.
    .filter(({ sort }) => sort !== 'care')
    .map(({ say, goal }) => say ?? goal)
    .filter((text) => text !== undefined && judgePhrases(text).level !== 'alarm')
    .map((text) => ({ parts: partsToWeigh(text!), hot: false, known: false }));
  const grammar = LANGUAGES.flatMap((language) =>
    (['alarm', 'ask', 'none'] as const).flatMap((level) =>
      sayInAllWays(language, level)
        .filter((_, at) => level === 'none' || at % 4 === 0)
        .map((text) => ({ parts: partsToWeigh(text), hot: level !== 'none', known: level !== 'none' })),
    ),
  );
  return [...said, ...everyday, ...grammar];
}

type Weights = Map<string, number>;

const heat = (weights: Weights, pairs: readonly string[]): number =>
  ['nothing', ...pairs].reduce((sum, pair) => sum + (weights.get(pair) ?? 0), 0);
const hottest = (weights: Weights, parts: readonly string[][]): string[] =>
  parts.toSorted((a, b) => heat(weights, b) - heat(weights, a))[0] ?? [];

function learn(all: readonly Example[], of: (pair: string) => boolean): Weights {
  const [weights, slopes]: [Weights, Weights] = [new Map(), new Map()];
  for (let round = 0; round < ROUNDS; round += 1)
    for (let at = 0; at < all.length; at += 1) {
      const { parts, hot, known } = all[(at * 7919) % all.length]!;
      const pairs = ['nothing', ...hottest(weights, parts).filter(of)];
      const wrong =
        (1 / (1 + Math.exp(-heat(weights, pairs.slice(1)))) - Number(hot)) * (known ? 1 : EVERY_DAY);
      for (const pair of pairs) {
        const weight = weights.get(pair) ?? 0;
        const slope = wrong + PULL * weight;
        const sum = (slopes.get(pair) ?? 1e-6) + slope * slope;
        slopes.set(pair, sum);
        weights.set(pair, weight - (STEP * slope) / Math.sqrt(sum));
      }
    }
  return weights;
}

const all = examples();
const first = learn(all, () => true);
const weights = learn(all, (pair) => Math.abs(first.get(pair) ?? 0) >= LEAST);
/** Above which heat so large a share of the harmless ones lies. */
const boundOf = (isKnown: boolean, share: number): number => {
  const heats = all
    .filter(({ hot, known }) => !hot && known === isKnown)
    .map(({ parts }) => heat(weights, hottest(weights, parts)))
    .toSorted((a, b) => b - a);
  return heats[Math.floor(heats.length * share)]!;
};
const bounds = [boundOf(true, ASKED), boundOf(false, ASKED_EVERY_DAY)];
const bound = Math.max(...bounds);
weights.set('nothing', weights.get('nothing')! - bound);
/** A line for each kind: "death: alone 20, life 93". */
const table = Map.groupBy(
  [...weights]
    .map(([pair, weight]): [string, string, number] => {
      const [kind = '', other = 'alone'] = pair.split(' ');
      return [kind, other, Math.round(weight * 100)];
    })
    .filter(([, , weight]) => weight !== 0),
  ([kind]) => kind,
);
const written = [...table]
  .map(
    ([kind, of]) =>
      `${kind}: ${of
        .map(([, other, weight]) => `${other} ${weight}`)
        .toSorted()
        .join(', ')}`,
  )
  .toSorted();
writeFileSync(
  new URL('../../../src/safety/lexicon/heat/weights.txt', import.meta.url),
  `# How much kinds of words weigh, alone and with another, in hundredths. Written by test/pure/safety/weigh.ts.\n# Of the lines ${printOfLines()}\n${written.join('\n')}\n`,
);
