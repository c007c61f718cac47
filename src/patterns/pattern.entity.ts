// What was learned of a person's week: a stretch of it in which they tend to miss what they planned.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { own, personalColumns } from '../kernel/row-security.ts';
import { DAYS } from '../kernel/week.ts';

/** What a pattern rests on. */
export interface Evidence {
  /** The missed tasks, oldest first: at most the newest `MOST_TASKS`. */
  taskIds: string[];
  /** Weeks running in which it was missed. */
  weeks: number;
  /** "2026-11-24", in the zone in which it was seen. */
  firstOn: string;
  lastOn: string;
}

export const Pattern = defineEntity({
  name: 'Pattern',
  tableName: 'patterns',
  properties: {
    ...personalColumns,
    day: p.enum(DAYS),
    /** Wall-clock "18:00" in the person's zone; to: excluded, and the same day. */
    timeFrom: p.text(),
    timeTo: p.text(),
    description: p.text(),
    confidence: p.float(),
    evidence: p.json<Evidence>(),
    /** The person's own word: nothing that is learned changes it any more. */
    userOverridden: p.boolean().default(false),
    /** Deleted by the person: it is shown to nobody, and what was missed before it counts for no other. */
    dismissedAt: instant().nullable(),
    updatedAt: instant().defaultRaw('now()'),
  },
  indexes: [{ properties: ['orgId', 'userId', 'createdAt', 'id'] }],
  ...own,
});

export type Pattern = InferEntity<typeof Pattern>;
