// The scheduler: which sessions a goal needs, as wishes; code finds the slots for them and has the last word.
import { z } from 'zod';
import { planningProfile } from '../account/planning-profile.ts';
import { localDate } from '../kernel/week.ts';
import { defineAgent } from '../llm/agent.ts';
import { wish } from '../planning/wish.ts';

export const scheduler = defineAgent({
  name: 'scheduler',
  tier: 'fast',
  hasBuiltin: true,
  prompt: { file: new URL('scheduler.prompt.md', import.meta.url), version: 5 },
  input: z.object({
    goal_text: z.string(),
    goal_said_on: localDate.describe('relative days in the words are counted from when they were said'),
    revisions: z
      .array(z.object({ text: z.string(), said_on: localDate }))
      .describe('what the person asked to change, oldest first'),
    today: localDate,
    zone: z.string(),
    profile: planningProfile,
  }),
  output: z.object({ wishes: z.array(wish).min(1).max(8), start_on: localDate.nullable() }),
});
