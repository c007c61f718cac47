// Who may sign in, and whose a verified number is. Outside every organisation: only the functions of flux_identity read these.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

const identityAll = { name: 'identity_all', roles: ['flux_identity'], using: 'true', check: 'true' };
const systemAll = { name: 'system_all', roles: ['flux_system'], using: 'true', check: 'true' };

export const User = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    /** Trimmed and lower-cased by us. */
    email: p.text().unique(),
    passwordHash: p.text(),
    createdAt: p.datetime().columnType('timestamptz(3)').defaultRaw('now()'),
  },
  rowLevelSecurity: 'force',
  policies: [identityAll, systemAll],
});

/** One number belongs to one person: who verified it last. What arrives from it is theirs. */
export const VerifiedPhone = defineEntity({
  name: 'VerifiedPhone',
  tableName: 'verified_phones',
  properties: {
    /** E.164: "+4915112345678". */
    phone: p.text().primary(),
    orgId: p.uuid(),
    userId: p.uuid(),
    verifiedAt: p.datetime().columnType('timestamptz(3)').defaultRaw('now()'),
  },
  indexes: [{ properties: ['orgId', 'userId'] }],
  rowLevelSecurity: 'force',
  policies: [identityAll, systemAll],
});

export type User = InferEntity<typeof User>;
