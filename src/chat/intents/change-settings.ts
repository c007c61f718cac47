// "Remind me 20 minutes before", "no calls": a person's settings, changed as by REST, and read back.
import { CHANNELS, openChannels, type Channel, type ChangeChannels } from '../../account/change-channels.ts';
import { ASSUMED_SLEEP } from '../../account/planning-profile.ts';
import { waitingOf, type EasedField, type Easings } from '../../account/easings.ts';
import type { Profile } from '../../account/profile.entity.ts';
import { readProfile } from '../../account/read-profile.ts';
import { changePreferencesTool } from '../../account/tools.ts';
import { spokenTime } from '../../kernel/spoken-time.ts';
import { isVisible } from '../../kernel/text.ts';
import { isValidZone, MINUTE_MS } from '../../kernel/time.ts';
import { currentZoneName } from '../../kernel/zone-names.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Settings } from '../orchestrator.agent.ts';
import { didOf } from './did.ts';
import type { Intent } from './intent.ts';

export const changeSettings: Intent = async (ctx, { said: { payload } }) => {
  const wanted = payload.settings && {
    ...payload.settings,
    zone: payload.settings.zone && currentZoneName(payload.settings.zone),
  };
  if (!wanted || Object.values(wanted).every((value) => value === null)) return { say: WHICH };
  if (wanted.zone !== null && !isValidZone(wanted.zone))
    return { say: `I know no time zone “${wanted.zone}”. Which city is nearest to you?` };
  const was = await settingsOf(ctx);
  await applySettings(ctx, wanted);
  const is = await settingsOf(ctx);
  const waiting = waitingOf(await readProfile(ctx));
  const named = (Object.keys(SAID) as (keyof Settings)[]).filter((name) => wanted[name] !== null);
  const changes = named.filter((name) => !waitsFor(waiting, name)).map((name) => SAID[name](is, was));
  const aside = payload.assumed !== null && isVisible(payload.assumed) ? ` ${payload.assumed}` : '';
  return {
    say: `${[...sayChanged(changes), ...sayWaiting(named, waiting, is.zone ?? 'UTC')].join(' ')} “Undo” takes it back.${aside}`,
    did: [didOf('settings', { id: ctx.userId, title: 'Settings' }, { was })],
  };
};

function sayChanged(changes: (string | null)[]): string[] {
  const said = [...new Set(changes.filter((text) => text !== null))];
  return said.length > 0 ? [`Changed: ${said.join('; ')}.`] : [];
}

/** What eases the plan of somebody with a cooling-off counts later. */
function sayWaiting(named: (keyof Settings)[], waiting: Easings, zone: string): string[] {
  const later = named.flatMap((name) => {
    const at = waitsFor(waiting, name);
    return at ? [`By your own cooling-off ${EASED[name]!.says} ${spokenTime(new Date(at), zone)}.`] : [];
  });
  return [...new Set(later)];
}

const QUIET = { field: 'sleep_window', says: 'quiet hours stay as they are until' } as const;
const EASED: Partial<Record<keyof Settings, { field: EasedField; says: string }>> = {
  lead_minutes: { field: 'reminder_lead_seconds', says: 'reminders come as they do now until' },
  quiet_from: QUIET,
  quiet_to: QUIET,
};

/** When its change takes effect. */
function waitsFor(waiting: Easings, name: keyof Settings): string | undefined {
  const eased = EASED[name];
  return eased && waiting[eased.field]?.at;
}

const WHICH =
  'Which setting do you mean: how long before I remind you, quiet hours, calls, WhatsApp, push messages, your zone or your name?';

/** By the same operation as REST. */
async function applySettings(ctx: Ctx, wanted: Settings): Promise<void> {
  const { name, zone, lead_minutes, session_minutes, tone, push, whatsapp, call } = wanted;
  const profile = await readProfile(ctx);
  const channels = given<ChangeChannels>({ push, whatsapp, call });
  const sleep_window = nightOf(wanted, profile);
  await changePreferencesTool.within(ctx, {
    ...given({ name, zone, session_minutes, tone }),
    ...(lead_minutes !== null && { reminder_lead_seconds: lead_minutes * 60 }),
    ...(sleep_window && { sleep_window }),
    ...(Object.keys(channels).length > 0 && { channels }),
  });
}

/** Without what stays. */
const given = <T extends object>(fields: { [Field in keyof T]: T[Field] | null }): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Partial<T>;

/** The end that was not named stays, or is the one that is assumed of everybody. */
function nightOf({ quiet_from, quiet_to }: Settings, profile: Profile): { from: string; to: string } | null {
  if (quiet_from === null && quiet_to === null) return null;
  const from = quiet_from ?? profile.sleepFrom ?? ASSUMED_SLEEP.from;
  const to = quiet_to ?? profile.sleepTo ?? ASSUMED_SLEEP.to;
  return { from, to };
}

async function settingsOf(ctx: Ctx): Promise<Settings> {
  const profile = await readProfile(ctx, true);
  const { push, whatsapp } = openChannels(profile);
  return {
    name: profile.displayName ?? null,
    zone: profile.zone,
    lead_minutes: Math.round(profile.reminderLeadMs / MINUTE_MS),
    quiet_from: profile.sleepFrom ?? null,
    quiet_to: profile.sleepTo ?? null,
    session_minutes: profile.sessionMinutes ?? null,
    tone: profile.tone,
    push,
    whatsapp,
    call: !profile.callsOffAt,
  };
}

/** Everything as it was, of what is otherwise now. Resolves to a sentence for each that waits for a cooling-off. */
export async function restoreSettings(ctx: Ctx, was: Settings): Promise<string[]> {
  const is = await settingsOf(ctx);
  const waiting = waitingOf(await readProfile(ctx));
  // What waits still is taken back by the word for how things are.
  const isOther = (name: keyof Settings): boolean =>
    is[name] !== was[name] || waitsFor(waiting, name) !== undefined;
  const channels: ChangeChannels = {};
  for (const name of CHANNELS) if (isOther(name)) channels[name] = was[name] ?? undefined;
  const { quiet_from: from, quiet_to: to } = was;
  await changePreferencesTool.within(ctx, {
    ...(isOther('name') && { name: was.name }),
    ...(isOther('zone') && was.zone !== null && { zone: was.zone }),
    ...(isOther('session_minutes') && { session_minutes: was.session_minutes }),
    ...(isOther('tone') && was.tone !== null && { tone: was.tone }),
    ...(isOther('lead_minutes') && { reminder_lead_seconds: (was.lead_minutes ?? 0) * 60 }),
    ...((isOther('quiet_from') || isOther('quiet_to')) && {
      sleep_window: from === null || to === null ? null : { from, to },
    }),
    ...(Object.keys(channels).length > 0 && { channels }),
  });
  const profile = await readProfile(ctx, true);
  const others = (Object.keys(EASED) as (keyof Settings)[]).filter(isOther);
  return sayWaiting(others, waitingOf(profile), profile.zone);
}

type Sentence = (is: Settings, was: Settings) => string | null;

const night: Sentence = (is, was) =>
  `quiet from ${is.quiet_from} to ${is.quiet_to}, every day${was.quiet_from === null ? '' : ` (${was.quiet_from} to ${was.quiet_to} until now)`}`;
const channel =
  (name: Channel, words: string): Sentence =>
  (is) =>
    is[name] ? `${words} are on` : `no ${words}`;

const SAID: Record<keyof Settings, Sentence> = {
  name: ({ name }) => `I call you ${name}`,
  zone: ({ zone }, was) =>
    `your clock is that of ${zone} (${was.zone} until now); what stands in the calendar keeps its moment`,
  lead_minutes: ({ lead_minutes: minutes }, was) =>
    `reminders come ${minutes} minutes before (${was.lead_minutes} until now)`,
  quiet_from: night,
  quiet_to: night,
  session_minutes: ({ session_minutes: minutes }) => `sessions of new plans take ${minutes} minutes`,
  tone: ({ tone }) => `I am ${tone} with you`,
  push: channel('push', 'push messages'),
  whatsapp: channel('whatsapp', 'WhatsApp messages'),
  call: ({ call }) => (call ? 'calls are on, where your number is verified' : 'no calls'),
};
