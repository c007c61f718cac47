// Which words stand behind which placeholder, within one question.
import { findPrivate } from './find-private.ts';
import { legible } from './legible.ts';
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
  const standIn = (kind: Kind, said: string): string => {
    const known = placeholders.get(keyOf(kind, said));
    if (known !== undefined) return known;
    const number = typed.free(kind, next.get(kind) ?? 1);
    next.set(kind, number + 1);
    const placeholder = placeholderOf(kind, number);
    placeholders.set(keyOf(kind, said), placeholder);
    words.set(placeholder, said);
    return placeholder;
  };
  for (const [text, spans] of own)
    for (const { kind, start, end } of spans) standIn(kind, text.slice(start, end));
  let room = MOST_SHOWN;
  const everywhere = namesEverywhere([...own].flatMap(([text, spans]) => namesIn(text, spans)));
  return {
    hide: (text) => {
      const spans = [...(own.get(text) ?? []), ...(everywhere ? named(text, everywhere) : [])];
      // A whole name that another text tells is more than the half of it that this one shows.
      const longestFirst = spans.toSorted((a, b) => b.end - b.start - (a.end - a.start));
      return replaceSpans(text, apart(text, longestFirst), ({ kind }, said) => standIn(kind, said));
    },
    show: (text) =>
      replaceWritten(text, ({ kind, number, isLabel }, as) => {
        const said = number === null ? undefined : words.get(placeholderOf(kind, number));
        if (said === undefined) return isLabel || typed.has(kind, number) ? as : neutralWords(kind);
        room -= said.length;
        return room > 0 ? said : neutralWords(kind);
      }),
  };
}

/** Of all that is put back for one question: a long link, said a thousand times, is more than anybody reads. */
const MOST_SHOWN = 1_000_000;

/** People are one in either case and however their accents are encoded, numbers however they are grouped. */
function keyOf(kind: Kind, said: string): string {
  const read = legible(said).text;
  return `${kind} ${kind === 'phone' ? read.replaceAll(/[^\p{Nd}+]/gu, '') : read.toLowerCase()}`;
}

/** What the person wrote themselves that looks like one of ours: it is theirs, and stays. */
function typedPlaceholders(texts: readonly string[]) {
  const typed = new Set<string>();
  for (const text of texts)
    replaceWritten(text, ({ kind, number }, as) => {
      typed.add(`${kind} ${number}`);
      return as;
    });
  const has = (kind: Kind, number: number | null): boolean => typed.has(`${kind} ${number}`);
  return {
    has,
    /** The first from `number` on that is ours to give. */
    free(kind: Kind, number: number): number {
      let free = number;
      while (has(kind, free)) free += 1;
      return free;
    },
  };
}

const namesIn = (text: string, spans: readonly Span[]): string[] =>
  spans
    .filter(({ kind }) => kind === 'person')
    .map(({ start, end }) => legible(text.slice(start, end)).text)
    .filter(({ length }) => length >= 3 && length <= 60)
    .filter((name) => !NAMES_TOO.has(name.toLowerCase()));

/** A pattern has no room for more. Where they were found they are hidden in any case. */
const MOST_EVERYWHERE = 500;

/** As whole words, as they are read where they were found. Null where there are none. */
function namesEverywhere(names: readonly string[]): RegExp | null {
  if (names.length === 0) return null;
  const longestFirst = [...new Set(names)].slice(0, MOST_EVERYWHERE).toSorted((a, b) => b.length - a.length);
  const either = longestFirst
    .map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`))
    .join('|');
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${either})(?![\p{L}\p{N}\p{M}])`, 'gu');
}

function named(raw: string, names: RegExp): Span[] {
  const { text, original } = legible(raw);
  return spansOf(text, 'person', names).map((span) => ({ ...span, ...original(span.start, span.end) }));
}
