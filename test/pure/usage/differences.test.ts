// What `npm run prices` says of a table that is right, and of one that is not.
import { expect, test } from 'vitest';
import { differences } from '../../prices/differences.ts';

const PRICE = {
  model: 'one',
  effectiveFrom: '2026-01-01',
  input: 2,
  cacheRead: 0.2,
  output: 10,
  bands: [{ above: 272_000, input: 4, cacheRead: 0.4, output: 15 }],
};
const PUBLISHED = {
  input_cost_per_token: 2e-6,
  cache_read_input_token_cost: 2e-7,
  output_cost_per_token: 1e-5,
  input_cost_per_token_above_272k_tokens: 4e-6,
  cache_read_input_token_cost_above_272k_tokens: 4e-7,
  output_cost_per_token_above_272k_tokens: 1.5e-5,
  input_cost_per_token_batches: 1e-6,
  mode: 'chat',
};

test('the same prices are no difference, whatever else stands there', () => {
  expect(differences([PRICE], { one: PUBLISHED, other: {} })).toEqual([]);
});

test('another rate, another band, a price more and a model less are one each', () => {
  const { bands: _bands, ...flat } = PRICE;
  const dearer = {
    ...PUBLISHED,
    output_cost_per_token: 1.2e-5,
    cache_creation_input_token_cost_above_1hr: 4e-6,
  };
  expect(differences([PRICE, { ...flat, model: 'gone' }], { one: dearer })).toEqual([
    'one: cacheWriteLong is nothing here and 4 there',
    'one: output is 10 here and 12 there',
    'gone: not there',
  ]);
  expect(differences([flat], { one: PUBLISHED })).toContain(
    'one: its band begins above nothing here and above 272000 there',
  );
  const other = { ...PRICE, bands: [{ ...PRICE.bands[0]!, above: 200_000 }] };
  expect(differences([other], { one: PUBLISHED })).toEqual([
    'one: its band begins above 200000 here and above 272000 there',
  ]);
});
