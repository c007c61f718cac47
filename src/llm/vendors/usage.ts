// Tokens as the vendors count them, in the one convention of ours. OpenAI counts what was cached among what went in,
// Anthropic beside it; both count what was thought among what came out.
import type { Usage } from '../model.ts';
import { fieldsOf } from './fields.ts';

/** `usage` of Chat Completions (OpenAI and whoever speaks like it). Null where it counts nothing. */
export function usageOfOpenai(usage: unknown): Usage | null {
  const given = fieldsOf(usage);
  const inputTokens = count(given['prompt_tokens']);
  const outputTokens = count(given['completion_tokens']);
  if (inputTokens === null || outputTokens === null) return null;
  const input = fieldsOf(given['prompt_tokens_details']);
  const output = fieldsOf(given['completion_tokens_details']);
  return {
    inputTokens,
    cachedInputTokens: count(input['cached_tokens']),
    cacheWriteTokens: { short: count(input['cache_write_tokens']) ?? 0, long: 0 },
    outputTokens,
    reasoningTokens: count(output['reasoning_tokens']),
    reportedMicros: null,
  };
}

/**
 * `usage` of Messages. Null where it counts nothing. Where the writes into the cache are not divided by how long they
 * last, they last for minutes.
 */
export function usageOfAnthropic(usage: unknown): Usage | null {
  const given = fieldsOf(usage);
  const uncached = count(given['input_tokens']);
  const outputTokens = count(given['output_tokens']);
  if (uncached === null || outputTokens === null) return null;
  const cached = count(given['cache_read_input_tokens']);
  const written = count(given['cache_creation_input_tokens']);
  const divided = fieldsOf(given['cache_creation']);
  const long = count(divided['ephemeral_1h_input_tokens']) ?? 0;
  const short = count(divided['ephemeral_5m_input_tokens']) ?? Math.max((written ?? 0) - long, 0);
  return {
    inputTokens: uncached + (cached ?? 0) + Math.max(written ?? 0, short + long),
    cachedInputTokens: cached,
    cacheWriteTokens: { short, long },
    outputTokens,
    reasoningTokens: count(fieldsOf(given['output_tokens_details'])['thinking_tokens']),
    reportedMicros: null,
  };
}

/**
 * What OpenRouter took for it, from credits (1 = 1 USD); with the person's own key at a vendor, what that vendor took,
 * too. Null where it does not say (openrouter.ai/docs/use-cases/usage-accounting).
 */
export function reportedMicrosOf(usage: unknown): number | null {
  const given = fieldsOf(usage);
  const own = given['is_byok'] === true ? fieldsOf(given['cost_details'])['upstream_inference_cost'] : 0;
  const dollars = [given['cost'], own ?? 0];
  if (!dollars.every((one) => typeof one === 'number' && Number.isFinite(one) && one >= 0)) return null;
  return Math.round((dollars as number[]).reduce((sum, one) => sum + one, 0) * 1_000_000);
}

/** Null for what is no number of tokens. */
const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
