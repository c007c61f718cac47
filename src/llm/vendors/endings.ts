// What the words mean by which an answer ends. Gateways pass on those of the vendor behind them, so there is one table.
import type { Answered } from '../model.ts';

/** 'broken': whoever answered says itself that it failed in the middle. */
export type HowItEnded = Answered['ending'] | 'broken';

const MEANT = new Map<string, HowItEnded>();
const mean = (ending: HowItEnded, words: string) => {
  for (const word of words.split(' ')) MEANT.set(word, ending);
};
mean('broken', 'error abort aborted cancelled insufficient_system_resource');
mean('refused', 'content_filter refusal safety recitation blocklist prohibited_content spii sensitive');
mean('cut', 'length max_tokens model_length model_context_window_exceeded');

const WORST_FIRST = ['broken', 'refused', 'cut'] as const;

/**
 * Null without any. Where there are several, the worst one counts. A word that nobody knows says that it has ended, and
 * no more: whether all of it is there is seen by its shape.
 */
export function endingOf(words: readonly string[]): HowItEnded | null {
  if (words.length === 0) return null;
  const meant = words.map((word) => MEANT.get(word.toLowerCase()));
  return WORST_FIRST.find((ending) => meant.includes(ending)) ?? 'whole';
}
