// Every tool by name. It only gathers: each stands in its room, beside its verb.
import { accountTools } from './account/tools.ts';
import { analyticsTools } from './analytics/tools.ts';
import { goalTools } from './goals/tools.ts';
import type { NegotiationPorts } from './goals/negotiations.ts';
import type { Tool } from './llm/tool.ts';
import { patternTools } from './patterns/tools.ts';
import { ruleTools } from './rules/tools.ts';
import { taskTools } from './tasks/tools.ts';
import { usageTools, type UsageToolPorts } from './usage/tools.ts';

/** What any of them may need. */
export type ToolPorts = NegotiationPorts & UsageToolPorts;

export const TOOLS: ReadonlyMap<string, Tool<ToolPorts>> = new Map(
  (
    [
      ...accountTools,
      ...taskTools,
      ...ruleTools,
      ...patternTools,
      ...goalTools,
      ...analyticsTools,
      ...usageTools,
    ] satisfies readonly Tool<ToolPorts>[]
  ).map((tool) => [tool.name, tool]),
);

/** Those that change nothing: what agents of rooms may be given. */
export const READING_TOOLS: readonly Tool<ToolPorts>[] = [...TOOLS.values()].filter(
  ({ readOnly }) => readOnly,
);
