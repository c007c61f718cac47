// Finds what a model costs on a day. Exactly that model: a name that only begins like one that is known is another.
import { dearestOf, ratesFor, type Price } from './price.ts';
import { PRICES } from './price-table.ts';

export interface PriceBook {
  /** Null for a model that nobody has told the price of: it is unpriced, and not free. */
  find(model: string, at: Date): Price | null;
  /** The same of what the deployment itself has said. */
  findTold(model: string, at: Date): Price | null;
  /** What the dearest of all would take for each kind of token, with so many going in: nothing is counted too low. */
  dearest(at: Date, inputTokens: number): Price;
}

/** `told` takes the place of all that the table says of a model, and adds what it does not know. */
export function openPriceBook(told: readonly Price[]): PriceBook {
  const isTold = new Set(told.map(({ model }) => model));
  const prices = [...PRICES.filter(({ model }) => !isTold.has(model)), ...told];
  const byModel = Map.groupBy(prices, ({ model }) => model);
  const on = (model: string, at: Date): Price | null => latestOf(byModel.get(model) ?? [], at);
  const find = (model: string, at: Date): Price | null =>
    spellingsOf(model).reduce<Price | null>((found, name) => found ?? on(name, at), null);
  return {
    find,
    findTold: (model, at) => (spellingsOf(model).some((name) => isTold.has(name)) ? find(model, at) : null),
    dearest: (at, inputTokens) => {
      const known = [...byModel.keys()].flatMap((model) => on(model, at) ?? []);
      const rates = dearestOf(...known.map((price) => ratesFor(price, inputTokens)));
      return { model: 'the dearest', effectiveFrom: '', ...rates };
    },
  };
}

/**
 * Itself, first; without the date of its snapshot ("-2026-03-17", "-20260317"), which is the same model; and without
 * the name of its own vendor, which gateways write in front.
 */
function spellingsOf(model: string): string[] {
  const plain = model.replace(/^(openai|anthropic)\//, '');
  return [model, plain, plain.replace(/-(\d{4}-\d{2}-\d{2}|\d{8})$/, '')];
}

function latestOf(prices: readonly Price[], at: Date): Price | null {
  const day = at.toISOString().slice(0, 10);
  const begun = prices.filter(({ effectiveFrom }) => effectiveFrom <= day);
  return begun.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0] ?? null;
}
