// Entity tags: what a client has seen need not be sent again, and a write can be bound to it (RFC 9110, 8.8.3 and 13).
import { createHash } from 'node:crypto';
import type { Context, TypedResponse } from 'hono';
import { FluxError } from '../kernel/errors.ts';
import type { Env } from './env.ts';

/** The strong tag of a JSON representation, with its quotes. */
export function etagOf(body: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22)}"`;
}

/** For an answer whose body is the representation itself. */
export const tagged = <Body>(body: Body): { body: Body; etag: string } => ({ body, etag: etagOf(body) });

/**
 * Answers a GET with `body` and its tag, or with 304 where If-None-Match names it. To the types the 304 is no answer of
 * its own.
 */
export function answerTagged<Body>(c: Context<Env>, body: Body): Response & TypedResponse<Body, 200, 'json'> {
  const response = answerUnlessKnown(c, etagOf(body), () => [JSON.stringify(body), 'application/json']);
  return response as Response & TypedResponse<Body, 200, 'json'>;
}

/** The same of a text in another form. */
export const answerTaggedText = (c: Context<Env>, text: string, contentType: string): Response =>
  answerUnlessKnown(c, etagOf(text), () => [text, contentType]);

function answerUnlessKnown(
  c: Context<Env>,
  etag: string,
  representation: () => [text: string, contentType: string],
): Response {
  c.header('ETag', etag);
  const known = readTags(c.req.header('If-None-Match'));
  if (known === '*' || known?.some(({ opaque }) => opaque === etag)) return c.body(null, 304);
  const [text, contentType] = representation();
  return c.body(text, 200, { 'Content-Type': contentType });
}

/**
 * Holds a write to the representation that its client has seen. Call it in the write's transaction; `readCurrent` locks
 * the row and resolves to what a GET would show, in any of the forms that it shows it in, and is not called without
 * If-Match. Throws PRECONDITION_FAILED where the tags differ or are weak (13.1.1: the comparison is strong),
 * BAD_REQUEST for a header that holds no tags, and what `readCurrent` throws.
 */
export async function requireMatch(c: Context<Env>, readCurrent: () => Promise<unknown[]>): Promise<void> {
  const header = c.req.header('If-Match');
  if (header === undefined) return;
  const expected = readTags(header);
  if (expected === null)
    throw new FluxError('BAD_REQUEST', {
      fields: { errors: [{ path: 'If-Match', message: 'must be * or a list of entity tags in quotes' }] },
    });
  const etags = (await readCurrent()).map(etagOf);
  if (expected === '*' || expected.some(({ opaque, isWeak }) => !isWeak && etags.includes(opaque))) return;
  throw new FluxError('PRECONDITION_FAILED');
}

interface Tag {
  /** With its quotes. */
  opaque: string;
  isWeak: boolean;
}

const TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
// Empty elements count for nothing (RFC 9110 5.6.1.2).
const LIST = new RegExp(String.raw`^[\s,]*${TAG}(?:\s*,[\s,]*${TAG})*[\s,]*$`);

/** Null for no header, and for one that holds anything else. */
function readTags(header: string | undefined): Tag[] | '*' | null {
  if (header?.trim() === '*') return '*';
  if (header === undefined || !LIST.test(header)) return null;
  return Array.from(header.matchAll(new RegExp(TAG, 'g')), ([tag]) => ({
    opaque: tag.replace(/^W\//, ''),
    isWeak: tag.startsWith('W/'),
  }));
}
