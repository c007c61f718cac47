// The summariser: what has to be known of what was said before, in a few words that stand in its place.
import { z } from 'zod';
import { localDate } from '../kernel/week.ts';
import { defineAgent } from '../llm/agent.ts';
import { summaryContent } from './summary-content.ts';

/** The prompt asks for fewer; all that are more than somebody reads cost time, and nobody keeps them. */
const list = z.array(z.string()).max(48);

export const summariser = defineAgent({
  name: 'summariser',
  tier: 'fast',
  hasBuiltin: true,
  prompt: { file: new URL('summariser.prompt.md', import.meta.url), version: 1 },
  input: z.object({
    /** What the summary before holds, which the new one takes the place of. */
    earlier: summaryContent.nullable(),
    /** Oldest first. */
    messages: z.array(
      z.object({ role: z.enum(['user', 'assistant']), text: z.string(), said_on: localDate }),
    ),
  }),
  output: z.object({
    /** Word for word; code looks for each in what was said. */
    decisions: list,
    constraints: list,
    open_questions: list,
    summary: z.string().trim().min(1),
  }),
});
