// The one place where something follows from what a verb told: after the commit, whichever door it came by.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Client } from '@temporalio/client';
import type { Exports } from '../src/exports/exports.ts';
import type { EmailDeliveries } from '../src/emails/deliveries.ts';
import { finishSprint } from '../src/goals/finish-sprint.ts';
import type { Negotiations } from '../src/goals/negotiations.ts';
import { isSprintOver } from '../src/goals/is-sprint-over.sql.ts';
import { asPerson, type Person, type Store, type Told } from '../src/kernel/context.ts';
import type { Fact, FactOf } from '../src/kernel/facts.ts';
import type { Log } from '../src/kernel/log.ts';
import { inOneStatement } from '../src/kernel/sql.ts';
import type { Via } from '../src/kernel/via.ts';
import { within } from '../src/kernel/within.ts';
import { learnFromMisses } from '../src/patterns/learn-from-misses.ts';
import type { Erasures } from '../src/privacy/erasures.ts';
import type { Reminders } from '../src/reminders/reminders.ts';
import type { RoomSessions } from '../src/rooms/sessions.ts';
import { wakeReminders, wakeRemindersOut } from '../src/reminders/wake-reminders.ts';
import { stopTurn } from '../workflows/chat-session.contract.ts';
import { decided, stopDraft } from '../workflows/goal-negotiation.contract.ts';
import { isSoon } from '../src/tasks/reminder-due.ts';
import { budgetsCrossed } from '../src/usage/usage-metrics.ts';
import { taskSettled } from '../workflows/reminder-escalation.contract.ts';
import { chatId } from './flows/chat.ts';
import { negotiationId } from './flows/goals.ts';
import { reminderId } from './flows/reminders.ts';

export interface PerformPorts {
  orm: MikroORM;
  client: Client;
  reminders: Reminders;
  exports: Exports;
  negotiations: Negotiations;
  emailDeliveries: EmailDeliveries;
  erasures: Erasures;
  roomSessions: RoomSessions;
  log: Log;
}

/** Nobody who has been answered waits for longer than this. */
export const PATIENCE_MS = 2000;

/**
 * Never throws. What is told is committed, and the answer to the person is true: a reminder that hears nothing asks
 * the database before its next rung, and one that was not started is found by the reconciler.
 */
export function performFacts(ports: PerformPorts): Store['perform'] {
  return async (told) => {
    const performing = Promise.all(told.map((one) => perform(ports, one)));
    // What takes longer goes on by itself.
    await within(PATIENCE_MS, performing).catch(() => undefined);
  };
}

async function perform(ports: PerformPorts, { person, fact, via }: Told): Promise<void> {
  try {
    const consequence = CONSEQUENCES[fact.kind] as Consequence<Fact['kind']>;
    await consequence(ports, person, fact, via);
  } catch (error) {
    const { kind, ...ids } = fact;
    ports.log.warn({ err: error, fact: kind, ...ids }, 'fact not performed');
  }
}

type Consequence<Kind extends Fact['kind']> = (
  ports: PerformPorts,
  person: Person,
  fact: FactOf<Kind>,
  via: Via,
) => Promise<void>;

const CONSEQUENCES: { [Kind in Fact['kind']]: Consequence<Kind> } = {
  task_settled: async ({ client }, _person, reminder, via) => {
    try {
      await client.withDeadline(Date.now() + PATIENCE_MS, () =>
        client.workflow.getHandle(reminderId(reminder)).signal(taskSettled, { via }),
      );
    } catch {
      // It is over, not started yet, or out of reach: its next rung asks the database anyway.
    }
  },
  email_queued: ({ emailDeliveries }, _person, { emailId }) => emailDeliveries.start(emailId),
  // What is lost here is caught up with before the next plan is made.
  task_missed: ({ orm }, person, _fact, via) =>
    asPerson({ orm, perform: async () => undefined }, { ...person, via }, learnFromMisses),
  goal_decided: async ({ client }, _person, { goalId, decision }) => {
    try {
      await client.withDeadline(Date.now() + PATIENCE_MS, () =>
        client.workflow.getHandle(negotiationId(goalId)).signal(decided, { decision }),
      );
    } catch {
      // It is over, or out of reach: what it drafts now is not stored.
    }
  },
  turn_stopped: async ({ client }, _person, { conversationId, messageId }) => {
    try {
      await client.withDeadline(Date.now() + PATIENCE_MS, () =>
        client.workflow.getHandle(chatId(conversationId)).signal(stopTurn, { messageId }),
      );
    } catch {
      // It is over, or out of reach: the turn has its answer, and whoever thinks about it finds that.
    }
  },
  draft_stopped: async ({ client }, _person, { goalId, requestedBy }) => {
    try {
      await client.withDeadline(Date.now() + PATIENCE_MS, () =>
        client.workflow.getHandle(negotiationId(goalId)).signal(stopDraft, { requestedBy }),
      );
    } catch {
      // It is over, or out of reach: what it drafts for that message is not stored.
    }
  },
  session_settled: async (ports, person, { goalId }, via) => {
    const store = { orm: ports.orm, perform: performFacts(ports) };
    const actor = { ...person, via };
    if (await inOneStatement(store, actor, (ctx) => isSprintOver(ctx, goalId)))
      await asPerson(store, actor, (ctx) => finishSprint(ctx, { goalId }));
  },
  sprint_over: async ({ negotiations }, person, { nextGoalId }) => {
    if (nextGoalId) await negotiations.revive(person, nextGoalId);
  },
  export_asked: ({ exports }, person, { exportId }) => exports.start(person, exportId),
  reminder_due: async ({ reminders }, person, due) => {
    // What is due later is left to the reconciler: nobody who plans next week waits for Temporal.
    if (isSoon(due)) await reminders.start(person, due);
  },
  rung_failed: ({ reminders }, person, reminder) => reminders.wake(person, reminder, { settings: false }),
  settings_changed: (ports, person) => wakeReminders(ports, person),
  member_left: (ports, person) => wakeRemindersOut(ports, person),
  // What is lost here the reconciler finds within a minute.
  erasure_changed: ({ erasures }, _person, { erasureId }) => erasures.wake(erasureId),
  // The run is its room's owner's, whoever speaks.
  room_heard: ({ roomSessions }, { orgId }, { ownerId: userId, sessionId }) =>
    roomSessions.hear({ orgId, userId }, { sessionId }),
  budget_crossed: async ({ log }, { orgId, userId }, { kind, ...crossed }) => {
    budgetsCrossed.inc({ budget: crossed.budget, level: crossed.level });
    log.info({ org_id: orgId, user_id: userId, ...crossed }, kind);
  },
};
