// The planner: the plan in words and wishes, out of what the specialists found.
import { z } from 'zod';
import { defineAgent } from '../llm/agent.ts';
import { patternObserver } from '../patterns/pattern-observer.agent.ts';
import { SPECIALISTS } from '../planning/plan.ts';
import { proposal } from '../planning/proposal.ts';
import { TAGS } from '../planning/tags.ts';
import { foundSlots, wish } from '../planning/wish.ts';
import { scheduler } from './scheduler.agent.ts';

export const planner = defineAgent({
  name: 'planner',
  tier: 'strong',
  hasBuiltin: true,
  spoken: 'plan_summary',
  prompt: { file: new URL('planner.prompt.md', import.meta.url), version: 5 },
  input: z.object({
    ...scheduler.input.shape,
    tags: z.array(z.enum(TAGS)).nullable(),
    wishes: z.array(wish).nullable(),
    found: foundSlots.nullable(),
    patterns: patternObserver.output.nullable(),
    missing_specialists: z.array(z.enum(SPECIALISTS)),
  }),
  output: proposal,
});
