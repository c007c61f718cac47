// Asks the builtin coach as the product does: through `ask`, which holds every answer to its agent's shape.
import { AGENTS, type AgentInput, type AgentName, type AgentOutput } from '../../src/agents.ts';
import { builtinModel } from '../../src/coach/builtin-model.ts';
import { ask } from '../../src/llm/ask.ts';
import { sameForAll } from '../../src/llm/chain.ts';
import { noMeter } from '../../src/llm/meter.ts';

export const NOBODY = {
  orgId: '00000000-0000-7000-8000-000000000001',
  userId: '00000000-0000-7000-8000-000000000002',
};

export async function askBuiltin<A extends AgentName>(
  agent: A,
  input: AgentInput<A>,
): Promise<AgentOutput<A>> {
  return ask({ person: NOBODY, models: sameForAll(builtinModel), meter: noMeter }, AGENTS[agent], input, {});
}
