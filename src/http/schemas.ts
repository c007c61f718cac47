// The small schemas that several doors share.
import { z } from '@hono/zod-openapi';

/** One spelling, however it was written: ids are compared. */
export const id = z.uuid().toLowerCase();
/** One address, one account, however it is typed. */
export const email = z.string().trim().toLowerCase().max(254).check(z.email()).openapi({ format: 'email' });
/** ISO 8601 with zone or Z; answered in UTC. */
export const instant = z.iso.datetime({ offset: true });
/** An instant that a client names: PostgreSQL and clocks everywhere can work with it and with the hours around it. */
export const namedInstant = instant.refine((text) => {
  const year = new Date(text).getUTCFullYear();
  // What is no date at all has been said already.
  return !(year < 1970 || year > 2999);
}, 'must lie between 1970 and 2999');
/** Wall-clock time in the person's zone. */
export const localDateTime = z.string().openapi({ example: '2026-11-24T07:00' });
export const zone = z.string().openapi({ example: 'Europe/Berlin' });

/**
 * Words of a person: trimmed, not empty. What PostgreSQL cannot keep in text or JSON (NUL, half a surrogate pair) is
 * refused here, where the person still sees it.
 */
export const words = (longest: number, shortest = 1) =>
  z
    .string()
    .trim()
    .min(shortest)
    .max(longest)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed Unicode without NUL');

export const byId = z.object({ id });

/** Pages: `cursor` is the `next_cursor` of the page before. */
export const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().min(1).max(200).optional(),
});
export const nextCursor = z.string().nullable();

/** The body of a 202: the work goes on by itself. */
export const working = z.literal('working');
