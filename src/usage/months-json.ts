// Which months somebody asks for, at every door.
import { z } from '@hono/zod-openapi';
import { month } from './budget-json.ts';

/** As long as calls are kept. */
const MOST_MONTHS = 13;

export const months = z
  .strictObject({
    from: month
      .optional()
      .describe('The same as `to`, unless told; without both the current month of the person.'),
    to: month.optional().describe('Included. The same as `from`, unless told.'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || isWithin(from, to), {
    path: ['to'],
    message: `must not be before the first month, nor ${MOST_MONTHS} or more after it`,
  });

function isWithin(from: string, to: string): boolean {
  const months = monthNumber(to) - monthNumber(from);
  return months >= 0 && months < MOST_MONTHS;
}

const monthNumber = (one: string): number => Number(one.slice(0, 4)) * 12 + Number(one.slice(5));
