// What models cost: each call of a provider, what a month has spent, and what it may spend. Never a person's words.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { actor, also, forTenant, identityAll, own, personalColumns } from '../kernel/row-security.ts';
import { OUTCOMES, TIERS } from './outcomes.ts';

/** Billionths of a dollar. */
const nanos = () => p.bigint('number');

/**
 * One call of a provider, from its reservation on. Until it is settled it takes `reservedNanos` out of each budget that
 * it counts for, as long as its lease lasts.
 */
export const LlmCall = defineEntity({
  name: 'LlmCall',
  tableName: 'llm_call_events',
  properties: {
    ...personalColumns,
    /** Null where their account was erased. */
    userId: p.uuid().nullable(),
    /** "2026-12", in the zone that the person had then. */
    month: p.text(),
    leaseUntil: instant(),
    reservedNanos: nanos().defaultRaw('0'),
    settledAt: instant().nullable(),
    conversationId: p.uuid().nullable(),
    messageId: p.uuid().nullable(),
    goalId: p.uuid().nullable(),
    roomId: p.uuid().nullable(),
    roomSessionId: p.uuid().nullable(),
    /** The agent that spoke; null for the host and the summariser. */
    roomAgentId: p.uuid().nullable(),
    workflowId: p.text().nullable(),
    agent: p.text(),
    promptVersion: p.integer(),
    tier: p.enum(TIERS),
    provider: p.text(),
    model: p.text(),
    /** As the provider names what answered. */
    servedBy: p.text().nullable(),
    /** Null where the provider gave none, or one that it had given before. */
    requestId: p.text().nullable(),
    /** Null until it is settled; for good, where its process died: then nobody knows what became of it. */
    outcome: p.enum(OUTCOMES).nullable(),
    inputTokens: p.integer().default(0),
    /** Null where the provider does not say: counted as not cached. */
    cachedInputTokens: p.integer().nullable(),
    cacheWriteShortTokens: p.integer().default(0),
    cacheWriteLongTokens: p.integer().default(0),
    outputTokens: p.integer().default(0),
    reasoningTokens: p.integer().nullable(),
    latencyMs: p.integer().nullable(),
    /** The tokens were not counted by the provider. */
    isEstimated: p.boolean().default(false),
    /** Null where no price is known: unpriced, and not free. */
    costNanos: nanos().nullable(),
    /** What budgets count: the cost, or, where that is unknown, what the dearest model would have cost. */
    countedNanos: nanos().defaultRaw('0'),
    creditThousandths: nanos().defaultRaw('0'),
  },
  indexes: [
    { properties: ['orgId', 'userId', 'createdAt', 'id'] },
    { properties: ['orgId', 'userId', 'month'] },
    { properties: ['orgId', 'createdAt'] },
    { properties: ['createdAt'] },
    {
      name: 'llm_call_events_room',
      expression:
        'create index llm_call_events_room on llm_call_events (room_id, created_at) where room_id is not null',
    },
    {
      name: 'llm_call_events_room_session',
      expression:
        'create index llm_call_events_room_session on llm_call_events (room_session_id) where room_session_id is not null',
    },
    {
      name: 'llm_call_events_request',
      expression:
        'create unique index llm_call_events_request on llm_call_events (org_id, provider, request_id) where request_id is not null',
    },
    {
      name: 'llm_call_events_open',
      expression:
        'create index llm_call_events_open on llm_call_events (org_id, lease_until) where settled_at is null',
    },
    {
      name: 'llm_call_events_open_by_person',
      expression:
        'create index llm_call_events_open_by_person on llm_call_events (user_id, lease_until) where settled_at is null',
    },
  ],
  // Written by functions of the database alone, which the worker calls.
  ...also(own, identityAll),
});

/** What a month has spent: of an organisation (no person), of a person in it, or of one of their goals. */
export const LlmSpending = defineEntity({
  name: 'LlmSpending',
  tableName: 'llm_spendings',
  properties: {
    id: p.uuid().primary(),
    orgId: p.uuid(),
    userId: p.uuid().nullable(),
    goalId: p.uuid().nullable(),
    /** In UTC for an organisation, in the person's zone for what is theirs. */
    month: p.text(),
    createdAt: instant().defaultRaw('now()'),
    spentNanos: nanos().defaultRaw('0'),
    /** 80 and 100 per cent are told once each: the highest that was. */
    toldLevel: p.integer().default(0),
    /** Of a person's row: whose hard limit first left them to the builtin coach. */
    reachedBudget: p.text().nullable(),
    /** When they were told so. */
    saidAt: instant().nullable(),
  },
  indexes: [
    { properties: ['userId', 'month'] },
    { properties: ['createdAt'] },
    {
      name: 'llm_spendings_of',
      expression:
        'create unique index llm_spendings_of on llm_spendings (org_id, user_id, goal_id, month) nulls not distinct',
    },
  ],
  ...also(own, identityAll),
});

const isOfTheOrganisation = `org_id = ${actor.orgId} and user_id is null`;

/** What a month may spend, as an organisation or a person has set it; whose as above. Null: no limit of theirs. */
export const LlmBudget = defineEntity({
  name: 'LlmBudget',
  tableName: 'llm_budgets',
  properties: {
    id: p.uuid().primary(),
    orgId: p.uuid(),
    userId: p.uuid().nullable(),
    goalId: p.uuid().nullable(),
    createdAt: instant().defaultRaw('now()'),
    updatedAt: instant().defaultRaw('now()'),
    softNanos: nanos().nullable(),
    hardNanos: nanos().nullable(),
  },
  indexes: [
    {
      name: 'llm_budgets_of',
      expression:
        'create unique index llm_budgets_of on llm_budgets (org_id, user_id, goal_id) nulls not distinct',
    },
  ],
  ...also(
    own,
    {
      name: 'of_the_organisation',
      command: 'select',
      ...forTenant,
      using: `${isOfTheOrganisation} and ${actor.isMember}`,
    },
    {
      name: 'managers_only',
      ...forTenant,
      using: `${isOfTheOrganisation} and ${actor.isManager}`,
      check: `${isOfTheOrganisation} and ${actor.isManager}`,
    },
    identityAll,
  ),
});

export type LlmCall = InferEntity<typeof LlmCall>;
export type LlmBudget = InferEntity<typeof LlmBudget>;
