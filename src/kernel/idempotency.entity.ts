// What is remembered of a write that was asked for under an Idempotency-Key; neither the key nor the answer can be
// read out of it.
import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { also, identityAll, own } from './row-security.ts';

export const IdempotencyKey = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'idempotency_keys',
  properties: {
    orgId: p.uuid().primary(),
    userId: p.uuid().primary(),
    /** SHA-256 (hex) of the key. */
    keyHash: p.text().primary(),
    /** Of the request that the key stands for; see idempotency.ts. */
    fingerprint: p.text(),
    /** error: the attempt failed, or is not over; the same request may try again at once. */
    status: p.enum(['pending', 'completed', 'error'] as const),
    /** The id that the effect takes where the request names none; every attempt finds the same one. */
    effectId: p.uuid(),
    /** Grows with every attempt: one that was overtaken can no longer complete the key. */
    attempt: p.integer().default(1),
    /** Sealed; see sealed-answer.ts. */
    answer: p.blob().nullable(),
    createdAt: instant().defaultRaw('now()'),
    expiresAt: instant(),
    /** Of a pending attempt: when it counts as dead. */
    lockedUntil: instant().nullable(),
  },
  indexes: [{ properties: ['expiresAt'] }],
  // Whoever ended their own session hears of it once more, though nobody knows them now.
  ...also(own, identityAll),
});
