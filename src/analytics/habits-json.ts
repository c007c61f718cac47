// What hours and channels look like on the wire.
import { z } from '@hono/zod-openapi';
import { day, localDate } from '../kernel/week.ts';
import { count, decided, percentage, presentDecided, rateOf } from './analytics-json.ts';
import { CHANNEL_DAYS, dueOf, percentageOf } from './figures.ts';
import type { Channels } from './read-channels.sql.ts';
import { FEWEST, type Hours, type Slot } from './read-hours.ts';

const slotJson = z.strictObject({
  weekday: day.nullable().describe('Null: all of them together.'),
  hour: z.int().min(0).max(23).nullable().describe('In which it was to start. Null: all of them together.'),
  ...decided,
  percentage: percentage.describe(
    `Of what was due; null with fewer than ${FEWEST}: too few to claim anything.`,
  ),
});

export const hoursJson = z
  .strictObject({
    best: z
      .array(slotJson)
      .describe('Hours with enough to go by, of which at least half was done, the best first.'),
    by_hour: z.array(slotJson),
    by_weekday: z.array(slotJson),
    by_weekday_and_hour: z.array(slotJson),
  })
  .openapi('AnalyticsHours');

export const presentHours = (one: Hours): z.infer<typeof hoursJson> => ({
  best: one.best.map(presentSlot),
  by_hour: one.byHour.map(presentSlot),
  by_weekday: one.byDay.map(presentSlot),
  by_weekday_and_hour: one.bySlot.map(presentSlot),
});

const presentSlot = (slot: Slot): z.infer<typeof slotJson> => ({
  weekday: slot.day,
  hour: slot.hour,
  ...presentDecided(slot),
  percentage: dueOf(slot) < FEWEST ? null : rateOf(slot),
});

export const channelsJson = z
  .strictObject({
    since: localDate.describe(
      `${CHANNEL_DAYS} days back: what was sent is kept for 90 days, and what is older than this is not counted.`,
    ),
    answers: z
      .array(z.strictObject({ via: z.string(), ...decided }))
      .describe('By the door of the answer, the most used first.'),
    unanswered: count.describe('Missed because the ladder came to its end.'),
    rungs: z
      .array(
        z.strictObject({
          channel: z.enum(['push', 'whatsapp', 'call']),
          sent: count.describe('Taken by the provider, for tasks that are settled.'),
          answered: count.describe(
            'It was the last that had gone out when the answer came, by whichever door.',
          ),
          answered_there: count.describe('Of these, in the channel itself.'),
          percentage: percentage.describe('`answered` of `sent`.'),
          median_seconds: count.nullable().describe('From when it went out to the answer.'),
        }),
      )
      .describe('In the order of the ladder; a channel on which nothing went out is not among them.'),
  })
  .openapi('AnalyticsChannels');

export const presentChannels = ({
  since,
  answers,
  unanswered,
  rungs,
}: Channels): z.infer<typeof channelsJson> => ({
  since,
  answers: answers.map((one) => ({ via: one.via, ...presentDecided(one) })),
  unanswered,
  rungs: rungs.map(({ step, sent, answered, answeredThere, medianSeconds }) => ({
    channel: step,
    sent,
    answered,
    answered_there: answeredThere,
    percentage: percentageOf(answered, sent),
    median_seconds: medianSeconds,
  })),
});
