// Where a person is signed in, and what keeps it so. Outside every organisation, as those who sign in are.
import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { identity } from '../kernel/row-security.ts';

export const Session = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    createdAt: instant().defaultRaw('now()'),
    /** When it was opened or last refreshed: within ten minutes of the last request. */
    lastUsedAt: instant().defaultRaw('now()'),
    expiresAt: instant(),
    revokedAt: instant().nullable(),
    /** "Firefox on Linux". */
    label: p.text().nullable(),
    /** Where it was opened, as `networkNames` has it; null for those from before anybody asked. */
    network: p.text().nullable(),
  },
  indexes: [
    { properties: ['userId', 'createdAt'] },
    { properties: ['userId', 'network'] },
    { properties: ['expiresAt'] },
    {
      name: 'sessions_ended',
      expression: 'create index sessions_ended on sessions (least(revoked_at, expires_at))',
    },
  ],
  ...identity,
});

/** One link of a session's chain: each token is used once, for the next. */
export const RefreshToken = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  properties: {
    /** SHA-256 of the token, base64url. */
    hash: p.text().primary(),
    sessionId: p.uuid(),
    createdAt: instant().defaultRaw('now()'),
    expiresAt: instant(),
    rotatedAt: instant().nullable(),
    successorHash: p.text().nullable(),
  },
  indexes: [{ properties: ['sessionId'] }, { properties: ['expiresAt'] }],
  ...identity,
});
