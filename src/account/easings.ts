// What eases somebody's hold on their plan, and so waits for the cooling-off that they have set for themselves. Pure.
// What is no line here never waits: above all STOP and every other end of a consent, a hold, an erasure, a sign-out.
import { isDeepStrictEqual } from 'node:util';
import { DAY_MS } from '../kernel/time.ts';
import type { ChangeChannels } from './change-channels.ts';
import type { ChangePreferences } from './change-preferences.ts';
import type { Profile } from './profile.entity.ts';

/** As on the wire. */
export const EASED_FIELDS = [
  'push',
  'call',
  'sleep_window',
  'do_not_disturb_until',
  'reminder_lead_seconds',
  'escalation_window_seconds',
  'cooling_off_hours',
] as const;
export type EasedField = (typeof EASED_FIELDS)[number];

/** A change that waits. `at`, `said`: ISO 8601. `value`: as on the wire. */
export interface Easing {
  value: Value;
  at: string;
  said: string;
  via: string;
  wording: string | null;
}

type Value = boolean | number | string | { from: string; to: string };

export type Easings = { [Field in EasedField]?: Easing };

/** What somebody wants changed, by whichever door. */
export type Wish = ChangePreferences & Pick<ChangeChannels, 'push' | 'call'>;

interface Rule {
  /** Why it eases. */
  why: string;
  /** Theirs in all organisations, or in the one that they act in. */
  everywhere: boolean;
  fields: readonly (keyof Wish)[];
  eases: (is: Profile, wish: Wish) => boolean;
  value: (wish: Wish) => Value;
}

export const EASINGS: Readonly<Record<EasedField, Rule>> = {
  push: {
    why: 'a ladder without its first rung is easier to miss',
    everywhere: true,
    fields: ['push'],
    eases: (is, { push }) => push === false && !is.pushOffAt,
    value: () => false,
  },
  call: {
    why: 'a call is what is hardest to pass over',
    everywhere: true,
    fields: ['call'],
    eases: (is, { call }) => call === false && !is.callsOffAt,
    value: () => false,
  },
  sleep_window: {
    why: 'whatever is due in quiet hours is not announced in time',
    everywhere: true,
    fields: ['sleepFrom', 'sleepTo'],
    eases: (is, wish) => isQuieter(is, { sleepFrom: is.sleepFrom, sleepTo: is.sleepTo, ...wish }),
    value: ({ sleepFrom: from, sleepTo: to }) => ({ from: from!, to: to! }),
  },
  do_not_disturb_until: {
    why: 'until then nothing at all is sent',
    everywhere: true,
    fields: ['quietUntil'],
    eases: (is, { quietUntil }) =>
      (quietUntil?.getTime() ?? 0) > Math.max(Date.now(), is.quietUntil?.getTime() ?? 0),
    value: ({ quietUntil }) => quietUntil!.toISOString(),
  },
  reminder_lead_seconds: {
    why: 'what is announced long before its time is easily put off',
    everywhere: false,
    fields: ['reminderLeadMs'],
    eases: (is, { reminderLeadMs: leadMs }) => leadMs !== undefined && leadMs > is.reminderLeadMs,
    value: ({ reminderLeadMs }) => reminderLeadMs! / 1000,
  },
  escalation_window_seconds: {
    why: 'message and call come later, or not before it is over',
    everywhere: false,
    fields: ['escalationWindowMs'],
    eases: (is, { escalationWindowMs: windowMs }) =>
      windowMs !== undefined && windowMs > is.escalationWindowMs,
    value: ({ escalationWindowMs }) => escalationWindowMs! / 1000,
  },
  cooling_off_hours: {
    why: 'else the first thing to ease would be this',
    everywhere: true,
    fields: ['coolingOffHours'],
    eases: (is, { coolingOffHours: hours }) => hours !== undefined && hours < is.coolingOffHours,
    value: ({ coolingOffHours }) => coolingOffHours!,
  },
};

export interface Sorted {
  /** What counts from now on. */
  now: Wish;
  /** What waits, by field. */
  later: Easings;
  /** Fields whose waiting change is taken back by a newer word. */
  over: EasedField[];
}

/**
 * Of `wish` (what is undefined is not named). The last word on a field counts: the same one again keeps its moment,
 * another one waits anew, and one that eases nothing counts at once and takes back what waited.
 */
export function sortWish(
  is: Profile,
  wish: Wish,
  how: { via: string; wording: string | null; now?: Date },
): Sorted {
  const now = how.now ?? new Date();
  const sorted: Sorted = { now: { ...wish }, later: {}, over: [] };
  const waiting = waitingOf(is);
  for (const field of EASED_FIELDS) {
    const { fields, eases, value } = EASINGS[field];
    if (fields.every((name) => wish[name] === undefined)) continue;
    if (is.coolingOffHours > 0 && eases(is, wish)) {
      for (const name of fields) delete sorted.now[name];
      const known = waiting[field];
      if (known && isDeepStrictEqual(known.value, value(wish))) continue;
      const at = new Date(now.getTime() + (is.coolingOffHours * DAY_MS) / 24).toISOString();
      const { via, wording } = how;
      sorted.later[field] = { value: value(wish), at, said: now.toISOString(), via, wording };
    } else if (field in waiting) sorted.over.push(field);
  }
  return sorted;
}

export const waitingOf = (profile: Pick<Profile, 'easings'>): Easings => profile.easings ?? {};

/** Whether it is quiet in some minute of the day that was not quiet before. */
function isQuieter(is: Profile, { sleepFrom, sleepTo }: Pick<Wish, 'sleepFrom' | 'sleepTo'>): boolean {
  if (!sleepFrom || !sleepTo) return false;
  if (!is.sleepFrom || !is.sleepTo) return true;
  const [from, lasts] = spanOf(sleepFrom, sleepTo);
  const [wasFrom, lasted] = spanOf(is.sleepFrom, is.sleepTo);
  return ((from - wasFrom + DAY) % DAY) + lasts > lasted;
}

const DAY = 24 * 60;

/** Where it begins, and how long it lasts, in minutes. */
function spanOf(from: string, to: string): [from: number, lasts: number] {
  const [begins, ends] = [minuteOf(from), minuteOf(to)];
  return [begins, (ends - begins + DAY) % DAY];
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
