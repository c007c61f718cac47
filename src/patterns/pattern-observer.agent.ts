// The pattern observer: when somebody tends to do what they planned, and when not, out of their history.
import { z } from 'zod';
import { planningProfile } from '../account/planning-profile.ts';
import { clockRange, day } from '../kernel/week.ts';
import { defineAgent, type InputOf } from '../llm/agent.ts';
import { avoidSlot } from '../planning/avoid-slot.ts';
import { TAGS } from '../planning/tags.ts';

const share = z.number().min(0).max(1);

export const patternObserver = defineAgent({
  name: 'pattern_observer',
  tier: 'fast',
  hasBuiltin: true,
  prompt: { file: new URL('pattern-observer.prompt.md', import.meta.url), version: 2 },
  input: z.object({
    days_of_data: z.number().int().min(0),
    chronotype: planningProfile.shape.chronotype,
    /** Settled tasks by local weekday and hour of start, counted by code. */
    history: z.array(
      z.object({
        day,
        hour: z.number().int().min(0).max(23),
        category: z.enum(TAGS).nullable(),
        done: z.number().int(),
        missed: z.number().int(),
      }),
    ),
  }),
  output: z.object({
    best_times: z.array(clockRange.extend({ day: day.nullable(), confidence: share })),
    avoid_slots: z.array(avoidSlot),
    category_performance: z.array(z.object({ category: z.enum(TAGS), completion_rate: share })),
    general_notes: z.string(),
  }),
});

export type PatternEvidence = InputOf<typeof patternObserver>;
