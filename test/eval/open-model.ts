// The model that is named on the command line, as the configuration lets it be asked, with what it costs.
import { builtinModel } from '../../src/coach/builtin-model.ts';
import { readConfig, type Config } from '../../src/config.ts';
import { createLog } from '../../src/kernel/log.ts';
import type { Model } from '../../src/llm/model.ts';
import { missingFor, readNamedModels } from '../../src/llm/named-model.ts';
import { openModels } from '../../src/llm/open-models.ts';
import { openPriceBook, type PriceBook } from '../../src/usage/price-book.ts';

export interface Opened {
  model: Model;
  prices: PriceBook;
}

/** Throws Error of one sentence for a name of nobody, and for a model without its key. */
export async function openModel(name: string, read: () => Config = readConfig): Promise<Opened> {
  if (name === 'builtin') return { model: builtinModel, prices: openPriceBook([]) };
  const named = namedModel(name);
  const config = read();
  const missing = missingFor(named, config);
  if (missing !== null) throw new Error(`${name} cannot be asked without ${missing}: see .env.example.`);
  const models = await openModels(
    { ...config, MODELS_STRONG: [named], MODELS_FAST: [] },
    {
      builtin: builtinModel,
      appUrl: config.PUBLIC_URL ?? '',
      log: createLog({ level: 'silent', process: 'eval' }),
    },
  );
  // A pause after failures would make the next cases fail unasked.
  const { breaker: _breaker, ...model } = models.strong[0];
  return { model, prices: openPriceBook(config.LLM_PRICES) };
}

function namedModel(name: string) {
  try {
    return readNamedModels([name])[0]!;
  } catch {
    throw new Error(`--model takes builtin, openai:<model> or anthropic:<model>, not "${name}".`);
  }
}
