// Texts to one embedder: embedded, counted, and what came read.
import type { About } from './ask.ts';
import type { Placing } from './embed.ts';
import type { Embedded, Embedder } from './embedder.ts';
import { readVector, type Embedding } from './embedding.ts';
import { meteredCall } from './metered-call.ts';
import { ModelFailure } from './model-failure.ts';
import { CALL_MS } from './within-call.ts';

export interface Calling {
  placing: Placing;
  embedder: Embedder;
  about: About;
  texts: readonly string[];
  /** Of the texts, estimated. */
  tokens: number;
}

/** One for each text. Throws ModelFailure, and the reason of `placing.signal` where that ended it. */
export async function callEmbedder(calling: Calling): Promise<Embedding[]> {
  const { placing, embedder, about, texts, tokens } = calling;
  const { name, provider } = embedder;
  const done = await meteredCall({
    asker: placing,
    about,
    model: embedder,
    // As it stands in the meter's rows and in metrics; it has no prompt.
    agent: 'embedding',
    promptVersion: 0,
    tier: 'fast',
    measure: () => tokens,
    mostOutputTokens: 0,
    limitMs: CALL_MS,
    work: ({ signal }) => embedder.embed(texts, { signal }),
    read: (answered) => {
      const embeddings = readAll(embedder, texts, answered);
      return { embeddings, isUsable: embeddings !== null };
    },
    bytesOf: () => 0,
  });
  if (done.kind === 'read' && done.embeddings) return done.embeddings;
  if (done.kind === 'failed') throw done.error;
  if (done.kind === 'resting')
    throw new ModelFailure('provider', { detail: `${provider} is left alone for a while` });
  if (done.kind !== 'read')
    throw new ModelFailure('setup', { detail: `no budget is left for ${name}`, isFree: true });
  throw new ModelFailure('question', { detail: `what ${name} answered is no embedding for each text` });
}

function readAll({ name }: Embedder, texts: readonly string[], { vectors }: Embedded): Embedding[] | null {
  const embeddings = vectors.flatMap((vector) => readVector(name, vector) ?? []);
  return embeddings.length === texts.length && vectors.length === texts.length ? embeddings : null;
}
