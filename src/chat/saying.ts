// Which words of a conversation somebody means who repeats them: the words themselves, or none.
import type { SaidThen } from './summary-content.ts';

interface Saying {
  text: string;
  said_on: string;
}

/**
 * For each of `repeated` what was really said: the whole sentence that holds it, or that it is nearest to; itself where
 * it is more than one. What nobody said is left out.
 */
export function sayingOf(repeated: readonly string[], messages: readonly SaidThen[]): Saying[] {
  const sentences = messages.flatMap(sentencesOf);
  return repeated.flatMap((text) => verbatim(text, sentences, messages) ?? nearest(text, sentences) ?? []);
}

export const sentencesOf = ({ text, said_on }: SaidThen): Saying[] =>
  text
    .split(/(?<=[.!?…。！？])\s+|(?<=[。！？])|[\n;]+/u)
    .map((sentence) => ({ text: sentence.trim(), said_on }))
    .filter(({ text: sentence }) => /\p{L}{2}|\p{N}/u.test(sentence));

/** The newest that holds it, whatever signs and case it is written in. Half a sentence may say the opposite of it. */
function verbatim(text: string, sentences: readonly Saying[], messages: readonly SaidThen[]): Saying | null {
  const bare = bareOf(text);
  if (bare.length < 3) return null;
  const holdsIt = (said: { text: string }) => ` ${bareOf(said.text)} `.includes(` ${bare} `);
  const sentence = sentences.findLast(holdsIt);
  if (sentence) return sentence;
  const message = messages.findLast(holdsIt);
  return message ? { text: text.trim(), said_on: message.said_on } : null;
}

/** Three letters in a row are shared by most of it: a paraphrase, of which the sentence itself is kept. */
const SHARED = 0.6;

function nearest(text: string, sentences: readonly Saying[]): Saying | null {
  const parts = partsOf(text);
  if (parts.size < 6) return null;
  let best: { saying: Saying; share: number } | null = null;
  for (const saying of sentences) {
    const own = partsOf(saying.text);
    const share = [...parts].filter((part) => own.has(part)).length / parts.size;
    if (share >= SHARED && share >= (best?.share ?? 0)) best = { saying, share };
  }
  return best?.saying ?? null;
}

function partsOf(text: string): Set<string> {
  const bare = ` ${bareOf(text)} `;
  return new Set(Array.from({ length: bare.length - 2 }, (_, index) => bare.slice(index, index + 3)));
}

const bareOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
