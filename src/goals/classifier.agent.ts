// The classifier: what a goal is about, out of the closed list of tags.
import { z } from 'zod';
import { defineAgent } from '../llm/agent.ts';
import { TAGS } from '../planning/tags.ts';

export const classifier = defineAgent({
  name: 'classifier',
  tier: 'fast',
  hasBuiltin: true,
  prompt: { file: new URL('classifier.prompt.md', import.meta.url), version: 2 },
  input: z.object({ goal_text: z.string() }),
  output: z.object({ tags: z.array(z.enum(TAGS)).min(1).max(4) }),
});
