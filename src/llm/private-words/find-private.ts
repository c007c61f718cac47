// All that is private in one text. Where two finds overlap, the more certain kind counts.
import { LRUCache } from 'lru-cache';
import { findAddresses } from './find-addresses.ts';
import { findNumbers } from './find-numbers.ts';
import { findPeople } from './find-people.ts';
import { legible } from './legible.ts';
import { apart, replaceSpans, type Span } from './span.ts';

/** Ids, moments and zones: nobody wrote them. */
const OURS =
  /^(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?|\d{1,2}:\d{2}|(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)\/[A-Za-z/_+-]+\d{0,2})$/i;

/** Of texts that were looked at: a conversation comes with each of its turns, and names take their time. */
const kept = new LRUCache<string, Span[]>({ max: 500 });

/** In the order of the text; none overlaps another. */
export async function findPrivate(raw: string): Promise<Span[]> {
  if (raw.length < 2 || OURS.test(raw)) return [];
  const found = kept.get(raw) ?? (await look(raw));
  kept.set(raw, found);
  return found;
}

async function look(raw: string): Promise<Span[]> {
  const { text, original } = legible(raw);
  const certain = apart(text, [...findAddresses(text), ...findNumbers(text)]);
  const people = await findPeople(blanked(text, certain));
  return apart(text, [...certain, ...people]).map((span) => ({ ...span, ...original(span.start, span.end) }));
}

/** What is known already is no name. */
const blanked = (text: string, spans: readonly Span[]): string =>
  replaceSpans(text, spans, ({ start, end }) => ';'.padEnd(end - start));
