// A text as a place among others: what means the like lies near. Two places are of one space only if one model found
// both, so the model's name never leaves its vector.

/** Of every vector, whoever made it. */
export const DIMENSIONS = 1536;

export interface Embedding {
  /** Whose space it is: "lexical-1536", "text-embedding-3-small". To be stored with the vector. */
  readonly model: string;
  /** Of length 1. */
  readonly vector: Float32Array;
}

/** Brought to length 1. Null for what is no place: other dimensions, what is no number, nothing but zeros. */
export function readVector(model: string, numbers: ArrayLike<number>): Embedding | null {
  if (numbers.length !== DIMENSIONS) return null;
  let squares = 0;
  for (let index = 0; index < DIMENSIONS; index++) squares += numbers[index]! * numbers[index]!;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length) || length === 0) return null;
  return { model, vector: Float32Array.from(numbers, (one) => one / length) };
}

/**
 * From -1 to 1: 1 for the same text, about 0 for what has nothing to do with it. How near is near differs from model to
 * model. Throws Error for embeddings of two models: a number would come out, and mean nothing.
 */
export function similarity(one: Embedding, other: Embedding): number {
  if (one.model !== other.model) throw new Error(`${one.model} and ${other.model} share no space`);
  let sum = 0;
  for (let index = 0; index < DIMENSIONS; index++) sum += one.vector[index]! * other.vector[index]!;
  return sum;
}
