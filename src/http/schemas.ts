// The small schemas that several doors share.
import { z } from '@hono/zod-openapi';
import { foldAddress, isStorable, isVisible, lengthOf } from '../kernel/text.ts';

/** One spelling, however it was written: ids are compared. */
export const id = z.uuid().toLowerCase();
/** One address, one account, however it is typed. */
export const email = z
  .string()
  .overwrite(foldAddress)
  .max(254)
  // RFC 5321: more than 64 before the @ no mail server has to take.
  .check(z.email(), z.regex(/^(?:[^@]{1,64}@|[^@]*$)/))
  .openapi({ format: 'email', example: 'ana@example.com' });
/** ISO 8601 with zone or Z; answered in UTC. */
export const instant = z.iso.datetime({ offset: true });
/**
 * An instant that a client names: PostgreSQL and clocks everywhere can work with it and with the hours around it. RFC
 * 3339 allows `t` and `z` in lower case.
 */
export const namedInstant = z
  .string()
  .toUpperCase()
  .check(z.iso.datetime({ offset: true }))
  .refine((text) => {
    const year = new Date(text).getUTCFullYear();
    // What is no date at all has been said already.
    return !(year < 1970 || year > 2999);
  }, 'must lie between 1970 and 2999')
  .describe('ISO 8601 with zone or Z, from 1970 to 2999.')
  .openapi({
    format: 'date-time',
    pattern: '^(?:19[7-9]|2\\d\\d)\\d-',
    example: '2026-11-24T07:00:00+01:00',
  });
/** Wall-clock time in the person's zone. */
export const localDateTime = z.string().openapi({ example: '2026-11-24T07:00' });
export const zone = z.string().openapi({ example: 'Europe/Berlin' });

/**
 * Words of a person: trimmed, with something to see in them, `shortest` to `longest` code points. What PostgreSQL
 * cannot keep in text or JSON (NUL, half a surrogate pair) is refused here, where the person still sees it.
 */
export const words = (longest: number, shortest = 1) =>
  z
    .string()
    .trim()
    .min(shortest)
    .refine((text) => lengthOf(text) <= longest, `must have at most ${longest} characters`)
    .refine(isStorable, 'must be well-formed Unicode without NUL')
    .refine((text) => text === '' || isVisible(text), 'must hold something that can be seen')
    .openapi({ minLength: shortest, maxLength: longest });

export const byId = z.object({ id });

/**
 * A whole number in a query, as people write it: digits alone, so that "0x10", "1e1" and " 1" are refused. The number
 * itself is good as well, for who calls without a URL.
 */
export const wholeNumber = (least: number, most: number) =>
  z
    .preprocess(
      (said) => (typeof said === 'string' && /^\d{1,9}$/.test(said) ? Number(said) : said),
      z.int().min(least).max(most),
    )
    .openapi({ type: 'integer', minimum: least, maximum: most });

/** Pages: `cursor` is the `next_cursor` of the page before. */
export const page = z.strictObject({
  limit: wholeNumber(1, 100).default(50),
  cursor: z.string().min(1).max(200).optional(),
});
export const nextCursor = z.string().nullable();

/** The body of a 202: the work goes on by itself. */
export const working = z.literal('working');
