// What somebody wants, by the words alone: a second opinion beside what the readers hold, learnt from what people say.
import { readFileSync } from 'node:fs';
import { intentWords } from './intent-words.ts';

export const INTENTS = [
  'goal',
  'task',
  'move',
  'change',
  'report',
  'cancel',
  'pause',
  'look',
  'settings',
  'question',
  'chat',
  'answer',
] as const;
export type Intent = (typeof INTENTS)[number];

/** Shares that sum to one. */
export type Weighed = Readonly<Record<Intent, number>>;

/** Pure, in well under a millisecond. `never`: what it cannot be where it is said. */
export function weighIntents(text: string, never: Intent | null = null): Weighed {
  const sums = INTENTS.map((intent) => (intent === never ? -Infinity : 0));
  for (const word of [ANY, ...intentWords(text)])
    for (const [at, weight] of WEIGHTS.get(word) ?? []) sums[at]! += weight / 100;
  const most = Math.max(...sums);
  const shares = sums.map((sum) => Math.exp(sum - most));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return Object.fromEntries(INTENTS.map((intent, at) => [intent, shares[at]! / all])) as Weighed;
}

/** What every text has. */
export const ANY = '*';

/** In hundredths, by the place of the intent: written by test/pure/coach/learn-intents.ts. */
export const WEIGHTS: ReadonlyMap<string, readonly [number, number][]> = new Map(
  readFileSync(new URL('./weights.txt', import.meta.url), 'utf8')
    .split('\n')
    // A figure is a word that begins with "#": what has no tab is a comment.
    .filter((line) => line.includes('\t'))
    .map((line): [string, [number, number][]] => {
      const [word = '', ...weights] = line.split('\t');
      return [word, weights.map((one) => one.split(':').map(Number) as [number, number])];
    }),
);
