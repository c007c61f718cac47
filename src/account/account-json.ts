// What a person's account looks like on the wire, and what a change of it may say.
import { z } from '@hono/zod-openapi';
import { WORDINGS } from '../consent/wordings.ts';
import { id, instant, namedInstant, words, zone } from '../http/schemas.ts';
import { LANGUAGES } from '../kernel/languages.ts';
import { isValidZone } from '../kernel/time.ts';
import { DAYS } from '../kernel/week.ts';
import { currentZoneName } from '../kernel/zone-names.ts';
import type { ChangePreferences } from './change-preferences.ts';
import { openChannels } from './change-channels.ts';
import { ASSUMED_SLEEP, CHRONOTYPES, TONES } from './planning-profile.ts';
import { clockRange, coolingOff, pendingJson, presentPending } from './pending-json.ts';
import type { readProfile } from './read-profile.ts';

type Profile = Awaited<ReturnType<typeof readProfile>>;

const DAY_SECONDS = 86_400;

export const ianaZone = zone
  .overwrite(currentZoneName)
  .refine(isValidZone, 'must be a zone of the IANA database, such as Europe/Berlin');
export const displayName = words(80);

const notEmpty = [
  (range: { from: string; to: string }): boolean => range.from !== range.to,
  'must not end where it begins',
] as const;
const sleepWindow = clockRange
  .refine(...notEmpty)
  .describe('May cross midnight; reminders of all your organisations wait until it ends.');
/** Whoever forgets it is reminded of nothing for no longer. */
const LONGEST_QUIET_MS = 31 * DAY_SECONDS * 1000;
const doNotDisturb = namedInstant
  .refine((text) => Date.parse(text) <= Date.now() + LONGEST_QUIET_MS, 'must lie within 31 days')
  .describe(
    'Until then no reminder of any organisation is sent; what still makes sense then goes on. Null, or a moment that has passed: it is over.',
  );
const workHours = clockRange.extend({ days: z.array(z.enum(DAYS)).min(1).max(7) }).refine(...notEmpty);
const chronotype = z.enum(CHRONOTYPES);
const tone = z.enum(TONES);
const language = z
  .enum(LANGUAGES)
  .nullable()
  .describe(
    'Of fixed texts that are there in several: what is shown while a crisis holds. Null: that of their own words.',
  );
const sessionMinutes = z.int().min(5).max(240);

export const userJson = z.strictObject({ id, org_id: id, name: z.string().nullable(), zone }).openapi('User');

export const presentUser = (
  profile: Pick<Profile, 'userId' | 'orgId' | 'displayName' | 'zone'>,
): z.infer<typeof userJson> => ({
  id: profile.userId,
  org_id: profile.orgId,
  name: profile.displayName ?? null,
  zone: profile.zone,
});

const channelsJson = z.strictObject({ push: z.boolean(), whatsapp: z.boolean(), call: z.boolean() });

export const preferencesJson = z
  .strictObject({
    name: z.string().nullable(),
    zone,
    reminder_lead_seconds: z.number(),
    escalation_window_seconds: z.number(),
    chronotype,
    sleep_window: clockRange.nullable(),
    do_not_disturb_until: instant.nullable().describe('Null where it is over.'),
    work_hours: clockRange.extend({ days: z.array(z.enum(DAYS)) }).nullable(),
    session_minutes: z.int().nullable(),
    tone,
    language,
    phone: z.string().nullable().describe('Verified, or the one that a code was sent to where none is.'),
    phone_verified: z.boolean(),
    pending_phone: z.string().nullable().describe('Takes the place of `phone` once its code comes back.'),
    whatsapp_opt_in_at: instant.nullable(),
    tasks_in_sleep: z
      .int()
      .describe(
        `How many open tasks to come lie in the sleep window; without one, in the night that planning assumes (${ASSUMED_SLEEP.from} to ${ASSUMED_SLEEP.to}). After a change of zone, POST /v1/tasks/rezoning moves the sessions of plans to their old time of day.`,
      ),
    channels: channelsJson.describe('How reminders may reach the person, in all their organisations.'),
    cooling_off_hours: z.int(),
    pending_changes: z.array(pendingJson).describe('In the order in which they take effect.'),
  })
  .openapi('Preferences');

export const presentPreferences = (
  profile: Profile,
  tasksInSleep: number,
): z.infer<typeof preferencesJson> => ({
  name: profile.displayName ?? null,
  zone: profile.zone,
  reminder_lead_seconds: profile.reminderLeadMs / 1000,
  escalation_window_seconds: profile.escalationWindowMs / 1000,
  chronotype: profile.chronotype,
  sleep_window:
    profile.sleepFrom && profile.sleepTo ? { from: profile.sleepFrom, to: profile.sleepTo } : null,
  do_not_disturb_until:
    profile.quietUntil && profile.quietUntil.getTime() > Date.now() ? profile.quietUntil.toISOString() : null,
  work_hours: profile.workHours ?? null,
  session_minutes: profile.sessionMinutes ?? null,
  tone: profile.tone,
  language: profile.language ?? null,
  phone: profile.phone ?? profile.pendingPhone ?? null,
  phone_verified: Boolean(profile.phoneVerifiedAt),
  pending_phone: profile.pendingPhone ?? null,
  whatsapp_opt_in_at: profile.whatsappOptInAt?.toISOString() ?? null,
  tasks_in_sleep: tasksInSleep,
  channels: openChannels(profile),
  cooling_off_hours: profile.coolingOffHours,
  pending_changes: presentPending(profile),
});

/** Without what belongs to the number, and to the calendar. */
export const settingsJson = preferencesJson.omit({
  phone: true,
  pending_phone: true,
  whatsapp_opt_in_at: true,
  tasks_in_sleep: true,
});

export function presentSettings(profile: Profile): z.infer<typeof settingsJson> {
  const {
    phone: _phone,
    pending_phone: _pending,
    whatsapp_opt_in_at: _since,
    tasks_in_sleep: _tasks,
    ...settings
  } = presentPreferences(profile, 0);
  return settings;
}

/** What a person may change. `minWindowMs`: the shortest escalation window that this deployment allows. */
export const preferencesPatch = (minWindowMs: number) =>
  z
    .strictObject({
      name: displayName.nullable(),
      zone: ianaZone,
      reminder_lead_seconds: z.number().min(0).max(DAY_SECONDS),
      escalation_window_seconds: z
        .number()
        .min(minWindowMs / 1000)
        .max(DAY_SECONDS),
      chronotype,
      sleep_window: sleepWindow.nullable(),
      do_not_disturb_until: doNotDisturb.nullable(),
      work_hours: workHours.nullable(),
      session_minutes: sessionMinutes.nullable(),
      tone,
      language,
      cooling_off_hours: coolingOff,
      channels: channelsJson.partial().describe(WORDINGS['channels/1']),
    })
    .partial();

type PreferencesPatch = z.infer<ReturnType<typeof preferencesPatch>>;

/** Seconds to milliseconds, a window to its two ends; what is absent stays absent. */
export const readPatch = (patch: Omit<PreferencesPatch, 'channels'>): ChangePreferences => ({
  displayName: patch.name,
  zone: patch.zone,
  reminderLeadMs: toMs(patch.reminder_lead_seconds),
  escalationWindowMs: toMs(patch.escalation_window_seconds),
  chronotype: patch.chronotype,
  sleepFrom: patch.sleep_window === null ? null : patch.sleep_window?.from,
  sleepTo: patch.sleep_window === null ? null : patch.sleep_window?.to,
  quietUntil:
    patch.do_not_disturb_until == null ? patch.do_not_disturb_until : new Date(patch.do_not_disturb_until),
  workHours: patch.work_hours,
  sessionMinutes: patch.session_minutes,
  tone: patch.tone,
  language: patch.language,
  coolingOffHours: patch.cooling_off_hours,
});

const toMs = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : Math.round(seconds * 1000);
