// Embeddings of OpenAI, and of whoever speaks like it: POST /embeddings.
import type { Embedded, Embedder } from '../embedder.ts';
import { DIMENSIONS } from '../embedding.ts';
import { failureOfAnswer, readError } from './failures.ts';
import { fieldsOf, wordOf } from './fields.ts';
import { OPENAI_HEADERS, openaiClient } from './openai-client.ts';
import { isOpenai } from './openai-hosts.ts';
import { countedByOpenai } from './usage.ts';
import { throughWire, type Account } from './vendor.ts';

/** The one that gives 1,536 dimensions by itself, and the cheapest (platform.openai.com/docs/guides/embeddings). */
const DEFAULT_MODEL = 'text-embedding-3-small';

/** `name`: as the far side knows it; it has to answer with 1,536 dimensions. */
export function openaiEmbedder(account: Account, name: string = DEFAULT_MODEL): Embedder {
  return {
    name,
    provider: 'openai',
    breaker: account.breaker,
    embed: (texts, { signal }) =>
      throughWire({ provider: 'openai', account, headers: OPENAI_HEADERS, signal }, async (wire) => {
        const body = bodyOf(name, account, texts);
        const request = openaiClient(account, wire).embeddings.create(body, { signal: wire.signal });
        const { data, request_id } = await request.withResponse();
        return read(data, { account, count: texts.length, name, requestId: request_id });
      }),
  };
}

/**
 * Base64 is asked for by name: an SDK that chose it would decode before the usage of a bad answer is read. OpenAI's
 * later models can be told the number of dimensions; many of others refuse to be.
 */
const bodyOf = (model: string, { baseUrl }: Account, texts: readonly string[]) => ({
  model,
  input: [...texts],
  encoding_format: 'base64' as const,
  ...(isOpenai(baseUrl) && !model.endsWith('text-embedding-ada-002') && { dimensions: DIMENSIONS }),
});

interface Asked {
  account: Account;
  count: number;
  name: string;
  requestId: string | null;
}

/** Nothing of it is believed: it is whatever the far side wrote. */
function read(answer: unknown, { account, count, name, requestId }: Asked): Embedded {
  const { data, usage: counts, model } = fieldsOf(answer);
  const usage = countedByOpenai(counts, account.baseUrl);
  if (!Array.isArray(data)) throw failureOfAnswer('openai', { ...readError(answer), requestId, usage });
  return { vectors: inOrder(data, count), usage, requestId, servedBy: wordOf(model) ?? name };
}

/** By their `index`, which is the order of the texts; where one is missing, there is no vector in its place. */
function inOrder(data: readonly unknown[], count: number): ArrayLike<number>[] {
  const vectors = Array.from({ length: count }, (): ArrayLike<number> => []);
  for (const entry of data) {
    const { index, embedding } = fieldsOf(entry);
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
