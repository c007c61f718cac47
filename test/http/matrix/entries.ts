// Every operation of the API; a new one needs its line in its room.
import { ACCOUNT } from './account.ts';
import { ANALYTICS } from './analytics.ts';
import { AUTH } from './auth.ts';
import { CALENDAR } from './calendar.ts';
import { CONVERSATIONS } from './conversations.ts';
import type { Entries } from './entry.ts';
import { EXPORTS } from './exports.ts';
import { GOALS } from './goals.ts';
import { OPEN_DOORS } from './open-doors.ts';
import { ORGS } from './orgs.ts';
import { PROPOSALS } from './proposals.ts';
import { ROOMS } from './rooms.ts';
import { RULES } from './rules.ts';
import { PATTERNS } from './patterns.ts';
import { SHARING } from './sharing.ts';
import { TASKS } from './tasks.ts';
import { USAGE } from './usage.ts';

export const ENTRIES: Entries = {
  ...OPEN_DOORS,
  ...AUTH,
  ...ACCOUNT,
  ...ORGS,
  ...CONVERSATIONS,
  ...ROOMS,
  ...PROPOSALS,
  ...GOALS,
  ...SHARING,
  ...TASKS,
  ...RULES,
  ...CALENDAR,
  ...PATTERNS,
  ...USAGE,
  ...ANALYTICS,
  ...EXPORTS,
};
