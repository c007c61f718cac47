// What `npm run eval` may be told on the command line.
import { parseArgs } from 'node:util';
import { KINDS, type Case, type Kind } from './case.ts';
import { placeOf } from './kept-run.ts';

export interface EvalOptions {
  model: string;
  kinds: readonly Kind[];
  /** A case is wanted whose name ("planner/plan-10k") holds one of them; all where there is none. */
  only: readonly string[];
  /** The first so many of each kind. */
  limit: number;
  parallel: number;
  /** Where the run is kept; null: nowhere, since it is a part only. */
  keep: string | null;
  /** What it is compared with, where that is there. */
  compare: string;
  isCompareNamed: boolean;
  /** What each kind has to reach. */
  leastScore: number;
}

export const HELP = `npm run eval -- [options]

Asks a model what a few hundred sentences and goals mean, through the same way as the product, and says how many it
reads rightly, what that costs and how long it takes. The set lies in test/eval/set.

  --model builtin        whom to ask: builtin, openai:<model> or anthropic:<model>, with the keys of the configuration
  --kind orchestrator    only this kind: ${KINDS.join(', ')}; may be repeated
  --only move-           only cases whose name holds this ("orchestrator/move-7pm"); may be repeated
  --limit 20             only the first so many of each kind
  --parallel 2           so many cases at a time
  --json run.json        where the run is kept; a whole one without it: .flux/eval/<model>.json
  --compare run.json     a kept run to be compared with; without it the last whole one of this model
  --least-score 60       exit code 1 where a kind has fewer right ones in a hundred
  --help                 says this

A case is right, asked back (though its words say enough), misread, or failed (no answer that can be used).
`;

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true, default: [] as string[] } as const;
const help = { type: 'boolean', default: false } as const;

/** Null where help was asked for. Throws Error of one sentence for what it does not take. */
export function readOptions(args: string[]): EvalOptions | null {
  const given = parse(args);
  if (given.help) return null;
  const { model = 'builtin', only, json, compare, limit, parallel, kind } = given;
  const kinds = kind.length === 0 ? KINDS : KINDS.filter((one) => kind.includes(one));
  const unknown = kind.find((one) => !KINDS.some((known) => known === one));
  if (unknown !== undefined) throw new Error(`--kind takes ${KINDS.join(', ')}, not "${unknown}".`);
  const isPart = kinds.length < KINDS.length || only.length > 0 || limit !== undefined;
  return {
    model,
    kinds,
    only,
    limit: limit === undefined ? Infinity : numberOf('--limit', limit, 1, 10_000),
    parallel: numberOf('--parallel', parallel ?? '2', 1, 64),
    keep: json ?? (isPart ? null : placeOf(model)),
    compare: compare ?? placeOf(model),
    isCompareNamed: compare !== undefined,
    leastScore: numberOf('--least-score', given['least-score'] ?? '0', 0, 100),
  };
}

function parse(args: string[]) {
  const single = { model: text, limit: text, parallel: text, json: text, compare: text, 'least-score': text };
  try {
    return parseArgs({ args, options: { ...single, kind: list, only: list, help } }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('. ');
    throw new Error(`${sentence}. \`npm run eval -- --help\` says what it can be told.`, { cause: error });
  }
}

function numberOf(option: string, given: string, least: number, most: number): number {
  const value = Number(given);
  if (/^\d+(\.\d+)?$/.test(given) && value >= least && value <= most) return value;
  throw new Error(`${option} takes a number from ${least} to ${most}, not "${given}".`);
}

/** Of the kinds that were read. */
export function chooseCases(cases: readonly Case[], { kinds, only, limit }: EvalOptions): Case[] {
  return kinds.flatMap((kind) =>
    cases.filter((one) => one.kind === kind && isNamed(`${kind}/${one.asked.id}`, only)).slice(0, limit),
  );
}

const isNamed = (name: string, only: readonly string[]): boolean =>
  only.length === 0 || only.some((part) => name.includes(part));
