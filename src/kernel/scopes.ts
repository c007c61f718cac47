// What an API key may be allowed to do; a person who signed in may do all of it.

export const SCOPES = [
  'tasks:read',
  'tasks:write',
  'goals:read',
  'goals:write',
  'chat:read',
  'chat:write',
  'rooms:read',
  'rooms:write',
  'account:read',
  'account:write',
  'org:read',
  'org:write',
  // Of a key that acts through MCP: what it writes is done, and not only proposed to its owner.
  'apply',
] as const;

export type Scope = (typeof SCOPES)[number];
