// What is private in a question stays here: a vendor's model sees "[person 1]", and its answer is about that person
// again on the way to whoever asked.
import { openBook } from './private-words/book.ts';
import { beginningOf } from './private-words/placeholder.ts';

export interface Masked<Input> {
  /** The same with placeholders: equal words are one placeholder throughout. Ids, moments and zones stay. */
  masked: Input;
  /** Any JSON value with the words again. A placeholder that stands for nothing becomes a neutral word. */
  unmask: <Output>(output: Output) => Output;
  /** The same for what comes in pieces, which may cut a placeholder in two. */
  unmaskWords: () => WordsShown;
}

export interface WordsShown {
  /** What can be read of all pieces so far, and was not before. */
  push(piece: string): string;
  /** What was kept back. */
  end(): string;
}

/**
 * Any JSON value; its keys are ours and stay. No placeholder is remembered from one question to the next. A long text
 * is looked at in pieces, and others have their turn between them.
 */
export async function mask<Input>(input: Input): Promise<Masked<Input>> {
  const book = await openBook(stringsIn(input));
  const unmask = <Output>(output: Output): Output => mapStrings(output, book.show) as Output;
  return {
    masked: mapStrings(input, book.hide) as Input,
    unmask,
    unmaskWords: () => showPieces(unmask<string>),
  };
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapStrings(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapStrings(one, change)]));
}

function showPieces(show: (text: string) => string): WordsShown {
  let kept = '';
  return {
    push(piece) {
      const text = kept + piece;
      const begun = beginningOf(text);
      kept = text.slice(begun);
      return show(text.slice(0, begun));
    },
    end() {
      const rest = show(kept);
      kept = '';
      return rest;
    },
  };
}
