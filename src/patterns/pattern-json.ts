// What a pattern looks like on the wire.
import { z } from '@hono/zod-openapi';
import { id, instant } from '../http/schemas.ts';
import { clockTime, day, localDate } from '../kernel/week.ts';
import type { PatternView } from './read-pattern.ts';

export const confidence = z
  .number()
  .min(0)
  .max(1)
  .describe('Plans avoid the time from 0.5 on; at 0 they take no notice of it.');

export const patternJson = z
  .strictObject({
    id,
    day,
    time_range: z
      .strictObject({ from: clockTime, to: clockTime })
      .describe('Wall-clock times in the zone of the person; `to` excluded.'),
    description: z.string(),
    confidence,
    user_overridden: z.boolean().describe('The word of the person: nothing that is learned changes it.'),
    evidence: z
      .strictObject({
        weeks: z.int().describe('Weeks running in which it was missed.'),
        task_ids: z.array(id).describe('The missed tasks, oldest first, the last twelve of them.'),
        first_on: localDate,
        last_on: localDate,
      })
      .describe('What it rests on.'),
    created_at: instant,
    updated_at: instant,
  })
  .openapi('Pattern');

export const presentPattern = (pattern: PatternView): z.infer<typeof patternJson> => ({
  id: pattern.id,
  day: pattern.day,
  time_range: { from: pattern.timeFrom, to: pattern.timeTo },
  description: pattern.description,
  confidence: pattern.confidence,
  user_overridden: pattern.userOverridden,
  evidence: {
    weeks: pattern.evidence.weeks,
    task_ids: pattern.evidence.taskIds,
    first_on: pattern.evidence.firstOn,
    last_on: pattern.evidence.lastOn,
  },
  created_at: pattern.createdAt.toISOString(),
  updated_at: pattern.updatedAt.toISOString(),
});
