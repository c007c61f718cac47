// The few kinds of values that variables of every group share.
import { z } from 'zod';

/** Any text but none. */
export const text = z.string().min(1);
/** What goes into a header, or names something: one word, without the space that copying takes along. */
export const word = z.string().regex(/^[!-~]+$/, 'must be one word of printable ASCII, without spaces');
export const url = z
  .url({ protocol: /^https?$/ })
  .regex(/^https?:\/\//i, 'must be an address that begins with http:// or https://');
export const origin = z
  .string()
  .refine(isOrigin, 'must be an origin such as https://app.example.com, without a path');
/** In digits alone: "1e3" and a space are slips, and no numbers. */
export const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number, in digits')
    .transform(Number)
    .pipe(z.int().min(least).max(most));
export const port = whole(0, 65_535);
/** A day at most: longer than some timers can be set. */
export const milliseconds = (least = 0) => whole(least, 86_400_000);

/** "DE, AT,": what stands between commas, without the spaces around it. */
export const itemsOf = (list: string): string[] => list.split(',').flatMap((item) => item.trim() || []);

/** "https://app.example.com": as a browser sends it. */
export function isOrigin(given: string): boolean {
  return /^https?:[^*]+$/.test(given) && URL.canParse(given) && new URL(given).origin === given;
}

/** Transforms by a function that throws a sentence about what is wrong. */
export const readBy =
  <T>(read: (given: string) => T) =>
  (given: string, ctx: z.RefinementCtx): T => {
    try {
      return read(given);
    } catch (error) {
      ctx.addIssue((error as Error).message);
      return z.NEVER;
    }
  };
