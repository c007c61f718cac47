// How somebody stands after what they said of their safety, in all their organisations; and what was done about it.
import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { LANGUAGES } from '../kernel/languages.ts';
import { identity } from '../kernel/row-security.ts';

/** asked: whether they are safe. held: an alarm; nothing is sent. steady: they said that they are safe; still held. */
export const STATES = ['clear', 'asked', 'held', 'steady'] as const;

export type HoldState = (typeof STATES)[number];

export const EVENTS = ['asked', 'raised', 'confirmed', 'cleared', 'steadied', 'lifted'] as const;

export type SafetyEventKind = (typeof EVENTS)[number];

/** Written by functions of the database alone, by row locks: two at once are one alarm. */
export const SafetyHold = defineEntity({
  name: 'SafetyHold',
  tableName: 'safety_holds',
  properties: {
    userId: p.uuid().primary(),
    state: p.enum(STATES),
    /** In which they were answered last: "no" is of many languages. */
    language: p.enum(LANGUAGES).default('en'),
    /** The message that was asked about. */
    about: p.uuid().nullable(),
    /** The message that answered it: a repeat of that turn goes on with the one that was asked about. */
    answeredBy: p.uuid().nullable(),
    since: instant().defaultRaw('now()'),
    /** When the latest hold ended. */
    liftedAt: instant().nullable(),
  },
  ...identity,
});

/** Append-only. */
export const SafetyEvent = defineEntity({
  name: 'SafetyEvent',
  tableName: 'safety_events',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    kind: p.enum(EVENTS),
    /** The door; 'operator' for somebody who runs Flux. */
    via: p.text(),
    /** An operator's, in their own words. */
    reason: p.text().nullable(),
    createdAt: instant().defaultRaw('now()'),
  },
  indexes: [{ properties: ['userId', 'createdAt'] }, { properties: ['createdAt'] }],
  ...identity,
});
