// A stretch of a text that is private, and of what kind.
import type { Kind } from './placeholder.ts';

export interface Span {
  kind: Kind;
  /** UTF-16 units, the end excluded. */
  start: number;
  end: number;
}

/** All matches of `pattern` (global), from where `group` begins: the whole match where it is not named. */
export function spansOf(text: string, kind: Kind, pattern: RegExp, group = 0): Span[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const words = match[group] ?? '';
    const start = match.index + match[0].indexOf(words);
    return { kind, start, end: start + words.length };
  }).filter(({ start, end }) => end > start);
}

/**
 * Of those of `text` that overlap, the earlier in the list is whole; of the others, what it leaves and can be read. In
 * the order of the text.
 */
export function apart(text: string, spans: readonly Span[]): Span[] {
  const covered = new Uint8Array(spans.reduce((most, { end }) => Math.max(most, end), 0));
  const kept: Span[] = [];
  for (const { kind, start, end } of spans)
    for (let from = covered.indexOf(0, start); from >= 0 && from < end; from = covered.indexOf(0, from)) {
      const next = covered.indexOf(1, from);
      const to = next < 0 ? end : Math.min(next, end);
      if (/[\p{L}\p{N}]/u.test(text.slice(from, to))) kept.push({ kind, start: from, end: to });
      covered.fill(1, from, to);
    }
  return kept.toSorted((a, b) => a.start - b.start);
}

/** Those that overlap as one, of the first one's kind. In the order of the text. */
export function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else all.push({ ...span });
  }
  return all;
}

/** `text` with other words for each of the spans, which are apart and in its order. */
export function replaceSpans(
  text: string,
  spans: readonly Span[],
  other: (span: Span, said: string) => string,
): string {
  let [replaced, at] = ['', 0];
  for (const span of spans) {
    replaced += text.slice(at, span.start) + other(span, text.slice(span.start, span.end));
    at = span.end;
  }
  return replaced + text.slice(at);
}
