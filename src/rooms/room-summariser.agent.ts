// The summariser of rooms: what was said so far, in few words that stand in its place.
import { z } from 'zod';
import { defineAgent } from '../llm/agent.ts';
import { heardTurns } from './room-host.agent.ts';

export const roomSummariser = defineAgent({
  name: 'room_summariser',
  tier: 'fast',
  hasBuiltin: true,
  prompt: { file: new URL('room-summariser.prompt.md', import.meta.url), version: 1 },
  input: z.object({
    topic: z.string().nullable(),
    /** Of what was said before. */
    earlier: z.string().nullable(),
    turns: heardTurns,
  }),
  output: z.object({ summary: z.string().trim().min(1) }),
});
