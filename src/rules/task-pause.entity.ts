// A pause: nothing of a person, of one rule or of one goal is to be done for some days, and nothing counts as missed.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { own, personalColumns } from '../kernel/row-security.ts';

export const TaskPause = defineEntity({
  name: 'TaskPause',
  tableName: 'task_pauses',
  properties: {
    ...personalColumns,
    /** What rests: one rule, one goal, or all that the person has where both are null. */
    ruleId: p.uuid().nullable(),
    goalId: p.uuid().nullable(),
    /** Days of the person, both included; null: until it is ended. */
    fromDate: p.text().columnType('date'),
    untilDate: p.text().columnType('date').nullable(),
    endedAt: instant().nullable(),
    /** The person's own day on which it was ended: what counts days need not know the zone of then. */
    endedOn: p.text().columnType('date').nullable(),
  },
  uniques: [{ properties: ['orgId', 'userId', 'id'] }],
  indexes: [{ properties: ['orgId', 'userId', 'createdAt', 'id'] }],
  ...own,
});

export type TaskPause = InferEntity<typeof TaskPause>;
