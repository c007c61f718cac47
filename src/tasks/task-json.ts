// What a task looks like on the wire.
import { z } from '@hono/zod-openapi';
import type { TaskView } from './task-view.ts';
import type { Rezoned } from './rezone-tasks.ts';
import { id, instant, localDateTime, zone } from '../http/schemas.ts';
import { utcToWallClock } from '../kernel/time.ts';

export const taskStatus = z
  .enum(['pending', 'rescheduled', 'done', 'missed', 'cancelled', 'undelivered'])
  .describe(
    '`undelivered`: no reminder of it reached the person, or its call was taken and no answer heard; it counts for nothing.',
  );

export const cancelledFor = z
  .enum(['skipped', 'paused', 'rule'])
  .nullable()
  .describe(
    'Why it was cancelled where it may come back: its date was left out, a pause, a change of its rule. Null: for good.',
  );

export const triggerType = z
  .enum(['time', 'location'])
  .describe('`location`: it rings when its person comes to its place, and takes no time.');

export const taskJson = z
  .strictObject({
    id,
    goal_id: id.nullable(),
    shared_with_goal_ids: z.array(id).describe('Other goals that it serves as well.'),
    rule_id: id.nullable(),
    rule_date: z.iso
      .date()
      .nullable()
      .describe('For which date of a rule by hand it stands, also once it was moved.'),
    title: z.string(),
    description: z.string(),
    starts_at: instant,
    starts_local: localDateTime.describe('Wall-clock time in the zone of the person.'),
    duration_minutes: z.int(),
    trigger_type: triggerType,
    status: taskStatus,
    cancelled_for: cancelledFor,
    generation: z.int().describe('Grows with every move.'),
    settled_at: instant.nullable(),
    settled_via: z.string().nullable(),
    reminder: z
      .array(
        z.strictObject({
          step: z.enum(['push', 'whatsapp', 'call']),
          state: z.string(),
          reason: z.string().nullable(),
          at: instant,
        }),
      )
      .describe('What the reminder has done so far, in order.'),
  })
  .openapi('Task');

export const presentTask = (task: TaskView): z.infer<typeof taskJson> => ({
  id: task.id,
  goal_id: task.goalId,
  shared_with_goal_ids: task.sharedWithGoalIds,
  rule_id: task.ruleId,
  rule_date: task.ruleDate,
  title: task.title,
  description: task.description,
  starts_at: task.startsAt.toISOString(),
  starts_local: task.localStart,
  duration_minutes: task.durationMinutes,
  trigger_type: task.triggerType,
  status: task.status,
  cancelled_for: task.cancelledFor ?? null,
  generation: task.generation,
  settled_at: task.settledAt?.toISOString() ?? null,
  settled_via: task.settledVia ?? null,
  reminder: task.reminder.map(({ step, state, reason, at }) => ({
    step,
    state,
    reason,
    at: at.toISOString(),
  })),
});

export const freeTime = z.strictObject({ starts_at: instant, starts_local: localDateTime });

export const presentTime =
  (zone: string) =>
  (startsAt: Date): z.infer<typeof freeTime> => {
    const { date, time } = utcToWallClock(startsAt, zone);
    return { starts_at: startsAt.toISOString(), starts_local: `${date}T${time}` };
  };

export const rezonedJson = z
  .strictObject({
    zone,
    moved: z.array(taskJson),
    stayed: z.array(
      z.strictObject({
        task: taskJson,
        reason: z.enum(['past', 'taken']).describe('Its new time has passed, or something is there.'),
        overlaps: z
          .array(z.string())
          .describe(
            'Titles of what is there; “Busy elsewhere” for what is in another organisation of yours.',
          ),
      }),
    ),
  })
  .openapi('Rezoned');

export const presentRezoned = ({ zone, moved, stayed }: Rezoned): z.infer<typeof rezonedJson> => ({
  zone,
  moved: moved.map(presentTask),
  stayed: stayed.map(({ task, reason, overlaps }) => ({ task: presentTask(task), reason, overlaps })),
});
