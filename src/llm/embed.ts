// The one way to an embedding. As with `ask`, who wants it and what for is known here, the next one is asked where one
// fails, and a vendor sees no private words.
import type { About, Thinking } from './ask.ts';
import { callEmbedder } from './call-embedder.ts';
import type { Embedder } from './embedder.ts';
import type { Embedding } from './embedding.ts';
import { estimateTokens } from './token-estimate.ts';

/** Who wants texts embedded, and who can do it. */
export interface Placing extends Pick<Thinking, 'person' | 'meter' | 'signal'> {
  /** In the order in which they are asked. With one alone, all that is embedded is of one space. */
  embedders: readonly [Embedder, ...Embedder[]];
}

/** OpenAI takes 2,048 texts and 300,000 tokens at once; one call should also end within its time. */
const MOST = { texts: 256, tokens: 100_000 };

/**
 * One for each text, in their order, and all by the same model: the first one that did them all. Throws what the last
 * one threw, ModelFailure where it may not be asked or its answer cannot be used, the reason of `signal` where that
 * ended it, and Error for a text of spaces only: nothing is like it.
 */
export async function embed(placing: Placing, texts: readonly string[], about: About): Promise<Embedding[]> {
  if (texts.some((text) => text.trim() === '')) throw new Error('an empty text has no place among others');
  const [first, ...others] = placing.embedders;
  let placed = embedAll(placing, first, texts, about);
  for (const embedder of others)
    placed = placed.catch((error: unknown) => {
      if (placing.signal?.aborted) throw error;
      return embedAll(placing, embedder, texts, about);
    });
  return placed;
}

async function embedAll(
  placing: Placing,
  embedder: Embedder,
  texts: readonly string[],
  about: About,
): Promise<Embedding[]> {
  const shown = embedder.provider === 'builtin' ? texts : await withoutPrivateWords(texts);
  const embeddings: Embedding[] = [];
  for (const batch of inBatches(shown))
    embeddings.push(...(await callEmbedder({ placing, embedder, about, ...batch })));
  return embeddings;
}

/** Each text by itself: its placeholders do not depend on what else is embedded with it. */
async function withoutPrivateWords(texts: readonly string[]): Promise<string[]> {
  // Loaded at first use: it brings an English grammar, and a process without a key needs none.
  const { mask } = await import('./private-words.ts');
  const shown: string[] = [];
  for (const text of texts) shown.push((await mask(text)).masked);
  return shown;
}

interface Batch {
  texts: string[];
  /** Estimated. */
  tokens: number;
}

function inBatches(texts: readonly string[]): Batch[] {
  const batches: Batch[] = [];
  for (const text of texts) {
    const tokens = estimateTokens(text);
    const batch = batches.at(-1);
    if (batch && batch.texts.length < MOST.texts && batch.tokens + tokens <= MOST.tokens) {
      batch.texts.push(text);
      batch.tokens += tokens;
    } else batches.push({ texts: [text], tokens });
  }
  return batches;
}
