// One request of the matrix, and what came of it, in a word or two.
import type { Answer, Operation } from '../../harness/http.ts';
import type { Actor, Caller } from './actor.ts';
import type { Entry, Parts } from './entry.ts';
import type { Place } from './places.ts';

export interface Attempt {
  label: string;
  caller: Caller;
  /** Who looks at the answer. */
  reader: Actor;
  parts: Parts;
  /** "not there", "done", or status and code: "403 INSUFFICIENT_SCOPE". */
  expected: string;
  /** Where something of somebody else stands. */
  place?: Place | undefined;
}

export function send(
  who: Caller,
  { method, path }: Operation,
  { path: ids = {}, query = {}, body, file }: Parts,
): Promise<Answer> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no-${name}-given`);
  const search = new URLSearchParams(query).toString();
  const address = search === '' ? filled : `${filled}?${search}`;
  return file
    ? who.call(method, address, file.text, { 'content-type': file.type })
    : who.call(method, address, body);
}

/** A list that was narrowed down to nothing is as good as 404. */
export function verdict(
  { status, body }: Answer,
  place?: Place,
  { filters = [] }: Partial<Entry> = {},
): string {
  if (status === 404) return 'not there';
  if (status >= 300) return `${status} ${body.code}`;
  const isNarrowed = place?.in === 'query' && filters.includes(place.name);
  const isEmpty =
    isNarrowed && Object.values(body).every((value) => !Array.isArray(value) || value.length === 0);
  return isEmpty ? 'not there' : 'done';
}
