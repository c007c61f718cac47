// Twilio's list answer: filters, newest first, pages that hold still while new rows arrive.
import type { Context } from 'hono';
import type { FarSideEnv } from '../receive.ts';
import { parseAddress } from './wire.ts';

interface Row {
  sid: string;
  to: string;
  from: string;
  status: string;
}

/** `dates` names the time that each date filter of the vendor looks at, as { DateSent: 'sentAt' }; null never fits. */
export function listPage<T extends Row>(
  c: Context<FarSideEnv>,
  rows: readonly T[],
  shape: { name: string; dates: Record<string, (row: T) => number | null>; resource: (row: T) => unknown },
) {
  const query = new URL(c.req.url).searchParams;
  const matching = rows.filter((row) => fits(row, query, shape.dates)).toReversed();
  const pageSize = Math.min(1000, Math.max(1, Number(query.get('PageSize')) || 50));
  const after = query.get('PageToken')?.slice('PA'.length);
  const start = after === undefined ? 0 : matching.findIndex((row) => row.sid === after) + 1;
  const page = Number(query.get('Page')) || 0;
  const shown = matching.slice(start, start + pageSize);
  const last = shown.at(-1);
  const hasMore = start + pageSize < matching.length;
  const uri = (changes: Record<string, string | null>) =>
    pageUri(c.req.path, query, { PageSize: String(pageSize), ...changes });
  return {
    end: start + shown.length - (shown.length > 0 ? 1 : 0),
    first_page_uri: uri({ Page: '0', PageToken: null }),
    next_page_uri: hasMore && last ? uri({ Page: String(page + 1), PageToken: `PA${last.sid}` }) : null,
    page,
    page_size: pageSize,
    previous_page_uri: null,
    start,
    uri: uri({}),
    [shape.name]: shown.map(shape.resource),
  };
}

function fits<T extends Row>(
  row: T,
  query: URLSearchParams,
  dates: Record<string, (row: T) => number | null>,
): boolean {
  for (const [name, wanted] of query) {
    if (wanted === '') continue;
    if (name === 'To' && !sameAddress(row.to, wanted)) return false;
    if (name === 'From' && !sameAddress(row.from, wanted)) return false;
    if (name === 'Status' && row.status !== wanted) return false;
    const time = dates[name.replace(/[<>]$/, '')];
    if (time && !fitsDate(time(row), name.slice(-1), wanted)) return false;
  }
  return true;
}

function sameAddress(a: string, b: string): boolean {
  const [left, right] = [parseAddress(a), parseAddress(b)];
  return left.channel === right.channel && left.number === right.number;
}

/** A bare name means that day; > and < mean at or after, at or before. */
function fitsDate(at: number | null, comparison: string, wanted: string): boolean {
  if (at === null) return false;
  if (comparison === '>') return at >= Date.parse(wanted);
  if (comparison === '<') return at <= Date.parse(wanted);
  return new Date(at).toISOString().slice(0, 10) === wanted.slice(0, 10);
}

function pageUri(path: string, query: URLSearchParams, changes: Record<string, string | null>): string {
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return `${path}?${params.toString()}`;
}
