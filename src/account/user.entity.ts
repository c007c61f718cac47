// Who may sign in, and whose a verified number is. Outside every organisation: only the functions of flux_identity read these.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

const identityAll = { name: 'identity_all', roles: ['flux_identity'], using: 'true', check: 'true' };
const systemAll = { name: 'system_all', roles: ['flux_system'], using: 'true', check: 'true' };
/** What all of these carry; no policy lets flux_tenant in. */
export const identity = { rowLevelSecurity: 'force' as const, policies: [identityAll, systemAll] };

const instant = () => p.datetime().columnType('timestamptz(3)');

export const User = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    /** Trimmed and lower-cased by us. Null for people of an outside issuer that vouched for none. */
    email: p.text().unique().nullable(),
    /** Null for people of an outside issuer. */
    passwordHash: p.text().nullable(),
    createdAt: instant().defaultRaw('now()'),
    /** SHA-256 of the Idempotency-Key that the account was made with. */
    registrationKeyHash: p.text().nullable(),
    /** Outside tokens that were issued until then are refused. */
    signedOutAt: instant().nullable(),
  },
  ...identity,
});

/** A person as an outside issuer knows them. */
export const UserIdentity = defineEntity({
  name: 'UserIdentity',
  tableName: 'user_identities',
  properties: {
    issuer: p.text().primary(),
    subject: p.text().primary(),
    userId: p.uuid(),
    createdAt: instant().defaultRaw('now()'),
  },
  indexes: [{ properties: ['userId'] }],
  ...identity,
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
    verifiedAt: instant().defaultRaw('now()'),
  },
  indexes: [{ properties: ['orgId', 'userId'] }],
  ...identity,
});

export type User = InferEntity<typeof User>;
