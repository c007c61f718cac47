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

/** What the builtin coach makes of words beside these tasks, on a Wednesday in London, after what it `asked`. */
export const hearBeside = (
  message: string,
  upcoming_tasks: AgentInput<'orchestrator'>['upcoming_tasks'],
  asked?: string,
) =>
  askBuiltin('orchestrator', {
    message,
    history: asked === undefined ? [] : [{ role: 'assistant', text: asked, said_local: WEDNESDAY }],
    now_local: WEDNESDAY,
    zone: 'Europe/London',
    open_goals: [],
    upcoming_tasks,
  });
const WEDNESDAY = '2026-12-02T10:15';
