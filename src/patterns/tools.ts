// What a model may know of what was learned: it reads, and the person decides.
import { z } from '@hono/zod-openapi';
import { nextCursor, page } from '../http/schemas.ts';
import { defineTransactionTool } from '../llm/tool.ts';
import { patternJson, presentPattern } from './pattern-json.ts';
import { listPatterns } from './read-pattern.ts';

export const patternTools = [
  defineTransactionTool({
    name: 'list_patterns',
    description:
      'When the person tends to miss what they planned, with the evidence. A proposal to the next plan: nothing moves by it.',
    scope: 'tasks:read',
    limit: 'crud',
    readOnly: true,
    destructive: false,
    idempotent: true,
    input: page,
    output: z.strictObject({ patterns: z.array(patternJson), next_cursor: nextCursor }),
    within: async (ctx, { limit, cursor }) => {
      const { patterns, nextCursor } = await listPatterns(ctx, { limit, before: cursor ?? null });
      return { patterns: patterns.map(presentPattern), next_cursor: nextCursor };
    },
  }),
];
