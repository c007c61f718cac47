// A text in its sentences, as far as they matter to grammar: without end it takes time without end.

export interface Sentence {
  /** UTF-16 units from the beginning of the text. */
  start: number;
  words: string;
}

/** Behind a whole word: "Dr." and "J." are none. Or the last space before so many letters, or there. */
const SENTENCE = /[^]{1,400}?(?:\n|(?<=[\p{Ll}\p{N}]{4}[.!?])\s|$)|[^]{1,400}(?=\s)|[^]{1,400}/gu;

/** All of it, in its order. */
export const sentencesOf = (text: string): Sentence[] =>
  Array.from(text.matchAll(SENTENCE), ({ 0: words, index }) => ({ start: index, words }));
