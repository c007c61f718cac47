// What is to be mailed and what became of it, the links that stand in mails, and addresses that are written to no more.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { identity } from '../kernel/row-security.ts';

export const EMAIL_STATES = ['planned', 'sending', 'sent', 'failed', 'bounced', 'suppressed'] as const;
export const LINK_KINDS = ['registration', 'verification', 'reset', 'change', 'take-back'] as const;

/** The id stands in the mail's Message-ID as well. */
export const Email = defineEntity({
  name: 'Email',
  tableName: 'emails',
  properties: {
    id: p.uuid().primary(),
    /** Who it is about; null where there is no account yet. */
    userId: p.uuid().nullable(),
    /** Of `EmailContents`. */
    kind: p.text(),
    state: p.enum(EMAIL_STATES).default('planned'),
    /** Why it ended so: a code of ours or of the mail server. */
    reason: p.text().nullable(),
    /** Address and content, while they are needed: see outbox.ts. */
    sealed: p.text().nullable(),
    /** `lasting_hash` of the address, which a trigger puts in the place of what is inserted. */
    addressHashes: p.array().columnType('text[]'),
    /** How often it was claimed. */
    attempt: p.integer().default(0),
    /** How many of these nobody knows the end of. */
    unclear: p.integer().default(0),
    /** What is in it is of no use after that. */
    validUntil: instant(),
    createdAt: instant().defaultRaw('now()'),
    claimedAt: instant().nullable(),
    endedAt: instant().nullable(),
  },
  indexes: [
    { properties: ['userId', 'kind', 'createdAt'] },
    { properties: ['endedAt'] },
    {
      name: 'emails_unsent',
      expression: `create index emails_unsent on emails (created_at, id) where state in ('planned', 'sending')`,
    },
  ],
  ...identity,
});

/** Opens once, before it expires. Only a hash of its token is kept. */
export const EmailLink = defineEntity({
  name: 'EmailLink',
  tableName: 'email_links',
  properties: {
    /** SHA-256 of 256 random bits, base64url. */
    hash: p.text().primary(),
    kind: p.enum(LINK_KINDS),
    userId: p.uuid().nullable(),
    /** What it proves, changes to or takes back: trimmed, lower case. */
    email: p.text(),
    /** Of an account that comes of it: `Registration`. */
    registration: p.json().nullable(),
    createdAt: instant().defaultRaw('now()'),
    expiresAt: instant(),
    usedAt: instant().nullable(),
  },
  indexes: [{ properties: ['userId', 'kind'] }, { properties: ['expiresAt'] }],
  ...identity,
});

/** An address that is not written to; the address itself is not kept. */
export const EmailSuppression = defineEntity({
  name: 'EmailSuppression',
  tableName: 'email_suppressions',
  properties: {
    /** As in `Email.addressHashes`. */
    addressHash: p.text().primary(),
    /** Notices are what security does not need. */
    scope: p.enum(['all', 'notices']).primary(),
    reason: p.enum(['bounced', 'complained', 'unsubscribed']),
    createdAt: instant().defaultRaw('now()'),
  },
  indexes: [{ properties: ['createdAt'] }],
  ...identity,
});

export type Email = InferEntity<typeof Email>;
