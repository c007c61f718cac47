// One call of a tool through MCP: the same verb as by every other door, in the person's transaction.
import { ProtocolError, ProtocolErrorCode, type CallToolResult } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { Actor } from '../kernel/context.ts';
import { FluxError, ERRORS } from '../kernel/errors.ts';
import { answerOnce } from '../kernel/once.ts';
import { readKey, keyedRequest, type KeyedRequest, type MarkSecrets } from '../kernel/request-mark.ts';
import { carryOutTool, rehearseTool, type Written } from '../llm/run-tool.ts';
import { missingScope, read, type Tool } from '../llm/tool.ts';
import { presentProposal } from '../proposals/proposal-json.ts';
import { proposeCall } from '../proposals/propose.ts';
import { hearWritten } from '../safety/hear-written.ts';
import { TOOLS, type ToolPorts } from '../tools.ts';
import { mayApply, type McpCaller } from './caller.ts';
import type { proposed } from './describe-tools.ts';
import { toolCallSeconds } from './metrics.ts';
import { toolProblem } from './tool-problem.ts';

export type McpToolPorts = ToolPorts & MarkSecrets;

export interface ToolCall {
  name: string;
  arguments?: Record<string, unknown> | undefined;
  _meta?: Record<string, unknown> | undefined;
}

type Outcome = 'done' | 'rehearsed' | 'proposed' | 'refused' | 'failed';

/**
 * What a tool answers, or the problem that it ended in, as a result that a model can act on. Throws ProtocolError for
 * a tool that is none.
 */
export async function callTool(
  ports: McpToolPorts,
  caller: McpCaller,
  call: ToolCall,
): Promise<CallToolResult> {
  const tool = TOOLS.get(call.name);
  if (!tool)
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such tool: ask tools/list.');
  const startedMs = performance.now();
  const note = (outcome: Outcome, problem?: string): void => {
    const ms = performance.now() - startedMs;
    toolCallSeconds.observe({ tool: tool.name, outcome }, ms / 1000);
    caller.log.info({ tool_name: tool.name, outcome, problem, latency_ms: Math.round(ms) }, 'tool called');
  };
  try {
    const { outcome, output } = await answer(ports, caller, tool, call);
    note(outcome);
    return {
      content: [{ type: 'text', text: output }],
      structuredContent: JSON.parse(output) as Record<string, unknown>,
    };
  } catch (error) {
    const { code, result } = toolProblem(error, caller);
    note(ERRORS[code].status >= 500 ? 'failed' : 'refused', code);
    return result;
  }
}

/** `output`: JSON, as it was said the first time where the call is a repeat. */
async function answer(
  ports: McpToolPorts,
  caller: McpCaller,
  tool: Tool<ToolPorts>,
  { arguments: given = {}, _meta: meta = {} }: ToolCall,
): Promise<{ outcome: Outcome; output: string }> {
  if (caller.refusal) throw caller.refusal;
  const needed = missingScope(tool, caller.scopes);
  if (needed) throw new FluxError('INSUFFICIENT_SCOPE', { fields: { needed } });
  const { isDry, input } = takeDryRun(tool, given);
  // Before anything else is done for it: nobody goes past the schema.
  read(tool.input, input);
  const { actor } = caller;
  if (tool.readOnly) return { outcome: 'done', output: JSON.stringify(await tool.run(ports, actor, input)) };
  if (isDry)
    return { outcome: 'rehearsed', output: JSON.stringify(await rehearseTool(ports, actor, tool, input)) };
  const heard = (tool.hears ?? []).map((field) => input[field]);
  await hearWritten(ports, actor, ...heard.filter((words) => typeof words === 'string'));
  const request = keyOf(ports, tool.name, input, meta['idempotency_key']);
  const written = { tool, input, request };
  if (mayApply(caller)) return { outcome: 'done', output: await carryOutTool(ports, actor, written) };
  return { outcome: 'proposed', output: await proposeTool(ports, actor, written) };
}

/** Throws what the tool would throw, so that a model hears it at once. */
async function proposeTool(
  ports: McpToolPorts,
  actor: Actor,
  { tool, input, request }: Written<ToolPorts>,
): Promise<string> {
  const rehearsed = await rehearseTool(ports, actor, tool, input);
  const { answer } = await answerOnce(ports, actor, request, async (ctx) => {
    const stored = await proposeCall(ctx, { tool: tool.name, input, ...rehearsed });
    const output: z.input<typeof proposed> = { proposal: presentProposal(stored), next: NEXT };
    return { status: 200, body: JSON.stringify(output) };
  });
  return answer.body!;
}

const NEXT = 'Nothing is done yet: the person applies or refuses this proposal in Flux. Tell them so.';

function takeDryRun(
  tool: Tool<ToolPorts>,
  { dry_run: isDry = false, ...input }: Record<string, unknown>,
): { isDry: boolean; input: Record<string, unknown> } {
  // What changes nothing knows no such field.
  if (tool.readOnly) return { isDry: false, input: isDry === false ? input : { ...input, dry_run: isDry } };
  if (typeof isDry === 'boolean') return { isDry, input };
  const errors = [{ path: 'dry_run', message: 'must be true or false' }];
  throw new FluxError('VALIDATION_FAILED', { fields: { errors } });
}

/** Null without a key. Throws BAD_REQUEST for one that is none. */
function keyOf(
  secrets: MarkSecrets,
  tool: string,
  input: Record<string, unknown>,
  said: unknown,
): KeyedRequest | null {
  if (said === undefined) return null;
  const key = readKey(typeof said === 'string' ? said : '');
  const body = Buffer.from(JSON.stringify(input));
  const parts = { method: 'tools/call', path: tool, contentType: undefined, ifMatch: undefined, body };
  return key === null ? null : keyedRequest(secrets, key, parts);
}
