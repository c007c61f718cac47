// Learns how much words weigh for each intent, by logistic regression: node test/pure/coach/learn-intents.ts writes weights.txt.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { intentWords } from '../../../src/coach/intents/intent-words.ts';
import { ANY, INTENTS } from '../../../src/coach/intents/weigh-intents.ts';
import { saidWith, type SaidWith } from '../../eval/said-with.ts';

const ROUNDS = 25;
const STEP = 0.15;
/** Keeps a weight small that few lines speak for. */
const PULL = 0.006;
/** In so many lines a word has to stand. */
const SEEN = 2;
/** What weighs less, in hundredths, is left out. */
const LEAST = 25;

interface Example {
  words: string[];
  at: number;
}

/** Words that stand in more than one line. */
function examplesOf(lines: readonly SaidWith[]): Example[] {
  const all = lines.map(({ say, intent }) => ({
    words: [ANY, ...intentWords(say)],
    at: INTENTS.indexOf(intent),
  }));
  const seen = new Map<string, number>();
  for (const word of all.flatMap(({ words }) => words)) seen.set(word, (seen.get(word) ?? 0) + 1);
  return all.map(({ words, at }) => ({ at, words: words.filter((word) => seen.get(word)! >= SEEN) }));
}

type Weights = Map<string, number[]>;

const of = (weights: Weights, word: string, first: number): number[] => {
  const known = weights.get(word) ?? INTENTS.map(() => first);
  weights.set(word, known);
  return known;
};

function sharesOf(weights: Weights, words: readonly string[]): number[] {
  const sums = INTENTS.map((_, at) => words.reduce((sum, word) => sum + of(weights, word, 0)[at]!, 0));
  const most = Math.max(...sums);
  const shares = sums.map((sum) => Math.exp(sum - most));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / all);
}

function learn(examples: readonly Example[]): Weights {
  const [weights, slopes]: [Weights, Weights] = [new Map(), new Map()];
  for (let round = 0; round < ROUNDS; round += 1)
    for (let step = 0; step < examples.length; step += 1) {
      const { words, at: right } = examples[(step * 7919 + round) % examples.length]!;
      const shares = sharesOf(weights, words);
      for (const word of words) {
        const [weight, slope] = [of(weights, word, 0), of(slopes, word, 1e-6)];
        for (const [at, share] of shares.entries()) {
          const wrong = share - Number(at === right) + PULL * weight[at]!;
          slope[at]! += wrong * wrong;
          weight[at]! -= (STEP * wrong) / Math.sqrt(slope[at]!);
        }
      }
    }
  return weights;
}

/** "remind me\t1:103\t4:-20": by the place of the intent, in hundredths. */
function written(weights: Weights): string[] {
  return [...weights]
    .map(([word, all]) => {
      const told = all.map((weight, at) => [at, Math.round(weight * 100)] as const);
      return [word, ...told.filter(([, weight]) => Math.abs(weight) >= LEAST).map((pair) => pair.join(':'))];
    })
    .filter(({ length }) => length > 1)
    .map((line) => line.join('\t'))
    .toSorted();
}

/** Of which lines they were learnt: the test sees that no other ones are there. */
export const printOf = (lines: readonly SaidWith[]): string =>
  createHash('sha256').update(JSON.stringify(lines)).digest('hex').slice(0, 16);

if (import.meta.main) {
  const lines = saidWith('said');
  writeFileSync(
    new URL('../../../src/coach/intents/weights.txt', import.meta.url),
    `# How much words weigh for each intent. Written by test/pure/coach/learn-intents.ts.\n# Of the lines ${printOf(lines)}\n${written(learn(examplesOf(lines))).join('\n')}\n`,
  );
}
