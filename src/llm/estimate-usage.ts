// What a call has cost of which its provider did not say it, or not all.
import type { Usage } from './model.ts';

/** Of one call, as far as it came. */
export interface Heard {
  /** Estimated, of all that was sent. */
  inputTokens: number;
  /** Of the answer in UTF-8. */
  outputBytes: number;
  /** What the provider had counted until then; null where it had not said anything. */
  usage: Usage | null;
}

/** As in English prose: of what is counted in bytes, the words are not known any more. */
const BYTES_OF_TOKEN = 3.5;

/** What the provider said counts; what it did not get to say is estimated by what was sent and what came. */
export function estimateUsage({ inputTokens, outputBytes, usage }: Heard): Usage {
  const outputTokens = Math.ceil(outputBytes / BYTES_OF_TOKEN);
  if (usage) return { ...usage, outputTokens: Math.max(usage.outputTokens, outputTokens) };
  return {
    inputTokens,
    cachedInputTokens: null,
    cacheWriteTokens: { short: 0, long: 0 },
    outputTokens,
    reasoningTokens: null,
    reportedMicros: null,
  };
}
