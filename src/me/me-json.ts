// What an account looks like at one look: the parts are those that their own doors show.
import { z } from '@hono/zod-openapi';
import { preferencesJson, presentPreferences } from '../account/account-json.ts';
import { meJson, presentMe } from '../account/auth-json.ts';
import { CHANNELS, openChannels } from '../account/change-channels.ts';
import type { Principal } from '../account/principal.ts';
import type { Me } from '../account/read-me.ts';
import { wordingJson } from '../consent/routes.ts';
import { wordingOf } from '../consent/wordings.ts';
import { id, instant } from '../http/schemas.ts';
import { budgetJson, presentStanding } from '../usage/budget-json.ts';
import type { Counted, LiveConsent } from './read-account.sql.ts';

const count = z.int().min(0);

const reachJson = z.strictObject({
  channel: z.enum(CHANNELS),
  is_on: z.boolean().describe('By the preferences, and the number.'),
  consent: z
    .strictObject({ line: z.int(), way: z.string(), wording: wordingJson, since: instant })
    .nullable()
    .describe('The line of the ledger under which it is used; null: nothing is sent there.'),
});

export const accountJson = z
  .strictObject({
    ...meJson.shape,
    preferences: preferencesJson,
    reach: z.array(reachJson).describe('In the order in which a reminder climbs.'),
    usage: z.array(budgetJson).describe('Of this month; goals stand in the summary of usage.'),
    organisations: count.describe('That you belong to.'),
    sessions: count.describe('That are open.'),
    api_keys: count.describe('That are good, in this organisation.'),
    push_subscriptions: count.describe('Browsers that are notified, in this organisation.'),
    calendar_feed: z.strictObject({ created_at: instant }).nullable().describe('Of this organisation.'),
    exports: z.strictObject({ running_id: id.nullable(), ready: count }).describe('Of this organisation.'),
    is_held: z.boolean().describe('Reminders and coaching rest after a crisis.'),
  })
  .openapi('Account');

export interface Account {
  me: Me;
  tasksInSleep: number;
  counted: Counted;
  sessions: number;
}

export const presentAccount = (
  { me, tasksInSleep, counted, sessions }: Account,
  principal: Principal,
): z.infer<typeof accountJson> => ({
  ...presentMe(me, principal),
  preferences: presentPreferences(me.profile, tasksInSleep),
  reach: CHANNELS.map((channel) => ({
    channel,
    is_on: openChannels(me.profile)[channel],
    consent: presentConsent(counted.consents.find((one) => one.channel === channel)),
  })),
  usage: counted.standing.map(presentStanding),
  organisations: counted.organisations,
  sessions,
  api_keys: counted.apiKeys,
  push_subscriptions: counted.browsers,
  calendar_feed: counted.feedSince === null ? null : { created_at: instantOf(counted.feedSince) },
  exports: { running_id: counted.export.running, ready: counted.export.ready },
  is_held: counted.isHeld,
});

const presentConsent = (live: LiveConsent | undefined) =>
  live
    ? { line: live.line, way: live.way, wording: wordingOf(live.wording), since: instantOf(live.since) }
    : null;

/** JSON of the database writes "+00:00", and as few decimals as there are. */
const instantOf = (moment: string): string => new Date(moment).toISOString();
