// What a rule looks like on the wire.
import { z } from '@hono/zod-openapi';
import { id, instant, localDateTime, words, zone } from '../http/schemas.ts';
import { utcToWallClock } from '../kernel/time.ts';
import { FIRST_DATE, LAST_DATE } from '../planning/recurrence.ts';
import { cancelledFor, taskStatus } from '../tasks/task-json.ts';
import type { CreateRule } from './create-rule.ts';
import type { OccurrenceView } from './read-rule.ts';
import type { RuleView } from './rule-view.ts';

/** A day of the calendar; none of 9999, which would be looked for a long time. */
export const date = z.iso
  .date()
  .refine((day) => day >= FIRST_DATE && day <= LAST_DATE, `must lie between ${FIRST_DATE} and ${LAST_DATE}`)
  .openapi({ example: '2026-12-24' });

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('On the wall clock of the zone, through summer time.')
  .openapi({ example: '08:00' });

const dates = z.array(date).max(366);

/** What a client says of a rule. */
export const ruleFields = {
  title: words(80),
  description: words(2000, 0).optional(),
  rrule: z
    .string()
    .min(1)
    .max(500)
    .describe('RFC 5545, nothing more often than daily; without an end it goes on until it is ended.')
    .openapi({ example: 'FREQ=WEEKLY;BYDAY=MO' }),
  start_date: date
    .optional()
    .describe('From where the rule counts; without it from today on. What has passed gets no task.'),
  time,
  zone: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('IANA name, which stays wherever the person travels; without it the zone of the person.'),
  duration_minutes: z.int().min(5).max(720),
  exdates: dates.optional().describe('Dates that are left out (EXDATE).'),
  rdates: dates.optional().describe('Dates beside the rule (RDATE), at its time of day.'),
  force: z.boolean().optional().describe('Take the times even if other tasks stand at some of them.'),
};

/** What a client changes of it. */
export const ruleChange = z.strictObject({
  title: ruleFields.title.optional(),
  description: ruleFields.description,
  rrule: ruleFields.rrule.optional(),
  start_date: ruleFields.start_date,
  time: ruleFields.time.optional(),
  zone: ruleFields.zone,
  duration_minutes: ruleFields.duration_minutes.optional(),
  exdates: ruleFields.exdates,
  rdates: ruleFields.rdates,
  from: date
    .optional()
    .describe(
      'Only this date of the rule and the following ones: the rule is cut there, and a new one goes on.',
    ),
  force: ruleFields.force,
});

export const ruleInput = (body: z.output<z.ZodObject<typeof ruleFields>>): Omit<CreateRule, 'ruleId'> => {
  const { start_date: startDate, duration_minutes: durationMinutes, ...rest } = body;
  return { ...rest, startDate, durationMinutes };
};

export const ruleJson = z
  .strictObject({
    id,
    goal_id: id.nullable().describe('Of a plan: its sessions were all made with it.'),
    title: z.string(),
    description: z.string(),
    rrule: z.string(),
    exdates: z.array(z.iso.date()),
    rdates: z.array(z.iso.date()),
    start_date: z.iso.date(),
    time: z.string(),
    zone,
    zone_is_fixed: z.boolean().describe('Its zone was named with it, and does not follow the person.'),
    duration_minutes: z.int(),
    next_starts_at: instant.nullable().describe('By the rule; of a plan its sessions say.'),
    ended_at: instant.nullable(),
    version: z.int().describe('Grows with every change.'),
  })
  .openapi('TaskRule');

export const presentRule = ({ rule, nextStartsAt }: RuleView): z.infer<typeof ruleJson> => ({
  id: rule.id,
  goal_id: rule.goalId ?? null,
  title: rule.title,
  description: rule.description,
  rrule: rule.rrule,
  exdates: rule.exdates,
  rdates: rule.rdates,
  start_date: rule.startDate,
  time: rule.localTime,
  zone: rule.zone,
  zone_is_fixed: rule.zoneIsFixed,
  duration_minutes: rule.durationMinutes,
  next_starts_at: nextStartsAt?.toISOString() ?? null,
  ended_at: rule.endedAt?.toISOString() ?? null,
  version: rule.version,
});

export const occurrenceJson = z.strictObject({
  date: z.iso.date().nullable().describe('By which the rule knows it, also once it was moved.'),
  starts_at: instant,
  starts_local: localDateTime.describe('In the zone of the rule.'),
  task_id: id.nullable().describe('Null: so far ahead that it has no task yet.'),
  status: taskStatus,
  cancelled_for: cancelledFor,
});

export const presentOccurrence =
  (ruleZone: string) =>
  ({
    date: day,
    startsAt,
    taskId,
    status,
    cancelledFor: why,
  }: OccurrenceView): z.infer<typeof occurrenceJson> => {
    const local = utcToWallClock(startsAt, ruleZone);
    return {
      date: day,
      starts_at: startsAt.toISOString(),
      starts_local: `${local.date}T${local.time}`,
      task_id: taskId,
      status,
      cancelled_for: why ?? null,
    };
  };
