// Which words of a conversation somebody means who repeats them: the words themselves, or none.
import { setImmediate } from 'node:timers/promises';
import type { SaidThen } from './summary-content.ts';

export interface Saying {
  text: string;
  said_on: string;
}

/** What was said, read once for all that is looked for in it. In the order in which it was said. */
export interface Sayings {
  sentences: readonly Bare[];
  messages: readonly Bare[];
  /** Of three letters in a row, which sentences hold them. */
  holders: ReadonlyMap<string, readonly number[]>;
}

interface Bare {
  said: Saying;
  /** Without signs and case, and with a space at both ends. */
  bare: string;
}

/** Others have their turn between the messages. */
export async function readSayings(messages: readonly SaidThen[]): Promise<Sayings> {
  const sentences: Bare[] = [];
  const holders = new Map<string, number[]>();
  for (const message of messages) {
    await setImmediate();
    for (const sentence of sentencesOf(message).map(withBare)) {
      const index = sentences.push(sentence) - 1;
      for (const part of partsOf(sentence.bare)) {
        const known = holders.get(part);
        if (known) known.push(index);
        else holders.set(part, [index]);
      }
    }
  }
  return { sentences, messages: messages.map(withBare), holders };
}

/**
 * For each of `repeated` what was really said: the whole sentence that holds it, or that it is nearest to; itself where
 * it is more than one. What nobody said is left out. Of what is endless its beginning is looked for.
 */
export async function sayingOf(repeated: readonly string[], sayings: Sayings): Promise<Saying[]> {
  const found: Saying[] = [];
  for (const endless of repeated) {
    await setImmediate();
    const text = endless.length > LONGEST ? endless.slice(0, LONGEST).replace(/\S{0,100}$/u, '') : endless;
    found.push(...[verbatim(text, sayings) ?? nearest(text, sayings) ?? []].flat());
  }
  return found;
}

/** More than is kept of anything, in UTF-16 units. */
const LONGEST = 1000;

export const sentencesOf = ({ text, said_on }: SaidThen): Saying[] =>
  text
    .split(/(?<=[.!?…。！？])\s+|(?<=[。！？])|[\n;]+/u)
    .map((sentence) => ({ text: sentence.trim(), said_on }))
    .filter(({ text: sentence }) => /\p{L}{2}|\p{N}/u.test(sentence));

/** The newest that holds it, whatever signs and case it is written in. Half a sentence may say the opposite of it. */
function verbatim(text: string, { sentences, messages }: Sayings): Saying | null {
  const bare = bareOf(text);
  if (bare.trim().length < 3) return null;
  const holdsIt = (one: Bare) => one.bare.includes(bare);
  const sentence = sentences.findLast(holdsIt);
  if (sentence) return sentence.said;
  const message = messages.findLast(holdsIt);
  return message ? { text: text.trim(), said_on: message.said.said_on } : null;
}

/** Three letters in a row are shared by most of it: a paraphrase, of which the sentence itself is kept. */
const SHARED = 0.6;

/** Of those that share as much, the newest. */
function nearest(text: string, { sentences, holders }: Sayings): Saying | null {
  const parts = partsOf(bareOf(text));
  if (parts.size < 6) return null;
  const shared = new Map<number, number>();
  for (const part of parts)
    for (const index of holders.get(part) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
  let best = { index: -1, count: SHARED * parts.size };
  for (const [index, count] of shared)
    if (count > best.count || (count === best.count && index > best.index)) best = { index, count };
  return sentences[best.index]?.said ?? null;
}

const partsOf = (bare: string): Set<string> =>
  new Set(Array.from({ length: bare.length - 2 }, (_, index) => bare.slice(index, index + 3)));

const withBare = ({ text, said_on }: Saying): Bare => ({ said: { text, said_on }, bare: bareOf(text) });

const bareOf = (text: string): string =>
  ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
