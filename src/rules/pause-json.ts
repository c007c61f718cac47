// What a pause looks like on the wire.
import { z } from '@hono/zod-openapi';
import { id, instant } from '../http/schemas.ts';
import { presentTask, taskJson } from '../tasks/task-json.ts';
import type { EndedPause } from './end-pause.ts';
import { date } from './rule-json.ts';
import type { PauseView, StartPause } from './start-pause.ts';

export const pauseFields = {
  rule_id: id.optional().describe('Only this rule rests.'),
  goal_id: id
    .optional()
    .describe('Only the sessions of this goal rest. Without both: all that the person has.'),
  from: date.optional().describe('The first day of it, in the zone of the person; today, unless told.'),
  until: date.optional().describe('The last day of it; without it the pause lasts until it is ended.'),
};

export const pauseInput = (body: z.output<z.ZodObject<typeof pauseFields>>): StartPause => ({
  ruleId: body.rule_id,
  goalId: body.goal_id,
  from: body.from,
  until: body.until,
});

export const pauseJson = z
  .strictObject({
    id,
    rule_id: id.nullable(),
    goal_id: id.nullable(),
    from: z.iso.date(),
    until: z.iso.date().nullable(),
    ended_at: instant.nullable(),
    ended_on: z.iso.date().nullable().describe("The person's own day on which it was ended."),
    resting: z.int().describe('How many tasks rest by it, or rested and did not come back.'),
  })
  .openapi('TaskPause');

export const presentPause = ({ pause, resting }: PauseView): z.infer<typeof pauseJson> => ({
  id: pause.id,
  rule_id: pause.ruleId ?? null,
  goal_id: pause.goalId ?? null,
  from: pause.fromDate,
  until: pause.untilDate ?? null,
  ended_at: pause.endedAt?.toISOString() ?? null,
  ended_on: pause.endedOn ?? null,
  resting,
});

export const endedPauseJson = z
  .strictObject({
    pause: pauseJson,
    back: z.array(taskJson).describe('To be done again.'),
    stayed: z
      .array(z.strictObject({ task: taskJson, overlaps: z.array(z.string()) }))
      .describe('What something else stands in the way of by now: it can be opened again by hand.'),
  })
  .openapi('EndedPause');

export const presentEndedPause = (ended: EndedPause): z.infer<typeof endedPauseJson> => ({
  pause: presentPause(ended),
  back: ended.back.map(presentTask),
  stayed: ended.stayed.map(({ task, overlaps }) => ({ task: presentTask(task), overlaps })),
});
