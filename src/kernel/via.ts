// By which door somebody acts: it stands in every line of a task's history.

/**
 * mcp: a tool of the MCP door. system: the clock, where nobody does anything any more. ladder: the end of a reminder
 * that nobody answered.
 */
export const VIAS = ['push', 'whatsapp', 'call', 'rest', 'chat', 'mcp', 'ladder', 'system'] as const;

export type Via = (typeof VIAS)[number];
