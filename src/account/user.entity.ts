// Who may sign in, and whose a verified number is. Outside every organisation: functions of the database alone read it.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { identity } from '../kernel/row-security.ts';

export const User = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    /** Trimmed and lower-cased by us. Null for people of an outside issuer that vouched for none. */
    email: p.text().unique().nullable(),
    /** Since when a mail of ours has shown that the address is theirs. */
    emailVerifiedAt: instant().nullable(),
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

/** One number, in all its forms, belongs to one person: who verified it last. What arrives from it is theirs. */
export const VerifiedPhone = defineEntity({
  name: 'VerifiedPhone',
  tableName: 'verified_phones',
  properties: {
    /** E.164: "+4915112345678". */
    phone: p.text().primary(),
    /** The one form that all forms of the number have in common (phone-number.ts). */
    key: p.text().unique(),
    /** Beside the number, or in its place where the person hides it: "DE.abc123". */
    whatsappUserId: p.text().unique().nullable(),
    orgId: p.uuid(),
    userId: p.uuid(),
    verifiedAt: instant().defaultRaw('now()'),
  },
  indexes: [{ properties: ['userId', 'orgId'] }],
  ...identity,
});

export type User = InferEntity<typeof User>;
