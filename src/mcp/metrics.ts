// How often tools were called, and how long they took.
import { Histogram } from 'prom-client';
import { registry } from '../kernel/metrics.ts';

export const toolCallSeconds = new Histogram({
  name: 'flux_tool_calls_seconds',
  help: 'Calls of tools through MCP: done, rehearsed (a dry run), proposed, refused or failed.',
  labelNames: ['tool', 'outcome'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers: [registry],
});
