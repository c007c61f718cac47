// An embedding without a model: texts are near to each other that share words and parts of words. It knows spelling and
// no meaning ("run" is near "running", and not near "jog"), in any language, for nothing, and the same for ever.
import type { Embedder } from './embedder.ts';
import { DIMENSIONS } from './embedding.ts';

/** The name is a promise: what changes a single number of a vector is another name. */
export const lexicalEmbedder: Embedder = {
  name: 'lexical-1536',
  provider: 'builtin',
  embed: async (texts) => ({
    vectors: texts.map(vectorOf),
    usage: null,
    requestId: null,
    servedBy: 'lexical-1536',
  }),
};

/**
 * Each feature falls on one of the dimensions, up or down: where two meet, they are as likely to cancel each other out
 * as to add up ("feature hashing", Weinberger et al. 2009). Only sums, products and roots of doubles, which every
 * engine does alike.
 */
function vectorOf(text: string): Float64Array {
  const vector = new Float64Array(DIMENSIONS);
  for (const [feature, squares] of featuresOf(text)) {
    const hash = hashOf(feature);
    const sign = hash >= 0x80_00_00_00 ? -1 : 1;
    vector[hash % DIMENSIONS]! += sign * Math.sqrt(squares);
  }
  return vector;
}

/** Words, and the parts that they are made of, with the sum of the squares of their weights: twice is not double. */
function featuresOf(text: string): Map<string, number> {
  const features = new Map<string, number>();
  const add = (name: string, weight: number) =>
    features.set(name, (features.get(name) ?? 0) + weight * weight);
  for (const word of wordsOf(text)) {
    const parts = partsOf(word);
    const isSpaceless = SPACELESS.test(word);
    const weight = weightOf(word);
    add(`w:${word}`, isSpaceless ? weight / 2 : weight);
    for (const part of parts)
      add(`p:${part}`, isSpaceless ? weight : (PARTS_SHARE * weight) / Math.sqrt(parts.length));
  }
  return features;
}

/** Against the word itself, all its parts together. Where words are not parted, each part may be one. */
const PARTS_SHARE = 0.8;

/** Lower case, without accents. A sign that is no letter is a word of its own; a text of punctuation is itself one. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+|\p{S}/gu);
  return words ?? [plain.trim()];
}

/** Short words are grammar more often than not ("to", "the"): they say little about what a text is about. */
function weightOf(word: string): number {
  const { length } = Array.from(word);
  if (SPACELESS.test(word) || /[\p{N}\p{S}]/u.test(word)) return 1;
  return length <= 2 ? 0.25 : length === 3 ? 0.6 : 1;
}

/** Three letters each, with the word's edges: "run" gives "‹ru", "run", "un›". Two where words are not parted. */
function partsOf(word: string): string[] {
  const letters = Array.from(`‹${word}›`);
  const size = SPACELESS.test(word) ? 2 : 3;
  return Array.from({ length: Math.max(1, letters.length - size + 1) }, (_, index) =>
    letters.slice(index, index + size).join(''),
  );
}

const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** FNV-1a of 32 bits over UTF-16, stirred once more so that the last letters reach all bits (MurmurHash3's end). */
function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
