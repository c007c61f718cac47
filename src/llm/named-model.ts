// Models as whoever deploys names them, and which of them can be asked.
import type { Vendor } from './vendors/failures.ts';

/** "openai:gpt-6.1-sol" */
export interface NamedModel {
  provider: Vendor;
  /** As its provider knows it; it may hold colons itself ("llama3.2:3b"). */
  name: string;
}

/** What the configuration says of models, by the names of its variables. */
export interface ModelSettings {
  MODELS_STRONG: readonly NamedModel[];
  MODELS_FAST: readonly NamedModel[];
  OPENAI_API_KEY?: string | undefined;
  OPENAI_BASE_URL: string;
  ANTHROPIC_API_KEY?: string | undefined;
  ANTHROPIC_BASE_URL: string;
}

/** Where each is if nobody says otherwise. They ask everybody for a key; a gateway elsewhere may ask for none. */
export const VENDORS = {
  openai: { baseUrl: 'https://api.openai.com/v1', key: 'OPENAI_API_KEY', base: 'OPENAI_BASE_URL' },
  anthropic: { baseUrl: 'https://api.anthropic.com', key: 'ANTHROPIC_API_KEY', base: 'ANTHROPIC_BASE_URL' },
} as const satisfies Record<Vendor, unknown>;

/**
 * "openai:gpt-6.1-sol, anthropic:claude-sonnet-5-5", in the order in which they are asked. "builtin" may stand at the
 * end, where it is anyway. Throws an Error that says what is wrong, without the value.
 */
export function readNamedModels(items: readonly string[]): NamedModel[] {
  const named = items.at(-1) === 'builtin' ? items.slice(0, -1) : items;
  return named.map((item) => {
    const [, provider, name] = /^(openai|anthropic):([!-~]{1,120})$/.exec(item) ?? [];
    if (!provider || !name)
      throw new Error('must name models as openai:gpt-6.1-sol,anthropic:claude-sonnet-5-5, comma between');
    return { provider: provider as Vendor, name };
  });
}

/** Why it cannot be asked: the variable that is missing; null where it can. */
export function missingFor({ provider }: NamedModel, settings: ModelSettings): string | null {
  const { key, base, baseUrl } = VENDORS[provider];
  return settings[key] === undefined && settings[base] === baseUrl ? key : null;
}
