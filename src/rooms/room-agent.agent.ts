// An agent of a room: says one thing, as whoever its persona says it is, or asks for a tool first.
import { z } from 'zod';
import { defineAgent } from '../llm/agent.ts';
import { heardTurns } from './room-host.agent.ts';

export const roomAgent = defineAgent({
  name: 'room_agent',
  tier: 'fast',
  hasBuiltin: true,
  prompt: { file: new URL('room-agent.prompt.md', import.meta.url), version: 1 },
  input: z.object({
    topic: z.string().nullable(),
    you: z.object({ agent_key: z.string(), name: z.string(), persona: z.string() }),
    /** Names of the others. */
    others: z.array(z.string()),
    summary: z.string().nullable(),
    turns: heardTurns,
    /** It may ask for these, which read and change nothing. */
    tools: z.array(z.object({ name: z.string(), description: z.string(), input_schema: z.string() })),
    /** What it asked for in this turn, and what came back. */
    results: z.array(z.object({ tool: z.string(), arguments: z.string(), result: z.string() })),
    rounds_left: z.number().int(),
  }),
  output: z.object({
    /** What it says; null while it asks for a tool. */
    say: z.string().nullable(),
    /** Null once it says something. */
    tool: z.string().nullable(),
    /** JSON, as the tool's schema has it. */
    arguments: z.string().nullable(),
  }),
});
