// What our table of prices says otherwise than LiteLLM's, model by model.
import type { Price, Rates } from '../../src/usage/price.ts';

/** An entry of `model_prices_and_context_window_backup.json`: dollars for a token, beside much else. */
export type Published = Record<string, unknown>;

const FIELDS: [rate: keyof Rates, ...names: string[]][] = [
  ['input', 'input_cost_per_token'],
  ['cacheRead', 'cache_read_input_token_cost'],
  ['cacheWrite', 'cache_creation_input_token_cost'],
  [
    'cacheWriteLong',
    'cache_creation_input_token_cost_above_1hr',
    'cache_creation_input_token_cost_above_12hr',
  ],
  ['output', 'output_cost_per_token'],
];

/** One sentence for each difference. `prices`: of each model the one that counts today. */
export function differences(
  prices: readonly Price[],
  published: Readonly<Record<string, Published>>,
): string[] {
  return prices.flatMap((price) => {
    const theirs = published[price.model];
    if (!theirs) return [`${price.model}: not there`];
    const [band] = price.bands ?? [];
    return [
      ...ratesOtherwise(price.model, price, theirs, ''),
      ...ratesOtherwise(`${price.model} in its band`, band ?? {}, theirs, bandIn(theirs)),
      ...edgeOtherwise(price.model, band?.above, theirs),
    ];
  });
}

function ratesOtherwise(
  name: string,
  ours: Partial<Rates>,
  theirs: Published,
  band: string | null,
): string[] {
  if (band === null) return [];
  return FIELDS.flatMap(([rate, ...names]) => {
    const found = names.map((field) => theirs[`${field}${band}`]).find((value) => typeof value === 'number');
    const there = found === undefined ? undefined : Number((found * 1e6).toFixed(6));
    return ours[rate] === there
      ? []
      : [`${name}: ${rate} is ${say(ours[rate])} here and ${say(there)} there`];
  });
}

const say = (rate: number | undefined): string => (rate === undefined ? 'nothing' : String(rate));

/** "_above_272k_tokens" */
function bandIn(theirs: Published): string | null {
  const [field] = Object.keys(theirs).filter((name) => /^input_cost_per_token_above_\d+k_tokens$/.test(name));
  return field?.replace('input_cost_per_token', '') ?? null;
}

function edgeOtherwise(model: string, ours: number | undefined, theirs: Published): string[] {
  const edge = /\d+/.exec(bandIn(theirs) ?? '')?.[0];
  const there = edge === undefined ? undefined : Number(edge) * 1000;
  return ours === there
    ? []
    : [`${model}: its band begins above ${say(ours)} here and above ${say(there)} there`];
}
