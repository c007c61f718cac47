// Embeddings of OpenAI, and of whoever speaks like it: POST /embeddings.
import type { Embedded, Embedder } from '../embedder.ts';
import { DIMENSIONS } from '../embedding.ts';
import type { Usage } from '../model.ts';
import { failureOf, failureOfAnswer, readError, tellOf } from './failures.ts';
import { isOpenRouter, OPENAI_HEADERS, openaiClient } from './openai-client.ts';
import { reportedMicrosOf, usageOfOpenai } from './usage.ts';
import { IDLE_MS, type Account } from './vendor.ts';
import { openWire } from './wire.ts';

/** The one that gives 1,536 dimensions by itself, and the cheapest (platform.openai.com/docs/guides/embeddings). */
const DEFAULT_MODEL = 'text-embedding-3-small';

/** `name`: as the far side knows it; it has to answer with 1,536 dimensions. */
export function openaiEmbedder(account: Account, name: string = DEFAULT_MODEL): Embedder {
  const { baseUrl, breaker, tell, idleMs = IDLE_MS } = account;
  return {
    name,
    provider: 'openai',
    breaker,
    async embed(texts, { signal }) {
      signal.throwIfAborted();
      const wire = openWire({ signal, idleMs, headers: OPENAI_HEADERS, onBytes: undefined });
      try {
        const request = openaiClient(account, wire).embeddings.create(bodyOf(name, texts), {
          signal: wire.signal,
        });
        const { data, request_id } = await request.withResponse();
        return read(data, { baseUrl, count: texts.length, name, requestId: request_id });
      } catch (error) {
        signal.throwIfAborted();
        const failure = wire.ended() ?? failureOf('openai', error);
        tellOf(tell, 'openai', failure);
        throw failure;
      } finally {
        wire.close();
      }
    },
  };
}

/**
 * Base64 is asked for by name: an SDK that chose it would decode before the usage of a bad answer is read. The oldest
 * model has 1,536 dimensions and takes no other number.
 */
const bodyOf = (model: string, texts: readonly string[]) => ({
  model,
  input: [...texts],
  encoding_format: 'base64' as const,
  ...(model.endsWith('text-embedding-ada-002') ? {} : { dimensions: DIMENSIONS }),
});

interface Asked {
  baseUrl: string;
  count: number;
  name: string;
  requestId: string | null;
}

/** Nothing of it is believed: it is whatever the far side wrote. */
function read(answer: unknown, { baseUrl, count, name, requestId }: Asked): Embedded {
  const { data, usage, model: servedBy } = (answer ?? {}) as Record<string, unknown>;
  if (!Array.isArray(data)) throw failureOfAnswer('openai', { ...readError(answer), requestId });
  return {
    vectors: inOrder(data, count),
    usage: usageOf(usage, baseUrl),
    requestId,
    servedBy: typeof servedBy === 'string' ? servedBy : name,
  };
}

/** By their `index`, which is the order of the texts; where one is missing, there is no vector in its place. */
function inOrder(data: readonly unknown[], count: number): ArrayLike<number>[] {
  const vectors = Array.from({ length: count }, (): ArrayLike<number> => []);
  for (const entry of data) {
    const { index, embedding } = (entry ?? {}) as { index?: unknown; embedding?: unknown };
    const isPlace = typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < count;
    if (isPlace) vectors[index] = numbersOf(embedding);
  }
  return vectors;
}

/** Base64 of float32, little-endian; some gateways send numbers whatever they are asked for. */
function numbersOf(embedding: unknown): ArrayLike<number> {
  if (Array.isArray(embedding)) return embedding.map((one) => (typeof one === 'number' ? one : Number.NaN));
  if (typeof embedding !== 'string') return [];
  const bytes = Buffer.from(embedding, 'base64');
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(4 * index));
}

/** Nothing comes out but numbers. Null where it counts nothing. */
function usageOf(usage: unknown, baseUrl: string): Usage | null {
  const counted = usageOfOpenai({ ...(usage as object | null), completion_tokens: 0 });
  return counted && isOpenRouter(baseUrl) ? { ...counted, reportedMicros: reportedMicrosOf(usage) } : counted;
}
