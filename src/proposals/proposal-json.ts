// How a proposal looks outside.
import { z } from '@hono/zod-openapi';
import { id, instant } from '../http/schemas.ts';
import { VIAS } from '../kernel/via.ts';
import type { ProposalView } from './propose.ts';

const anything = z.record(z.string(), z.any());

export const proposalJson = z
  .strictObject({
    id,
    tool: z.string().openapi({ example: 'create_task' }),
    input: anything.describe('What the tool is called with.'),
    via: z.enum(VIAS).describe('By which door it was asked for.'),
    would: z.string().nullable().describe('What it would do, in words, where that cannot be foreseen whole.'),
    foreseen: anything.nullable().describe('What would have come of it when it was asked for.'),
    state: z.enum(['waiting', 'applying', 'applied', 'refused', 'expired']),
    expires_at: instant.describe('Until then the person can apply it.'),
    created_at: instant,
    decided_at: instant.nullable(),
    result: anything.nullable().describe('What came of it when it was applied.'),
  })
  .openapi('Proposal');

export const presentProposal = (one: ProposalView): z.input<typeof proposalJson> => ({
  id: one.id,
  tool: one.tool,
  input: one.input,
  via: one.via,
  would: one.would ?? null,
  foreseen: (one.foreseen ?? null) as Record<string, unknown> | null,
  state: one.state === 'waiting' && one.expiresAt <= new Date() ? 'expired' : one.state,
  expires_at: one.expiresAt.toISOString(),
  created_at: one.createdAt.toISOString(),
  decided_at: one.decidedAt?.toISOString() ?? null,
  result: (one.result ?? null) as Record<string, unknown> | null,
});
