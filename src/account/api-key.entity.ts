// The keys that a person gives to machines: each acts as them, in one organisation, as far as its scopes go.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { also, identityAll, own, personalColumns } from '../kernel/row-security.ts';
import type { Scope } from '../kernel/scopes.ts';

export const ApiKey = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    ...personalColumns,
    name: p.text(),
    /** How the key begins, for its owner to tell it from others: "flux_1a2b3c4d". */
    prefix: p.text(),
    /** SHA-256 of the whole key, base64url. */
    hash: p.text().unique(),
    scopes: p.array<Scope>(),
    expiresAt: instant(),
    /** To the minute. */
    lastUsedAt: instant().nullable(),
    revokedAt: instant().nullable(),
  },
  indexes: [
    { properties: ['orgId', 'userId', 'createdAt'] },
    {
      name: 'api_keys_ended',
      expression: 'create index api_keys_ended on api_keys (least(revoked_at, expires_at))',
    },
  ],
  // Whose a key is, is asked before anybody is known.
  ...also(own, identityAll),
});

export type ApiKey = InferEntity<typeof ApiKey>;
