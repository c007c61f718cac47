// What a cooling-off, and what waits for it, look like on the wire.
import { z } from '@hono/zod-openapi';
import { instant } from '../http/schemas.ts';
import { clockTime } from '../kernel/week.ts';
import { EASED_FIELDS, EASINGS, waitingOf } from './easings.ts';

export const clockRange = z.strictObject({ from: clockTime, to: clockTime });
export const easedField = z.enum(EASED_FIELDS);
export const pendingJson = z
  .strictObject({
    field: easedField.describe('push, call: of `channels`, switched off.'),
    value: z.union([z.boolean(), z.number(), z.string(), clockRange]).describe('As in these preferences.'),
    said_at: instant,
    takes_effect_at: instant,
    why_it_waits: z.string(),
  })
  .openapi('PendingChange');
export const coolingOff = z
  .int()
  .min(0)
  .max(168)
  .describe(
    'How long what eases your plan waits before it takes effect, in all organisations: push and calls off, more quiet, a longer lead or window, and less of this. 0: not at all. STOP, WhatsApp off and whatever else ends a consent never wait.',
  );

export const presentPending = (profile: Parameters<typeof waitingOf>[0]): z.infer<typeof pendingJson>[] =>
  EASED_FIELDS.flatMap((field) => {
    const one = waitingOf(profile)[field];
    if (!one) return [];
    const { value, said: said_at, at: takes_effect_at } = one;
    return [{ field, value, said_at, takes_effect_at, why_it_waits: EASINGS[field].why }];
  }).toSorted((a, b) => a.takes_effect_at.localeCompare(b.takes_effect_at));
