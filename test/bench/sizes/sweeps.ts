// What the reconciler asks with each of its looks, as it asks: a first page of everything.
import type { EntityManager } from '@mikro-orm/postgresql';
import { findChangedProfiles } from '../../../src/reconciler/find-changed-profiles.sql.ts';
import { findDecidedGoals } from '../../../src/reconciler/find-decided-goals.sql.ts';
import { findDueTasks } from '../../../src/reconciler/find-due-tasks.sql.ts';
import { findHeard } from '../../../src/reconciler/find-heard.sql.ts';
import { findNegotiatingGoals } from '../../../src/reconciler/find-negotiating-goals.sql.ts';
import { findUnclearRungs } from '../../../src/reconciler/find-unclear-rungs.sql.ts';
import { findUnansweredMessages } from '../../../src/reconciler/find-unanswered-messages.sql.ts';
import { NIL_ID, type Position } from '../../../src/reconciler/in-pages.ts';
import { parkTasks } from '../../../src/reconciler/park-tasks.sql.ts';
import { takeUpTasks } from '../../../src/reconciler/take-up-tasks.sql.ts';
import { markRemindersStarted } from '../../../src/reminders/mark-reminders-started.sql.ts';
import { SOON_MS } from '../../../src/tasks/reminder-due.ts';

const FIRST: Position = { at: new Date(0), id: NIL_ID };
/** As far as whoever looks for what changed goes back (src/reconciler/lately.ts). */
const LATELY: Position = { ...FIRST, at: new Date(Date.now() - 2 * 3_600_000) };
const now = () => new Date();

/** As the system. Some write: let nothing of it be kept. */
export const SWEEPS: Record<string, (em: EntityManager) => Promise<unknown>> = {
  'due reminders': (em) => findDueTasks(em, { state: 'to_start', soonMs: SOON_MS, after: FIRST }),
  'dead reminders': (em) => findDueTasks(em, { state: 'started', soonMs: SOON_MS, after: FIRST }),
  'unclear rungs': (em) => findUnclearRungs(em, { before: now(), after: FIRST }),
  'unanswered messages': (em) => findUnansweredMessages(em, { before: now(), after: FIRST }),
  'halted negotiations': (em) => findNegotiatingGoals(em, { before: now(), after: FIRST }),
  'decided goals': (em) => findDecidedGoals(em, LATELY),
  'changed profiles': (em) => findChangedProfiles(em, LATELY),
  'heard messages': (em) =>
    findHeard(
      em,
      Array.from({ length: 1000 }, (_, index) => `SM${index * 50}`),
    ),
  'take up': takeUpTasks,
  park: (em) => parkTasks(em, [FIRST.id]),
  'mark as started': (em) => markRemindersStarted(em, [{ taskId: FIRST.id, generation: 1 }]),
};
