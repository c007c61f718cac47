// Applies what was proposed, by the same tool that was called: whatever it checks is checked now.
import type { Actor, Ctx, Store } from '../kernel/context.ts';
import { asPerson } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { isWorking, withOwnId } from '../llm/run-tool.ts';
import { isOneTransaction, type Tool } from '../llm/tool.ts';
import { beginToApply, finishApplying, takeBackApplying } from './decide-proposal.ts';
import type { Proposal } from './proposal.entity.ts';

export interface ApplyPorts<Ports extends Store> {
  ports: Ports;
  tools: ReadonlyMap<string, Tool<Ports>>;
}

/**
 * In one transaction with the claim: a tool that is one transaction is done in it, and the proposal is applied then.
 * Any other stays `applying`, for `carryOnApplying`. Throws what the tool does, and as `beginToApply`.
 */
export async function openApplying<Ports extends Store>(
  ctx: Ctx,
  { tools }: Pick<ApplyPorts<Ports>, 'tools'>,
  id: string,
): Promise<Proposal> {
  const begun = await beginToApply(ctx, id);
  const tool = toolOf(tools, begun);
  if (begun.state === 'applied' || !isOneTransaction(tool)) return begun;
  return finishApplying(ctx, id, await tool.within(ctx, withOwnId(tool, begun.input, id)));
}

/** Resolves to null while what it leads to goes on by itself: asked again, it says more. Throws what the tool does. */
export async function carryOnApplying<Ports extends Store>(
  { ports, tools }: ApplyPorts<Ports>,
  actor: Actor,
  begun: Proposal,
): Promise<Proposal | null> {
  if (begun.state === 'applied') return begun;
  const { id, input } = begun;
  const tool = toolOf(tools, begun);
  try {
    // Under the proposal's id, or harmless by itself: an attempt before may have got there.
    const result = await tool.run(ports, actor, withOwnId(tool, input, id));
    if (isWorking(result)) return null;
    return await asPerson(ports, actor, (ctx) => finishApplying(ctx, id, result));
  } catch (error) {
    if (error instanceof FluxError && !error.row.retryable)
      await asPerson(ports, actor, (ctx) => takeBackApplying(ctx, id));
    throw error;
  }
}

/** A tool that is gone from the registry since can do nothing any more. */
function toolOf<Ports extends Store>(
  tools: ReadonlyMap<string, Tool<Ports>>,
  { tool: name }: Proposal,
): Tool<Ports> {
  const tool = tools.get(name);
  if (!tool) throw new FluxError('PROPOSAL_CLOSED', { detail: `there is no tool ${name} any more` });
  return tool;
}
