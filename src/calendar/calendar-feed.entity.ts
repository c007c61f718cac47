// The address at which calendars read a person's tasks: whoever knows it reads, so only its hash is kept.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { also, identityAll, own, personalColumns } from '../kernel/row-security.ts';

export const CalendarFeed = defineEntity({
  name: 'CalendarFeed',
  tableName: 'calendar_feeds',
  properties: {
    ...personalColumns,
    /** SHA-256 of its secret, base64url. */
    hash: p.text().unique(),
  },
  // One for each person and organisation: a new address takes the place of the one before.
  uniques: [{ properties: ['orgId', 'userId'] }],
  // Whose an address is, is asked before anybody is known.
  ...also(own, identityAll),
});

export type CalendarFeed = InferEntity<typeof CalendarFeed>;
