// LLM_PRICES: prices that the table does not know, or that this deployment has agreed otherwise.
import { z } from 'zod';
import type { Price } from './price.ts';

/** US dollars for a million tokens. Six decimals are all that the arithmetic holds. */
const rate = z
  .number()
  .min(0)
  .max(100_000)
  .refine(
    (dollars) => Math.abs(dollars * 1e6 - Math.round(dollars * 1e6)) < 1e-3,
    'has more than six decimals',
  );
const rates = {
  input: rate,
  cache_read: rate.optional(),
  cache_write: rate.optional(),
  cache_write_long: rate.optional(),
  output: rate,
};
const price = z.strictObject({
  ...rates,
  from: z.iso.date().optional(),
  bands: z.array(z.strictObject({ above: z.int().min(1), ...rates })).optional(),
});
const prices = z.record(z.string().min(1).max(200), z.union([price, z.array(price).min(1)]));

type Told = Omit<z.infer<typeof price>, 'from' | 'bands'>;

/**
 * `{"my-model": {"input": 0, "output": 0}}`, or a list of prices with `from`, a day in UTC; without one a price has
 * always counted. "": none. Throws RangeError, one sentence.
 */
export function readPrices(json: string): Price[] {
  if (json === '') return [];
  const { data, error } = prices.safeParse(parsed(json));
  if (error) throw new RangeError(`${error.issues[0]!.path.join('.')}: ${error.issues[0]!.message}`);
  return Object.entries(data).flatMap(([model, told]) =>
    [told].flat().map(({ from, bands, ...one }) => ({
      model,
      effectiveFrom: from ?? '0000-01-01',
      ...named(one),
      bands: bands?.map(({ above, ...band }) => ({ above, ...named(band) })),
    })),
  );
}

const named = ({ input, cache_read, cache_write, cache_write_long, output }: Told) => ({
  input,
  cacheRead: cache_read,
  cacheWrite: cache_write,
  cacheWriteLong: cache_write_long,
  output,
});

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new RangeError('is not JSON');
  }
}
