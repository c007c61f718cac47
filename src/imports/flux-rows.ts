// The rows of an export of ours, as they are read again: each is looked at as if a stranger had written it.
import { z } from 'zod';
import { GOAL_STATUSES } from '../goals/goal.entity.ts';
import { VIAS } from '../kernel/via.ts';
import { CANCELLED_FOR, TASK_EVENTS, TASK_STATUSES, TRIGGER_TYPES } from '../tasks/task.entity.ts';

const id = z.uuid().toLowerCase();
const instant = z.iso
  .datetime({ offset: true })
  .regex(/^(19[7-9]|20|2100)\d/, 'must lie between 1970 and 2100');
const day = z.iso.date().regex(/^(19[7-9]|20\d|2100)/, 'must lie between 1970 and 2100');
const storable = z.string().refine((text) => text.isWellFormed() && !text.includes('\0'));
const title = storable.min(1).max(500);
const description = storable.max(20_000);
const minutes = z.int().min(1).max(1440);

export const goalRow = z.object({
  id,
  created_at: instant,
  wish: storable.max(20_000),
  title,
  tags: z.array(storable.max(40)).max(20),
  status: z.enum(GOAL_STATUSES),
  roadmap_of: id.nullable(),
  pipeline_order: z.int().nullable(),
});

export const ruleRow = z.object({
  id,
  goal_id: id.nullable(),
  title,
  description,
  rrule: storable.max(500),
  start_date: day,
  local_time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  zone: storable.max(64),
  duration_minutes: minutes,
  exdates: z.array(day).max(366),
  rdates: z.array(day).max(366),
  zone_is_fixed: z.boolean(),
  ended_at: instant.nullable(),
});

export const pauseRow = z.object({
  id,
  rule_id: id.nullable(),
  goal_id: id.nullable(),
  from_date: day,
  until_date: day.nullable(),
  ended_at: instant.nullable(),
  ended_on: day.nullable(),
});

export const taskRow = z.object({
  id,
  goal_id: id.nullable(),
  goal_let_go: z.boolean(),
  shared_with_goal_ids: z.array(id).max(50),
  rule_id: id.nullable(),
  rule_date: day.nullable(),
  title,
  description,
  starts_at: instant,
  trigger_type: z.enum(TRIGGER_TYPES),
  duration_minutes: minutes,
  zone: storable.max(64).nullable(),
  status: z.enum(TASK_STATUSES),
  cancelled_for: z.enum(CANCELLED_FOR).nullable(),
  pause_id: id.nullable(),
  settled_at: instant.nullable(),
  settled_via: z.enum(VIAS).nullable(),
  settled_day: day.nullish(),
  settled_hour: z.int().min(0).max(23).nullish(),
});

export const eventRow = z.object({
  id,
  task_id: id,
  created_at: instant,
  kind: z.enum(TASK_EVENTS),
  via: z.enum(VIAS),
  detail: z.record(storable.max(40), storable.max(200)).nullable(),
});
