// The registry as MCP lists it: strict schemas, and annotations that say what a tool does.
import type { Tool as Listed } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Scope } from '../kernel/scopes.ts';
import { TOOLS, type ToolPorts } from '../tools.ts';
import { missingScope, type Tool } from '../llm/tool.ts';

const DRY_RUN = {
  type: 'boolean',
  description: 'True: changes nothing, and says what the call would do.',
} as const;

/** What a write answers where it was not carried out. */
export const rehearsed = z.strictObject({
  dry_run: z.literal(true),
  would: z.string().nullable().describe('In words, where what it leads to cannot be foreseen whole.'),
  result: z.record(z.string(), z.any()).nullable().describe('Else what it would answer.'),
});

/** What a write of somebody who may not apply it answers. */
export const proposed = z.strictObject({
  proposal: z.looseObject({ id: z.uuid(), state: z.string(), expires_at: z.string() }),
  next: z.string().describe('Nothing is done yet: what has to happen first.'),
});

/** What somebody with these scopes may call; null: everything. */
export const toolsFor = (scopes: readonly Scope[] | null): Listed[] =>
  [...TOOLS.values()].filter((tool) => missingScope(tool, scopes) === null).map(listed);

const LISTED = new Map<string, Listed>();

/** Made once: the registry does not change while the process lives. */
function listed(tool: Tool<ToolPorts>): Listed {
  const known = LISTED.get(tool.name) ?? describe(tool);
  LISTED.set(tool.name, known);
  return known;
}

function describe(tool: Tool<ToolPorts>): Listed {
  const { name, description, readOnly, destructive, idempotent, openWorld = false } = tool;
  const input = z.toJSONSchema(tool.input, { io: 'input' });
  const properties = readOnly ? input.properties : { ...input.properties, dry_run: DRY_RUN };
  return {
    name,
    title: titleOf(name),
    description,
    inputSchema: { ...input, type: 'object', properties } as Listed['inputSchema'],
    // Every answer is an object; of one of several shapes the schema must say so as well.
    outputSchema: { ...outputOf(tool), type: 'object' },
    annotations: {
      title: titleOf(name),
      readOnlyHint: readOnly,
      destructiveHint: destructive,
      idempotentHint: idempotent,
      openWorldHint: openWorld,
    },
  };
}

/** What comes twice stands there once: a client reads all of them before it calls the first. */
function outputOf(tool: Tool<ToolPorts>): object {
  if (tool.readOnly) return z.toJSONSchema(tool.output, { io: 'output', reused: 'ref' });
  return z.toJSONSchema(z.union([tool.output, rehearsed, proposed]), { io: 'output', reused: 'ref' });
}

/** "create_task" to "Create task". */
function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
