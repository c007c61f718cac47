// What a model may know of what models cost the person: the same sums that they see.
import { defineTool } from '../llm/tool.ts';
import type { Actor, Store } from '../kernel/context.ts';
import { inOneStatement } from '../kernel/sql.ts';
import type { Allowances } from './allowance.ts';
import { months } from './months-json.ts';
import { readSummary } from './read-summary.sql.ts';
import { presentSummary, summaryJson } from './usage-json.ts';

/** The allowances are the same as the worker's. */
export type UsageToolPorts = Store & { allowances: Allowances };

export const usageTools = [
  defineTool({
    name: 'read_usage',
    description:
      'What models were used for the person in this organisation, by month, what it cost, and what is left.',
    scope: 'account:read',
    limit: 'analytics',
    readOnly: true,
    destructive: false,
    idempotent: true,
    input: months,
    output: summaryJson,
    run: async (ports: UsageToolPorts, actor: Actor, { from = null, to = from }) =>
      presentSummary(
        await inOneStatement(ports, actor, (ctx) =>
          readSummary(ctx, { from: from ?? to, to }, ports.allowances),
        ),
      ),
  }),
];
