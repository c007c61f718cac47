// Which words stand behind which placeholder, within one question.
import { findPrivate } from './find-private.ts';
import { NAMES_TOO } from './names-and-words.ts';
import { neutralWords, placeholderOf, replaceWritten, type Kind } from './placeholder.ts';
import { apart, replaceSpans, spansOf, type Span } from './span.ts';

export interface Book {
  hide: (text: string) => string;
  show: (text: string) => string;
}

/** `texts`: all of the question, so that a name found in one is hidden in each. */
export async function openBook(texts: readonly string[]): Promise<Book> {
  const own = new Map<string, Span[]>();
  for (const text of texts) own.set(text, await findPrivate(text));
  const typed = typedPlaceholders(texts);
  const next = new Map<Kind, number>();
  const placeholders = new Map<string, string>();
  const words = new Map<string, string>();
  for (const [text, spans] of own)
    for (const { kind, start, end } of spans) {
      const said = text.slice(start, end);
      if (placeholders.has(keyOf(kind, said))) continue;
      const number = next.get(kind) ?? typed.last(kind) + 1;
      next.set(kind, number + 1);
      placeholders.set(keyOf(kind, said), placeholderOf(kind, number));
      words.set(placeholderOf(kind, number), said);
    }
  const everywhere = namesEverywhere([...own].flatMap(([text, spans]) => namesIn(text, spans)));
  return {
    hide: (text) => {
      const spans = [...(own.get(text) ?? []), ...(everywhere ? spansOf(text, 'person', everywhere) : [])];
      return replaceSpans(
        text,
        apart(spans),
        ({ kind }, said) => placeholders.get(keyOf(kind, said)) ?? said,
      );
    },
    show: (text) =>
      replaceWritten(text, ({ kind, number, isMarked }, as) => {
        const said = number === null ? undefined : words.get(placeholderOf(kind, number));
        return said ?? (isMarked && !typed.has(kind, number) ? neutralWords(kind) : as);
      }),
  };
}

/** People are one in either case, numbers however they are grouped. */
function keyOf(kind: Kind, said: string): string {
  const figures = said.replaceAll(/[^\p{Nd}+]/gu, '');
  return `${kind} ${kind === 'phone' ? figures : said.toLowerCase()}`;
}

/** What the person wrote themselves that looks like one of ours: it is theirs, and stays. */
function typedPlaceholders(texts: readonly string[]) {
  const typed = new Set<string>();
  const last = new Map<Kind, number>();
  for (const text of texts)
    replaceWritten(text, ({ kind, number }, as) => {
      typed.add(`${kind} ${number}`);
      last.set(kind, Math.max(last.get(kind) ?? 0, number ?? 0));
      return as;
    });
  return {
    last: (kind: Kind): number => last.get(kind) ?? 0,
    has: (kind: Kind, number: number | null): boolean => typed.has(`${kind} ${number}`),
  };
}

const namesIn = (text: string, spans: readonly Span[]): string[] =>
  spans
    .filter(({ kind }) => kind === 'person')
    .map(({ start, end }) => text.slice(start, end))
    .filter(({ length }) => length >= 3 && length <= 60)
    .filter((name) => !NAMES_TOO.has(name.toLowerCase()));

/** A pattern has no room for more. Where they were found they are hidden in any case. */
const MOST_EVERYWHERE = 500;

/** As whole words, as they were written where they were found. Null where there are none. */
function namesEverywhere(names: readonly string[]): RegExp | null {
  if (names.length === 0) return null;
  const longestFirst = [...new Set(names)].slice(0, MOST_EVERYWHERE).toSorted((a, b) => b.length - a.length);
  const either = longestFirst
    .map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`))
    .join('|');
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${either})(?![\p{L}\p{N}])`, 'gu');
}
