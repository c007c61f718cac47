// What a schema did not allow, as problems say it at every door.
import type { z } from 'zod';

/** Where a value is at fault, and why; each field that is not known by itself. */
export function explainIssue(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...issue.path, key].join('.'),
    message: 'There is no such field.',
  }));
}
