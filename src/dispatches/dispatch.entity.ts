// The state of each rung of a task's ladder, written before anything is sent, and the log of every message out and in.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { also, callsOfThePerson, identity, own, personalColumns } from '../kernel/row-security.ts';

/**
 * sending: claimed, a send may be under way · unknown: sent or not, the provider must be asked ·
 * accepted: the provider has it · unsent: surely not sent, and may be tried again · skipped: a gate was closed ·
 * refused: the provider said no · failed: it had it, and gave it up later · expired: never cleared up in time.
 */
export const DISPATCH_STATES = [
  'sending',
  'unknown',
  'accepted',
  'unsent',
  'skipped',
  'refused',
  'failed',
  'expired',
] as const;

/** The rungs of a ladder, in their order. */
export const STEPS = ['push', 'whatsapp', 'call'] as const;

export const Dispatch = defineEntity({
  name: 'Dispatch',
  tableName: 'dispatch_log',
  properties: {
    ...personalColumns,
    taskId: p.uuid(),
    generation: p.integer(),
    step: p.enum(STEPS),
    state: p.enum(DISPATCH_STATES),
    /** Why it was not sent, skipped, refused or failed: "no_subscription", "unreachable", "21610" ... */
    reason: p.text().nullable(),
    attempt: p.integer().default(1),
    /** A ladder of which nothing was accepted goes round again, and may then claim what was not accepted. */
    round: p.integer().default(1),
    firstSentAt: instant(),
    lastSentAt: instant(),
    /** When the provider could not be asked about it, for the last time: what was under way then may still arrive. */
    doubtedAt: instant().nullable(),
    /** To whom, as long as nobody knows whether it was sent: the provider's list is asked about them. */
    sentTo: p.text().nullable(),
    /** The provider's id (MessageSid, CallSid). */
    externalId: p.text().nullable(),
    /** The line of the ledger of consent under which it was sent last; null of what is older than the ledger. */
    consent: p.integer().nullable(),
    /** What the provider last said of it; only ever moves up in rank. */
    providerStatus: p.text().nullable(),
    providerRank: p.integer().default(0),
  },
  uniques: [
    { properties: ['orgId', 'userId', 'id'] },
    { properties: ['orgId', 'taskId', 'generation', 'step'] },
    { properties: ['orgId', 'externalId'] },
  ],
  indexes: [
    { properties: ['orgId', 'userId', 'step', 'lastSentAt'] },
    { properties: ['createdAt'] },
    {
      name: 'dispatch_log_unclear',
      expression: `create index dispatch_log_unclear on dispatch_log (last_sent_at, id)
        where state in ('sending', 'unknown') and reason is distinct from 'never_confirmed'`,
    },
  ],
  // What is out to somebody who has left is taken back, though nobody acts for them.
  ...also(own, { name: 'identity_reads', command: 'select', roles: ['flux_identity'], using: 'true' }),
});

export const Notification = defineEntity({
  name: 'Notification',
  tableName: 'notification_log',
  properties: {
    ...personalColumns,
    taskId: p.uuid().nullable(),
    dispatchId: p.uuid().nullable(),
    direction: p.enum(['out', 'in'] as const),
    channel: p.enum(STEPS),
    /** "sent", "reply", "key", or a provider's status. */
    event: p.text(),
    /** The provider's id; with `event` it makes every webhook apply once. */
    externalId: p.text(),
    body: p.text().nullable(),
  },
  uniques: [{ properties: ['orgId', 'userId', 'externalId', 'event'] }],
  indexes: [
    { properties: ['orgId', 'taskId', 'id'] },
    { properties: ['orgId', 'userId', 'dispatchId'] },
    {
      name: 'notification_log_heard',
      expression:
        "create index notification_log_heard on notification_log (external_id) where direction = 'in'",
    },
    {
      name: 'notification_log_of_tasks',
      expression:
        'create index notification_log_of_tasks on notification_log (created_at) where task_id is not null',
    },
  ],
  // Looked for at the provider, a call of one organisation is not taken for another's.
  ...also(own, callsOfThePerson),
});

/** What the provider has brought: each counts once for ever, whoever owns the number by then. */
export const InboundId = defineEntity({
  name: 'InboundId',
  tableName: 'inbound_ids',
  properties: {
    /** MessageSid, or CallSid and key. */
    id: p.text().primary(),
    receivedAt: instant().defaultRaw('now()'),
  },
  ...identity,
});

export type Dispatch = InferEntity<typeof Dispatch>;
export type Notification = InferEntity<typeof Notification>;
