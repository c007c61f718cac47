// A rule says when something recurs; a task is one occurrence of it, with a status and a history of its own.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { also, own, personalColumns, timesOfThePerson } from '../kernel/row-security.ts';
import { VIAS } from '../kernel/via.ts';

/**
 * Open: pending and rescheduled (moved, still to be done). The others are settled; undelivered: no reminder of it
 * reached the person, or its call was taken and no answer heard, so it counts for nothing.
 */
export const TASK_STATUSES = [
  'pending',
  'rescheduled',
  'done',
  'missed',
  'cancelled',
  'undelivered',
] as const;
export const OPEN_STATUSES = ['pending', 'rescheduled'] as const;
export const TASK_EVENTS = [
  'created',
  'done',
  'missed',
  'rescheduled',
  'cancelled',
  'late_answer',
  'undelivered',
  'reopened',
  'edited',
] as const;

/**
 * Why a task was cancelled where it may come back: its date was left out, its person or rule is paused, or the rule was
 * changed. Null: taken off by its person, or let go with its goal; that is for good.
 */
export const CANCELLED_FOR = ['skipped', 'paused', 'rule'] as const;

export const TRIGGER_TYPES = ['time', 'location'] as const;

export const TaskRule = defineEntity({
  name: 'TaskRule',
  tableName: 'task_rules',
  properties: {
    ...personalColumns,
    goalId: p.uuid().nullable(),
    title: p.text(),
    description: p.text(),
    /** RFC 5545, read as wall-clock time in `zone` from `startDate` at `localTime`: as it was agreed to. */
    rrule: p.text(),
    startDate: p.text().columnType('date'),
    localTime: p.text(),
    zone: p.text(),
    durationMinutes: p.integer(),
    /** Dates of the rule that are left out, and dates beside it ("2026-12-24"), at its time of day. */
    exdates: p.array().default([]),
    rdates: p.array().default([]),
    /** The zone was named with it: it stays when its person travels. */
    zoneIsFixed: p.boolean().default(false),
    /** The last date up to which it has its tasks; null: all of them were made with it, by a plan. */
    expandedTo: p.text().columnType('date').nullable(),
    endedAt: instant().nullable(),
    /** Grows with every change of it. */
    version: p.integer().default(1),
  },
  uniques: [{ properties: ['orgId', 'userId', 'id'] }],
  indexes: [
    { properties: ['orgId', 'goalId'] },
    { properties: ['orgId', 'userId', 'createdAt', 'id'] },
    // The reconciler looks along it, every minute.
    {
      name: 'task_rules_to_expand',
      expression:
        'create index task_rules_to_expand on task_rules (expanded_to, id) where expanded_to is not null and ended_at is null',
    },
  ],
  ...own,
});

export const Task = defineEntity({
  name: 'Task',
  tableName: 'tasks',
  properties: {
    ...personalColumns,
    goalId: p.uuid().nullable(),
    /** Its goal was let go: whatever it is by then, it is open no more. */
    goalLetGo: p.boolean().default(false),
    /** Other goals that it serves as well: it stands as long as one of them runs. */
    sharedWithGoalIds: p.array().columnType('uuid[]').default([]),
    ruleId: p.uuid().nullable(),
    /** For which date of a rule by hand it stands, also once it was moved; null where the rule is a plan's. */
    ruleDate: p.text().columnType('date').nullable(),
    title: p.text(),
    description: p.text().default(''),
    startsAt: instant(),
    /** location: it rings when its person comes to its place, and takes no time. */
    triggerType: p.enum(TRIGGER_TYPES).default('time'),
    durationMinutes: p.integer(),
    /** In which its time of day is meant since it was moved; null: that of its rule, if it has one. */
    zone: p.text().nullable(),
    status: p.enum(TASK_STATUSES).default('pending'),
    cancelledFor: p.enum(CANCELLED_FOR).nullable(),
    /** By which pause it rests; null where it does not. */
    pauseId: p.uuid().nullable(),
    /** Grows with every move; a reminder of an older generation does nothing any more. */
    generation: p.integer().default(1),
    /** Whose reminder was started; 0 where the person had left. The reconciler starts what is missing. */
    remindedGeneration: p.integer().nullable(),
    /** Which was written when its time was long over: it counts as started, and is never rung. */
    recordedGeneration: p.integer().nullable(),
    settledAt: instant().nullable(),
    settledVia: p.enum(VIAS).nullable(),
    /**
     * Where its start stood on the clock of its person when it was settled (what waited for a place: where that moment
     * stood). Kept by the database with done, missed and undelivered; a later word leaves it as it is.
     */
    settledDay: p.text().columnType('date').nullable(),
    settledHour: p.smallint().nullable(),
    updatedAt: instant().defaultRaw('now()'),
  },
  uniques: [{ properties: ['orgId', 'userId', 'id'] }],
  indexes: [
    { properties: ['orgId', 'userId', 'startsAt'] },
    {
      name: 'tasks_of_a_rule',
      expression:
        'create unique index tasks_of_a_rule on tasks (org_id, rule_id, rule_date) where rule_date is not null',
    },
    { properties: ['orgId', 'goalId'] },
    // What analytics counts, without a look into the table.
    {
      name: 'tasks_counted',
      expression:
        "create index tasks_counted on tasks (org_id, user_id, settled_day) include (status, settled_hour) where status in ('done', 'missed')",
    },
    {
      name: 'tasks_paused',
      expression: 'create index tasks_paused on tasks (org_id, pause_id) where pause_id is not null',
    },
    {
      name: 'tasks_shared',
      expression:
        "create index tasks_shared on tasks using gin (shared_with_goal_ids) where shared_with_goal_ids <> '{}'",
    },
    // The reconciler looks along these, every minute: what is to be started, what is to run, who had left.
    {
      name: 'tasks_to_remind',
      expression:
        "create index tasks_to_remind on tasks (starts_at, id) where status in ('pending', 'rescheduled') and reminded_generation is distinct from generation and reminded_generation is distinct from 0",
    },
    {
      name: 'tasks_reminded',
      expression:
        "create index tasks_reminded on tasks (starts_at, id) where status in ('pending', 'rescheduled') and reminded_generation = generation",
    },
    {
      name: 'tasks_to_remind_of_a_person',
      expression:
        "create index tasks_to_remind_of_a_person on tasks (org_id, user_id, starts_at, id) where status in ('pending', 'rescheduled') and reminded_generation is distinct from generation and reminded_generation is distinct from 0",
    },
    {
      name: 'tasks_reminded_of_a_person',
      expression:
        "create index tasks_reminded_of_a_person on tasks (org_id, user_id, starts_at, id) where status in ('pending', 'rescheduled') and reminded_generation = generation",
    },
    {
      name: 'tasks_parked',
      expression:
        "create index tasks_parked on tasks (org_id, user_id) where status in ('pending', 'rescheduled') and reminded_generation = 0",
    },
  ],
  ...also(own, timesOfThePerson),
});

export const TaskEvent = defineEntity({
  name: 'TaskEvent',
  tableName: 'task_events',
  properties: {
    ...personalColumns,
    taskId: p.uuid(),
    kind: p.enum(TASK_EVENTS),
    via: p.enum(VIAS),
    /** What a move changed: from and to, ISO 8601 UTC; what an edit changed: the names of the fields. */
    detail: p.json<Record<string, string>>().nullable(),
  },
  indexes: [{ properties: ['orgId', 'taskId', 'id'] }, { properties: ['orgId', 'userId', 'createdAt'] }],
  ...own,
});

export type TaskRule = InferEntity<typeof TaskRule>;
export type Task = InferEntity<typeof Task>;
export type TaskEvent = InferEntity<typeof TaskEvent>;

/** Whether it is still to be done. */
export const isOpen = ({ status }: { status: Task['status'] }): boolean =>
  OPEN_STATUSES.some((open) => open === status);

/** Whether it waits for a place: its time rings nobody. */
export const isAtPlace = (task: Pick<Task, 'triggerType' | 'generation' | 'recordedGeneration'>): boolean =>
  task.triggerType === 'location' && task.recordedGeneration === task.generation;
