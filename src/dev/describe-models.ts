// Which models `npm run dev` asks, and why it is these.
import { missingFor, type ModelSettings, type NamedModel } from '../llm/named-model.ts';

/** "strong: openai:gpt-6.1-sol, builtin   fast: builtin (no OPENAI_API_KEY)" */
export function describeModels(settings: ModelSettings): string {
  const { MODELS_STRONG: strong, MODELS_FAST: fast } = settings;
  if (strong.length + fast.length === 0)
    return 'builtin, for everything: MODELS_STRONG and MODELS_FAST name none';
  return `strong: ${describeChain(strong, settings)}   fast: ${describeChain(fast, settings)}`;
}

function describeChain(chain: readonly NamedModel[], settings: ModelSettings): string {
  const asked = chain.filter((named) => missingFor(named, settings) === null);
  const missing = new Set(chain.flatMap((named) => missingFor(named, settings) ?? []));
  const names = [...asked.map(({ provider, name }) => `${provider}:${name}`), 'builtin'].join(', ');
  return missing.size === 0 ? names : `${names} (no ${[...missing].join(', no ')})`;
}
