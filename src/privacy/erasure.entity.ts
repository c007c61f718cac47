// Accounts that are being erased, where their people belonged until then, and what is left of it: keyed hashes.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { identity } from '../kernel/row-security.ts';

/** waiting: it can be taken back. erasing: it cannot. done: only the receipt is left. */
export const ERASURE_STATES = ['waiting', 'erasing', 'done'] as const;

export const Erasure = defineEntity({
  name: 'Erasure',
  tableName: 'erasures',
  properties: {
    id: p.uuid().primary(),
    /** Null when it is done. */
    userId: p.uuid().unique().nullable(),
    state: p.enum(ERASURE_STATES).default('waiting'),
    createdAt: instant().defaultRaw('now()'),
    /** Until then it can be taken back. */
    beginsAt: instant(),
    begunAt: instant().nullable(),
    finishedAt: instant().nullable(),
    /** Where the person is at home, until it begins. */
    homeOrgId: p.uuid().nullable(),
    /** Where they had anything, until it is done. */
    orgIds: p.array().columnType('uuid[]').default([]),
    /** SHA-256 (base64url) of what its receipt is read with. */
    receiptHash: p.text().unique(),
    /** What was deleted: numbers by name, as `receiptJson` has them. */
    counts: p.json<Record<string, number>>().defaultRaw(`'{}'`),
    /** The last copy at a provider that is gone, until it is done. */
    copiesAfter: p.text().nullable(),
  },
  indexes: [
    {
      name: 'erasures_open',
      expression: "create index erasures_open on erasures (created_at, id) where state <> 'done'",
    },
    { properties: ['finishedAt'] },
  ],
  ...identity,
});

/** A membership of somebody who waits for their erasure: to everybody else they have left. */
export const RestingMember = defineEntity({
  name: 'RestingMember',
  tableName: 'resting_members',
  properties: {
    orgId: p.uuid().primary(),
    userId: p.uuid().primary(),
    role: p.text(),
    createdAt: instant(),
  },
  indexes: [{ properties: ['userId'] }],
  ...identity,
});

/** Who was erased, for a restore from a backup that is older than that. */
export const ErasedPerson = defineEntity({
  name: 'ErasedPerson',
  tableName: 'erased_people',
  properties: {
    /** `lasting_hash` of their id. */
    hash: p.text().primary(),
    erasedAt: instant().defaultRaw('now()'),
  },
  indexes: [{ properties: ['erasedAt'] }],
  ...identity,
});

/** A number whose person had said STOP, and was erased. */
export const Suppression = defineEntity({
  name: 'Suppression',
  tableName: 'suppressions',
  properties: {
    /** `lasting_hash` of what all forms of the number have in common. */
    hash: p.text().primary(),
    createdAt: instant().defaultRaw('now()'),
  },
  ...identity,
});

export type Erasure = InferEntity<typeof Erasure>;
