// The bearer token of a request (RFC 6750 2.1).
import type { Context } from 'hono';

/** Undefined without exactly one well-formed token. */
export function bearerOf(c: Context): string | undefined {
  return /^Bearer +([\w.~+/=-]+) *$/i.exec(c.req.header('Authorization') ?? '')?.[1];
}
