// A goal, its numbered drafts, and what the specialists found for each draft.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { SPECIALISTS } from '../planning/plan.ts';
import { instant } from '../kernel/columns.ts';
import { own, personalColumns } from '../kernel/row-security.ts';
import type { PlanChanges } from '../planning/plan-change.ts';
import type { PlanContent } from '../planning/plan.ts';
import type { Modification } from './modification.ts';

export const GOAL_STATUSES = ['negotiating', 'active', 'pipeline', 'completed', 'abandoned'] as const;
export const PLANNING = ['working', 'drafted', 'failed'] as const;

export const Goal = defineEntity({
  name: 'Goal',
  tableName: 'goals',
  properties: {
    ...personalColumns,
    conversationId: p.uuid(),
    /** The person's own words. */
    wish: p.text(),
    /** When they said them; null: when the row was made. */
    saidAt: instant().nullable(),
    title: p.text(),
    tags: p.array().default([]),
    status: p.enum(GOAL_STATUSES).default('negotiating'),
    approvedDraft: p.integer().nullable(),
    /** All that were, in the order in which they were agreed to. */
    approvedDrafts: p.array<number>().columnType('int[]').default([]),
    /** While a change of the plan that runs waits for a decision: which draft it is that runs. */
    modifies: p.integer().nullable(),
    /** While it is negotiated: how far its next draft is. */
    planning: p.enum(PLANNING).default('working'),
    /** How often no draft came of it; whoever asks again after that asks for a new attempt. */
    planningFailures: p.integer().default(0),
    /** The latest draft that no longer held when it was agreed to: a later one is owed. */
    outdatedDraft: p.integer().nullable(),
    /** Of a goal that waits in the roadmap of another one: which, and in what order. */
    roadmapOf: p.uuid().nullable(),
    pipelineOrder: p.integer().nullable(),
    updatedAt: instant().defaultRaw('now()'),
  },
  uniques: [{ properties: ['orgId', 'userId', 'id'] }],
  indexes: [
    { properties: ['orgId', 'userId', 'status'] },
    {
      name: 'goals_negotiating',
      expression:
        "create index goals_negotiating on goals (created_at, id) where status = 'negotiating' or modifies is not null",
    },
    // The reconciler looks along it, for sprints that are over.
    {
      name: 'goals_running',
      expression: "create index goals_running on goals (created_at, id) where status = 'active'",
    },
    {
      name: 'goals_roadmap_of',
      expression: 'create index goals_roadmap_of on goals (org_id, roadmap_of) where roadmap_of is not null',
    },
    {
      name: 'goals_decided',
      expression:
        "create index goals_decided on goals (updated_at, id) where status in ('active', 'abandoned')",
    },
  ],
  ...own,
});

export const PlanDraft = defineEntity({
  name: 'PlanDraft',
  tableName: 'plan_drafts',
  properties: {
    ...personalColumns,
    goalId: p.uuid(),
    /** 1, 2, 3 ... within the goal. */
    number: p.integer(),
    /** SHA-256 (hex) of the content: what an approval is bound to. */
    hash: p.text(),
    content: p.json<PlanContent>(),
    /** The message that asked for this draft; null for the first one and for redrafts that time made necessary. */
    requestedBy: p.uuid().nullable(),
    /** What it changes in the draft before it or, of a plan that runs, in what stands; null for the first one. */
    changes: p.json<PlanChanges>().nullable(),
    /** Where it changes a plan that runs: which of its tasks it keeps, and which it takes the place of. */
    modification: p.json<Modification>().nullable(),
    /** The draft whose content it brings back. */
    restores: p.integer().nullable(),
  },
  uniques: [{ properties: ['orgId', 'goalId', 'number'] }],
  indexes: [{ properties: ['orgId', 'userId', 'createdAt'] }],
  ...own,
});

export const SpecialistFinding = defineEntity({
  name: 'SpecialistFinding',
  tableName: 'specialist_findings',
  properties: {
    ...personalColumns,
    goalId: p.uuid(),
    draftNumber: p.integer(),
    specialist: p.enum(SPECIALISTS),
    output: p.json<unknown>(),
  },
  uniques: [{ properties: ['orgId', 'goalId', 'draftNumber', 'specialist'] }],
  indexes: [{ properties: ['createdAt'] }, { properties: ['orgId', 'userId', 'createdAt'] }],
  ...own,
});

export type Goal = InferEntity<typeof Goal>;
export type PlanDraft = InferEntity<typeof PlanDraft>;
