// What people said, and what they mainly wanted by it: lines of strangers, and sentences that were written to learn from.
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { INTENTS, type Intent } from '../../src/coach/intents/weigh-intents.ts';

export interface SaidWith {
  say: string;
  intent: Intent;
}

const line = z.object({ say: z.string(), intent: z.enum(INTENTS) });

/** said: what may be learnt from. held: what is only judged by. */
export function saidWith(kind: 'said' | 'held'): SaidWith[] {
  const strangers = read(`intents/of-${kind}.txt`)
    .split('\n')
    .filter((one) => one !== '' && !one.startsWith('#'))
    .flatMap((one) => {
      const [file = '', intents = ''] = one.split(': ');
      const says = linesOf(`${kind}/${file}.jsonl`);
      return intents.split(' ').map((intent, at) => line.parse({ ...(says[at] as object), intent }));
    });
  if (kind === 'held') return strangers;
  const files = readdirSync(new URL('intents/', import.meta.url)).filter((file) => file.endsWith('.jsonl'));
  return [
    ...strangers,
    ...files.toSorted().flatMap((file) => linesOf(`intents/${file}`).map((one) => line.parse(one))),
  ];
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const linesOf = (path: string): unknown[] =>
  read(path)
    .trim()
    .split('\n')
    .map((one) => JSON.parse(one) as unknown);
