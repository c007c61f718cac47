// What Flux knows of a person inside an organisation: zone, rhythm, how reminders reach them, what they consented to.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { LANGUAGES } from '../kernel/languages.ts';
import type { Day } from '../kernel/week.ts';
import { also, identityAll, own } from '../kernel/row-security.ts';
import { CHRONOTYPES, TONES } from './planning-profile.ts';
import { CREDENTIALS } from './principal.ts';

export const Profile = defineEntity({
  name: 'Profile',
  tableName: 'profiles',
  properties: {
    orgId: p.uuid().primary(),
    userId: p.uuid().primary(),
    displayName: p.text().nullable(),
    // How and when a person is reached is theirs in every organisation: functions of the database alone write zone,
    // sleep and these below, and to all of a person's profiles at once.
    /** IANA name. */
    zone: p.text(),
    phone: p.text().nullable(),
    /** Since when this number is theirs: whoever proves it once more changes nothing. */
    phoneVerifiedAt: instant().nullable(),
    whatsappOptInAt: instant().nullable(),
    /** A number that a code was sent to; the one before goes on until the code comes back. */
    pendingPhone: p.text().nullable(),
    /** Twilio's id of that. */
    pendingVerification: p.text().nullable(),
    /** The code that proved the number, hashed, so that a repeat is known for one. */
    provenWith: p.text().nullable(),
    provenAt: instant().nullable(),
    /** Where WhatsApp knows the person by another form of their number. */
    whatsappAddress: p.text().nullable(),
    /** Nothing is sent before this moment. Null: it may be, but for the night. */
    quietUntil: instant().nullable(),
    pushOffAt: instant().nullable(),
    callsOffAt: instant().nullable(),
    /** When the person last said anything about the channel, or their number changed: what is older changes nothing. */
    pushSaidAt: instant().nullable(),
    whatsappSaidAt: instant().nullable(),
    callsSaidAt: instant().nullable(),
    reminderLeadMs: p.integer().default(10 * 60_000),
    escalationWindowMs: p.integer().default(15 * 60_000),
    chronotype: p.enum(CHRONOTYPES).default('neutral'),
    /** "22:30"; null until the person says so: planning then assumes a common night, reminders know no quiet hours. */
    sleepFrom: p.text().nullable(),
    sleepTo: p.text().nullable(),
    workHours: p.json<{ days: Day[]; from: string; to: string }>().nullable(),
    sessionMinutes: p.integer().nullable(),
    tone: p.enum(TONES).default('gentle'),
    /** Of fixed texts; null until the person says so. */
    language: p.enum(LANGUAGES).nullable(),
    /** How long what eases their plan waits, by their own wish; 0: not at all. */
    coolingOffHours: p.integer().default(0),
    /** What waits for that, by field (`Easings`); null: nothing. Functions of the database alone write it. */
    easings: p.json<object>().nullable(),
    /** When the first of them counts. */
    easingsDue: instant().nullable(),
    /** How far the first questions are (`src/onboarding/state.ts`); null: they are done, or were waved off. */
    onboarding: p.json<object>().nullable().default('{}'),
    createdAt: instant().defaultRaw('now()'),
    updatedAt: instant().defaultRaw('now()'),
  },
  indexes: [
    { properties: ['userId'] },
    { properties: ['updatedAt'] },
    {
      name: 'profiles_easings_due',
      expression: 'create index profiles_easings_due on profiles (easings_due) where easings_due is not null',
    },
    {
      name: 'profiles_long_lead',
      expression:
        'create index profiles_long_lead on profiles (reminder_lead_ms) where reminder_lead_ms > 3600000',
    },
  ],
  // Registration makes the first row; a number that somebody else verifies stops counting here.
  ...also(own, identityAll),
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
    /** Ends with it; null where there is none of ours. */
    sessionId: p.uuid().nullable(),
    madeWith: p.enum(CREDENTIALS).default('session'),
    /** When the browser subscribed last. */
    keptAt: instant().defaultRaw('now()'),
  },
  uniques: [{ properties: ['orgId', 'userId', 'endpoint'] }],
  indexes: [{ properties: ['endpoint'] }, { properties: ['sessionId'] }],
  // A browser belongs to whoever subscribed last.
  ...also(own, identityAll),
});

export type Profile = InferEntity<typeof Profile>;
export type PushSubscription = InferEntity<typeof PushSubscription>;
