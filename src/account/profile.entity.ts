// What Flux knows of a person inside an organisation: zone, rhythm, how reminders reach them, what they consented to.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { Day } from '../agents.ts';
import { personal } from '../kernel/row-security.ts';

const instant = () => p.datetime().columnType('timestamptz(3)');

export const Profile = defineEntity({
  name: 'Profile',
  tableName: 'profiles',
  properties: {
    orgId: p.uuid().primary(),
    userId: p.uuid().primary(),
    displayName: p.text().nullable(),
    /** IANA name. */
    zone: p.text(),
    phone: p.text().nullable(),
    phoneVerifiedAt: instant().nullable(),
    whatsappOptInAt: instant().nullable(),
    reminderLeadMs: p.integer().default(10 * 60_000),
    escalationWindowMs: p.integer().default(15 * 60_000),
    chronotype: p.enum(['morning', 'evening', 'neutral'] as const).default('neutral'),
    /** "22:30"; null until the person says so: planning then assumes a common night, reminders know no quiet hours. */
    sleepFrom: p.text().nullable(),
    sleepTo: p.text().nullable(),
    workHours: p.json<{ days: Day[]; from: string; to: string }>().nullable(),
    sessionMinutes: p.integer().nullable(),
    tone: p.enum(['gentle', 'direct'] as const).default('gentle'),
    createdAt: instant().defaultRaw('now()'),
    updatedAt: instant().defaultRaw('now()'),
  },
  ...personal,
  policies: [
    ...personal.policies,
    // Registration makes the first row; a number that somebody else verifies stops counting here.
    { name: 'identity_all', roles: ['flux_identity'], using: 'true', check: 'true' },
  ],
});

export const PushSubscription = defineEntity({
  name: 'PushSubscription',
  tableName: 'push_subscriptions',
  properties: {
    id: p.uuid().primary(),
    orgId: p.uuid(),
    userId: p.uuid(),
    endpoint: p.text(),
    p256dh: p.text(),
    auth: p.text(),
    createdAt: instant().defaultRaw('now()'),
  },
  uniques: [{ properties: ['orgId', 'userId', 'endpoint'] }],
  ...personal,
});

export type Profile = InferEntity<typeof Profile>;
export type PushSubscription = InferEntity<typeof PushSubscription>;
