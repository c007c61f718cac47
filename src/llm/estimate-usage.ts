// What a call has used: as its provider counted it, and estimated where that says nothing, not all, or what cannot be.
import type { Usage } from './model.ts';

/** Of one call, as far as it came. */
export interface Heard {
  /** Estimated, of all that was sent. */
  inputTokens: number;
  /** What may come out at most. */
  mostOutputTokens: number;
  /** Of all that came out in UTF-8. */
  outputBytes: number;
  /** What the provider had counted until then; null where it had not said anything. */
  usage: Usage | null;
}

export interface Used {
  usage: Usage;
  isEstimated: boolean;
}

/** Of a call that its provider has ended: `usage` is all that it counts. `bytesOut`: asked where that does not do. */
export function usedByWhole(heard: Heard, bytesOut: () => number = () => heard.outputBytes): Used {
  const usage = believed(heard);
  const isInputCounted = usage !== null && usage.inputTokens > 0;
  const isCounted = isInputCounted && (usage.outputTokens > 0 || bytesOut() === 0);
  if (isCounted) return { usage, isEstimated: false };
  return { usage: filled({ ...heard, outputBytes: bytesOut() }, usage), isEstimated: true };
}

/** Of one that broke off: what came since the provider counted is estimated. */
export const usedUntilNow = (heard: Heard): Used => ({
  usage: filled(heard, believed(heard)),
  isEstimated: true,
});

/** Of one of which nothing was sent, or for which surely nothing was done. */
export const NOTHING_USED: Used = { usage: usageOf(0, 0), isEstimated: false };

/** As in English prose: of what is counted in bytes, the words are not known any more. */
const BYTES_OF_TOKEN = 3.5;

function filled({ inputTokens, outputBytes }: Heard, usage: Usage | null): Usage {
  const outputTokens = Math.ceil(outputBytes / BYTES_OF_TOKEN);
  if (usage === null) return usageOf(inputTokens, outputTokens);
  const known = { ...usage, outputTokens: Math.max(usage.outputTokens, outputTokens) };
  // A count of nothing that went in is none, and neither is a cost of nothing beside it.
  return usage.inputTokens > 0
    ? known
    : { ...known, inputTokens, reportedMicros: usage.reportedMicros || null };
}

function usageOf(inputTokens: number, outputTokens: number): Usage {
  return {
    inputTokens,
    cachedInputTokens: null,
    cacheWriteTokens: { short: 0, long: 0 },
    outputTokens,
    reasoningTokens: null,
    reportedMicros: null,
  };
}

/**
 * No token is less than a byte, and an estimated one is at most 3.5 of them; gateways put prompts of their own in
 * front, and not every model keeps to its limit. What is far beyond both was never used.
 */
const SLACK = { times: { input: 4, output: 2 }, tokens: 32_000 };

function believed({ usage, inputTokens, mostOutputTokens }: Heard): Usage | null {
  if (usage === null) return null;
  const isPossible =
    usage.inputTokens <= SLACK.times.input * inputTokens + SLACK.tokens &&
    usage.outputTokens <= SLACK.times.output * mostOutputTokens + SLACK.tokens;
  return isPossible ? withPossibleParts(usage) : null;
}

/** No part is more than what it is a part of. */
function withPossibleParts(usage: Usage): Usage {
  const { inputTokens, outputTokens, cacheWriteTokens, cachedInputTokens, reasoningTokens } = usage;
  const areWrites = cacheWriteTokens.short + cacheWriteTokens.long <= inputTokens;
  return {
    ...usage,
    cachedInputTokens: partOf(inputTokens, cachedInputTokens),
    cacheWriteTokens: areWrites ? cacheWriteTokens : { short: 0, long: 0 },
    reasoningTokens: partOf(outputTokens, reasoningTokens),
  };
}

const partOf = (whole: number, part: number | null): number | null =>
  part !== null && part <= whole ? part : null;
