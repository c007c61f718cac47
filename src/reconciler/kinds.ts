// Every kind that is reconciled. A new one is one more line here.
import { changedSettings } from './changed-settings.ts';
import { deadReminders } from './dead-reminders.ts';
import { decidedGoals } from './decided-goals.ts';
import { dueReminders } from './due-reminders.ts';
import { finishedSprints } from './finished-sprints.ts';
import { haltedExports } from './halted-exports.ts';
import { haltedNegotiations } from './halted-negotiations.ts';
import type { Kind } from './kind.ts';
import { openErasures } from './open-erasures.ts';
import { quietRooms } from './quiet-rooms.ts';
import { shortRules } from './short-rules.ts';
import { unansweredMessages } from './unanswered-messages.ts';
import { unclearRungs } from './unclear-rungs.ts';
import { unheardMessages } from './unheard-messages.ts';
import { unsentEmails } from './unsent-emails.ts';

export const KINDS: readonly Kind[] = [
  unansweredMessages,
  haltedNegotiations,
  decidedGoals,
  finishedSprints,
  // Before the reminders of what it makes.
  shortRules,
  dueReminders,
  deadReminders,
  unclearRungs,
  changedSettings,
  haltedExports,
  unheardMessages,
  unsentEmails,
  openErasures,
  quietRooms,
];
