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
  isDisbelieved?: true;
}

/** Of a call that its provider has ended: `usage` is all that it counts. `bytesOut`: asked where that does not do. */
export function usedByWhole(heard: Heard, bytesOut: () => number = () => heard.outputBytes): Used {
  const { usage } = heard;
  if (usage !== null && !isBelieved(usage, heard)) return asReserved(usage, heard);
  const isInputCounted = usage !== null && usage.inputTokens > 0;
  const isCounted = isInputCounted && (usage.outputTokens > 0 || bytesOut() === 0);
  if (isCounted) return { usage: withPossibleParts(usage), isEstimated: false };
  return { usage: filled({ ...heard, outputBytes: bytesOut() }), isEstimated: true };
}

/** Of one that broke off: what came since the provider counted is estimated. */
export const usedUntilNow = (heard: Heard): Used =>
  heard.usage !== null && !isBelieved(heard.usage, heard)
    ? asReserved(heard.usage, heard)
    : { usage: filled(heard), isEstimated: true };

/** Of one of which nothing was sent, or for which surely nothing was done. */
export const NOTHING_USED: Used = { usage: usageOf(0, 0), isEstimated: false };

/** As in English prose: of what is counted in bytes, the words are not known any more. */
const BYTES_OF_TOKEN = 3.5;

function filled({ usage, inputTokens, outputBytes }: Heard): Usage {
  const outputTokens = Math.ceil(outputBytes / BYTES_OF_TOKEN);
  if (usage === null) return usageOf(inputTokens, outputTokens);
  const known = { ...withPossibleParts(usage), outputTokens: Math.max(usage.outputTokens, outputTokens) };
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
 * What nobody believes says that much was used, and not how much: all that was reserved. What it cost, where that is
 * said, is what it cost.
 */
function asReserved({ reportedMicros }: Usage, { inputTokens, mostOutputTokens, outputBytes }: Heard): Used {
  const outputTokens = Math.max(mostOutputTokens, Math.ceil(outputBytes / BYTES_OF_TOKEN));
  const usage = { ...usageOf(inputTokens, outputTokens), reportedMicros: reportedMicros || null };
  return { usage, isEstimated: true, isDisbelieved: true };
}

/**
 * No token is less than a byte, and an estimated one is at most 3.5 of them; gateways put prompts of their own in
 * front, and not every model keeps to its limit. What is far beyond both was never used. Thoughts are not always held
 * by the limit: what is said to have been paid for may be many.
 */
const SLACK = { times: { input: 4, output: 2 }, tokens: 32_000, thoughts: 128_000 };

function isBelieved(usage: Usage, { inputTokens, mostOutputTokens }: Heard): boolean {
  const { reportedMicros, reasoningTokens, outputTokens } = usage;
  const thoughts = reportedMicros ? Math.min(reasoningTokens ?? 0, SLACK.thoughts) : 0;
  return (
    usage.inputTokens <= SLACK.times.input * inputTokens + SLACK.tokens &&
    outputTokens <= SLACK.times.output * mostOutputTokens + SLACK.tokens + thoughts
  );
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
