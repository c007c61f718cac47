// Refuses bodies that nobody here could read, or that are larger than any of ours has to be, before anybody reads them.
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Env } from './env.ts';
import { answerProblem } from './problem.ts';

const MAX_BODY_BYTES = 64 * 1024;
/** Where files are brought: more, by path. */
export type LargeBodies = ReadonlyMap<string, number>;

/**
 * UNSUPPORTED_MEDIA_TYPE for a body that is compressed, or in letters other than UTF-8; PAYLOAD_TOO_LARGE. A body of a
 * known length is judged by that: to look at the body itself costs 30 us, for those without one, too.
 */
export function checkBody(large: LargeBodies = new Map()): MiddlewareHandler<Env> {
  const byReading = readingUpTo(MAX_BODY_BYTES);
  return async (c, next) => {
    const isChunked = c.req.header('Transfer-Encoding') !== undefined;
    const length = Number(c.req.header('Content-Length') ?? 0);
    if (!isChunked && length === 0) return next();
    if (isCompressed(c)) {
      // RFC 9110 15.5.16: which codings would have been taken.
      c.header('Accept-Encoding', 'identity');
      return answerProblem(c, 'UNSUPPORTED_MEDIA_TYPE');
    }
    if (!isUtf8(c)) return answerProblem(c, 'UNSUPPORTED_MEDIA_TYPE');
    const most = large.get(c.req.path) ?? MAX_BODY_BYTES;
    if (isChunked) return (most === MAX_BODY_BYTES ? byReading : readingUpTo(most))(c, next);
    return length > most ? answerProblem(c, 'PAYLOAD_TOO_LARGE') : next();
  };
}

const readingUpTo = (maxSize: number): MiddlewareHandler<Env> =>
  bodyLimit({ maxSize, onError: (c) => answerProblem(c, 'PAYLOAD_TOO_LARGE') });

const isCompressed = (c: Context): boolean =>
  listOf(c.req.header('Content-Encoding')).some((coding) => coding !== 'identity');

/** Nothing said means UTF-8 (RFC 8259 8.1), and ASCII is a part of it. */
function isUtf8(c: Context): boolean {
  const [, charset = 'utf-8'] =
    /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(c.req.header('Content-Type') ?? '') ?? [];
  return /^(utf-?8|us-ascii)$/i.test(charset);
}

const listOf = (header = ''): string[] => header.split(',').flatMap((one) => one.trim().toLowerCase() || []);
