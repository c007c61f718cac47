// The columns of what models cost, and of what carries requests: idempotent answers, buckets of limits, migrations.
import { IdempotencyKey } from '../../kernel/idempotency.entity.ts';
import { RateLimitBucket } from '../../kernel/rate-limit/bucket.entity.ts';
import { LlmBudget, LlmCall, LlmSpending } from '../../usage/usage.entity.ts';
import {
  AS_LONG_AS_THE_ACCOUNT,
  describe,
  inner,
  ofAPerson,
  personal,
  plain,
  secret,
  type Column,
} from './entry.ts';

const HOW_FAR = inner('how far our own work is, and nothing that a person would take along');
/** Of a bill that has to be answered for, and of nobody. */
const billed: Column = {
  ...plain,
  erasure: { kept: 'what a call cost, of no person: the bill of the provider is held against it' },
};
const nulled = (column: Column): Column => ({ ...column, erasure: 'nulled' });
const billedInner: Column = { ...HOW_FAR, erasure: billed.erasure! };

/** Calls stay, with nobody in them. */
export const llmCallEvents = describe(LlmCall, {
  whose: 'user_id',
  rows: 'kept',
  columns: {
    id: billed,
    orgId: {
      ...plain,
      erasure: {
        kept: 'of an organisation that others belong to; of one that goes, the nameless one takes its place',
      },
    },
    userId: nulled(personal),
    createdAt: billed,
    month: billed,
    leaseUntil: billedInner,
    reservedNanos: billedInner,
    settledAt: billed,
    conversationId: nulled(plain),
    messageId: nulled(plain),
    goalId: nulled(plain),
    roomId: nulled(plain),
    roomSessionId: nulled(plain),
    roomAgentId: nulled(plain),
    workflowId: nulled(HOW_FAR),
    agent: billed,
    promptVersion: billed,
    tier: billed,
    provider: billed,
    model: billed,
    servedBy: billed,
    requestId: billed,
    outcome: billed,
    inputTokens: billed,
    cachedInputTokens: billed,
    cacheWriteShortTokens: billed,
    cacheWriteLongTokens: billed,
    outputTokens: billed,
    reasoningTokens: billed,
    latencyMs: billed,
    isEstimated: billed,
    costNanos: billed,
    countedNanos: billed,
    creditThousandths: billed,
  },
});

/** The person's own sums go; those of an organisation name nobody, and go with it. */
export const llmSpendings = describe(LlmSpending, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    ...ofAPerson,
    goalId: plain,
    month: plain,
    spentNanos: plain,
    toldLevel: HOW_FAR,
    reachedBudget: HOW_FAR,
    saidAt: plain,
  },
});

export const llmBudgets = describe(LlmBudget, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: { ...ofAPerson, goalId: plain, updatedAt: plain, softNanos: plain, hardNanos: plain },
});

const SEALED = 'sealed with the key that its client sent: we cannot read it';

export const idempotencyKeys = describe(IdempotencyKey, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    orgId: plain,
    userId: personal,
    keyHash: secret('it knows a repeated request, and tells its person nothing'),
    fingerprint: secret('it knows a repeated request, and tells its person nothing'),
    status: HOW_FAR,
    effectId: HOW_FAR,
    attempt: HOW_FAR,
    answer: { sort: 'personal', export: { not: SEALED } },
    createdAt: HOW_FAR,
    expiresAt: HOW_FAR,
    lockedUntil: HOW_FAR,
  },
});

export const rateLimitBuckets = describe(RateLimitBucket, {
  whose: 'nobody',
  rows: 'kept',
  columns: {
    key: inner('a keyed hash of who calls, which leads back to nobody, for an hour after it was used'),
    fullAt: inner('how far a bucket has filled'),
  },
});
