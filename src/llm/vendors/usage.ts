// Tokens as the vendors count them, in the one convention of ours. OpenAI counts what was cached among what went in,
// Anthropic beside it; both count what was thought among what came out.
import type { Usage } from '../model.ts';
import { countOf, fieldsOf } from './fields.ts';
import { isOpenRouter } from './openai-hosts.ts';

/**
 * `usage` of Chat Completions (OpenAI and whoever speaks like it). Null where it counts nothing; what is missing beside
 * a count is 0, and no call has that of what went in.
 */
function usageOfOpenai(usage: unknown): Usage | null {
  const given = fieldsOf(usage);
  const inputTokens = countOf(given['prompt_tokens']);
  const saidTokens = countOf(given['completion_tokens']);
  if (inputTokens === null && saidTokens === null) return null;
  const input = fieldsOf(given['prompt_tokens_details']);
  const cached = countOf(input['cached_tokens']);
  const written = countOf(input['cache_write_tokens']) ?? 0;
  const thought = countOf(fieldsOf(given['completion_tokens_details'])['reasoning_tokens']);
  const rest = (countOf(given['total_tokens']) ?? 0) - (inputTokens ?? 0) - (saidTokens ?? 0);
  const beside = inputTokens === null ? { input: rest, output: 0 } : besideOf(rest, cached, written, thought);
  return {
    inputTokens: (inputTokens ?? 0) + Math.max(0, beside.input),
    cachedInputTokens: cached,
    cacheWriteTokens: { short: written, long: 0 },
    outputTokens: (saidTokens ?? 0) + beside.output,
    reasoningTokens: thought,
    reportedMicros: null,
  };
}

/**
 * What stands in the sum alone, with `rest`: thoughts (xAI), the cached part (some gateways), or both, where they are
 * all of it; thoughts that are named nowhere (Gemini). What nobody can tell is left.
 */
function besideOf(rest: number, cached: number | null, written: number, thought: number | null) {
  if (rest <= 0) return { input: 0, output: 0 };
  const inputs = [0, cached ?? 0, (cached ?? 0) + written];
  const outputs = [thought ?? 0, 0];
  const ways = inputs.flatMap((input) => outputs.map((output) => ({ input, output })));
  const exact = ways.find(({ input, output }) => input + output === rest);
  return exact ?? { input: 0, output: thought === null ? rest : 0 };
}

/**
 * The same, and from OpenRouter what it says that it cost, also where it counts nothing else: nobody else is believed
 * that.
 */
export function countedByOpenai(usage: unknown, baseUrl: string): Usage | null {
  const counted = usageOfOpenai(usage);
  if (!isOpenRouter(baseUrl)) return counted;
  const reportedMicros = reportedMicrosOf(usage);
  if (counted === null && reportedMicros === null) return null;
  return { ...(counted ?? UNCOUNTED), reportedMicros };
}

const UNCOUNTED = {
  inputTokens: 0,
  cachedInputTokens: null,
  cacheWriteTokens: { short: 0, long: 0 },
  outputTokens: 0,
  reasoningTokens: null,
};

/**
 * `usage` of Messages. Null where it counts nothing; what is missing beside a count is 0. What was written into the
 * cache and is in no division by how long it lasts, lasts for minutes.
 */
export function usageOfAnthropic(usage: unknown): Usage | null {
  const given = fieldsOf(usage);
  const uncached = countOf(given['input_tokens']);
  const outputTokens = countOf(given['output_tokens']);
  if (uncached === null && outputTokens === null) return null;
  const cached = countOf(given['cache_read_input_tokens']);
  const divided = fieldsOf(given['cache_creation']);
  const long = countOf(divided['ephemeral_1h_input_tokens']) ?? 0;
  const undivided = (countOf(given['cache_creation_input_tokens']) ?? 0) - long;
  const short = Math.max(countOf(divided['ephemeral_5m_input_tokens']) ?? 0, undivided);
  return {
    inputTokens: (uncached ?? 0) + (cached ?? 0) + short + long,
    cachedInputTokens: cached,
    cacheWriteTokens: { short, long },
    outputTokens: outputTokens ?? 0,
    reasoningTokens: countOf(fieldsOf(given['output_tokens_details'])['thinking_tokens']),
    reportedMicros: null,
  };
}

const OF_INPUT = [
  'input_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation',
] as const;

/**
 * Of a stream of Messages, which counts in parts: what is said later counts, but null says nothing, and neither does a
 * proxy that says nothing went in.
 */
export function laterUsageOfAnthropic(
  known: Record<string, unknown>,
  more: unknown,
): Record<string, unknown> {
  const said = Object.fromEntries(Object.entries(fieldsOf(more)).filter(([, value]) => value !== null));
  if (!usageOfAnthropic(said)?.inputTokens) for (const name of OF_INPUT) delete said[name];
  return { ...known, ...said };
}

/**
 * What OpenRouter took for it, from credits (1 = 1 USD), to the nanodollar; with an own key at a vendor, what that
 * took, too. Null where it does not say all of it (openrouter.ai/docs/use-cases/usage-accounting).
 */
function reportedMicrosOf(usage: unknown): number | null {
  const given = fieldsOf(usage);
  const own = given['is_byok'] === true ? fieldsOf(given['cost_details'])['upstream_inference_cost'] : 0;
  const dollars = [given['cost'], own];
  if (!dollars.every((one) => typeof one === 'number' && Number.isFinite(one) && one >= 0)) return null;
  return Math.round((dollars as number[]).reduce((sum, one) => sum + one, 0) * 1e9) / 1000;
}
