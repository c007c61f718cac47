// The few kinds of values that variables of every group share.
import { z } from 'zod';

/** Any text but none. */
export const text = z.string().min(1);
export const url = z.url();
export const port = z.coerce.number().int().min(0).max(65_535);
export const milliseconds = z.coerce.number().int().min(0);

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
