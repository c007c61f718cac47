// Reads what a far side wrote, which may be anything, whatever the SDK's types say of it: what is taken from an answer
// becomes a word, a text, a list or a number here and nowhere else.
import { storable } from '../../kernel/text.ts';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The fields of an object; none of what is no object. */
export const fieldsOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** As it came; empty for what is no text. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A name or a mark that says something. Null for an empty one, which is how some gateways say none. */
export const wordOf = (value: unknown): string | null => storable(textOf(value)).trim() || null;

/** Null for what is no number of tokens. */
export const countOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

/** Of all texts in it, at any depth, in UTF-8. */
export function bytesIn(value: unknown): number {
  let bytes = 0;
  // No recursion: some nest deeper than there is stack for.
  for (const left = [value]; left.length > 0;) {
    const one = left.pop();
    if (typeof one === 'string') bytes += Buffer.byteLength(one);
    else for (const inner of Object.values(fieldsOf(one))) left.push(inner);
  }
  return bytes;
}
