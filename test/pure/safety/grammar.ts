// Sentences out of the words of a grammar: each of its forms in every combination, or evenly chosen ones of them.
import { readFileSync } from 'node:fs';

/** Of one form, at most. */
const MOST = 24;

/** What a language's grammar lets people say: what is sure, what is at least to be asked about, and what is harmless. */
export function sayInAllWays(language: string, level: 'alarm' | 'ask' | 'none'): string[] {
  const text = readFileSync(new URL(`grammar/${language}.txt`, import.meta.url), 'utf8');
  const sections = new Map(
    text
      .split(/^\[/m)
      .map((part) => part.split(/\]?\n/))
      .map(([name = '', ...lines]) => [name, lines.filter(isSaid)]),
  );
  const words = new Map(
    sections.get('words')!.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 2).split('|')];
    }),
  );
  return sections.get(level)!.flatMap((form) => expand(form, words));
}

const isSaid = (line: string): boolean => line.trim() !== '' && !line.startsWith('#');

function expand(form: string, words: ReadonlyMap<string, string[]>): string[] {
  const slots = [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => words.get(name!)!);
  const all = slots.reduce((product, { length }) => product * length, 1);
  const step = Math.max(1, all / MOST);
  const sentences: string[] = [];
  for (let at = 0; at < all; at += step) sentences.push(fill(form, slots, Math.floor(at)));
  return sentences;
}

/** The combination of a number. */
function fill(form: string, slots: readonly string[][], number: number): string {
  let [rest, slot] = [number, 0];
  return form
    .replaceAll(/\{\w+\}/g, () => {
      const words = slots[slot++]!;
      const word = words[rest % words.length]!;
      rest = Math.floor(rest / words.length);
      return word;
    })
    .trim();
}
