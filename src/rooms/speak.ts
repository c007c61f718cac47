// What one agent says in its turn; before that it may look things up, a few times, with tools that change nothing.
import type { Actor } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { shorten } from '../kernel/shorten.ts';
import { ask, type About, type ThinkingPorts } from '../llm/ask.ts';
import type { BegunTurn } from './begin-turn.ts';
import { roomAgent } from './room-agent.agent.ts';
import type { RoomAgent } from './room.entity.ts';

/** A tool that only reads, as an agent is told of it. */
export interface RoomTool {
  name: string;
  description: string;
  /** JSON Schema, as text. */
  inputSchema: string;
  /** Of whoever the room belongs to. Throws what the tool throws. */
  run(actor: Actor, input: unknown): Promise<unknown>;
}

export type RoomTools = ReadonlyMap<string, RoomTool>;

/** How often an agent may look something up in one turn; and how much of an answer it is shown, in UTF-16 units. */
const ROUNDS = 3;
const LONGEST_RESULT = 4000;

/** One job, for which each agent of a room has its tier. */
const SPEAKERS = { fast: roomAgent, strong: { ...roomAgent, tier: 'strong' as const } };

/** Throws MODEL_FAILED where it says nothing in time, and UNAVAILABLE. */
export async function speak(
  ports: ThinkingPorts & { roomTools: RoomTools },
  owner: Actor,
  { topic, agents, transcript }: BegunTurn,
  agent: RoomAgent,
  about: About,
): Promise<string> {
  const { agentKey: agent_key, name, persona } = agent;
  const tools = agent.tools.flatMap((one) => ports.roomTools.get(one) ?? []);
  const results: { tool: string; arguments: string; result: string }[] = [];
  for (let left = tools.length > 0 ? ROUNDS : 0; ; left -= 1) {
    const input = {
      topic,
      you: { agent_key, name, persona },
      others: agents.filter((one) => one.id !== agent.id).map((one) => one.name),
      summary: transcript.summary,
      turns: transcript.turns,
      tools: tools.map(({ inputSchema: input_schema, ...tool }) => ({
        name: tool.name,
        description: tool.description,
        input_schema,
      })),
      results,
      rounds_left: left,
    };
    const {
      say,
      tool,
      arguments: given,
    } = await ask({ ...ports, person: owner }, SPEAKERS[agent.tier], input, about);
    if (say !== null) return say;
    if (left <= 0) throw new FluxError('MODEL_FAILED', { detail: 'an agent of a room never says anything' });
    const result = await lookUp(tools, owner, tool, given ?? '{}');
    results.push({ tool: tool ?? '', arguments: shorten(given ?? '', 1000), result });
  }
}

/** Whatever is wrong with what it asks for is told to it: another answer may be right. */
async function lookUp(
  tools: readonly RoomTool[],
  owner: Actor,
  name: string | null,
  given: string,
): Promise<string> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) return 'There is no such tool.';
  try {
    return shorten(JSON.stringify(await tool.run(owner, JSON.parse(given))), LONGEST_RESULT);
  } catch (error) {
    if (error instanceof SyntaxError) return 'The arguments are no JSON.';
    if (!(error instanceof FluxError) || error.row.retryable) throw error;
    return `${error.code}: ${error.row.sentence}`;
  }
}
