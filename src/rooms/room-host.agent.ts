// The host: who speaks next in a room, and why.
import { z } from 'zod';
import { defineAgent } from '../llm/agent.ts';

/** What agents are shown of what was said: oldest first. */
export const heardTurns = z.array(
  z.object({
    by: z.enum(['person', 'agent']),
    /** Of an agent. */
    agent_key: z.string().nullable(),
    text: z.string(),
  }),
);

export const roomHost = defineAgent({
  name: 'room_host',
  tier: 'fast',
  hasBuiltin: true,
  prompt: { file: new URL('room-host.prompt.md', import.meta.url), version: 1 },
  input: z.object({
    topic: z.string().nullable(),
    /** Who may speak now. */
    agents: z.array(z.object({ agent_key: z.string(), name: z.string(), persona: z.string() })),
    /** Of what was said before `turns`. */
    summary: z.string().nullable(),
    turns: heardTurns,
    turns_left: z.number().int(),
  }),
  output: z.object({
    next: z.enum(['speak', 'wait', 'end']),
    /** With speak. */
    agent_key: z.string().nullable(),
    /** One sentence, which people in the room can read. */
    why: z.string(),
  }),
});
