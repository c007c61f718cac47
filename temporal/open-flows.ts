// Everything that Temporal does for the rooms, made once per process.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { ChatSessions } from '../src/chat/turn.ts';
import type { Exports } from '../src/exports/exports.ts';
import type { EmailDeliveries } from '../src/emails/deliveries.ts';
import type { NegotiationPorts } from '../src/goals/negotiations.ts';
import type { Log } from '../src/kernel/log.ts';
import type { Erasures, Histories } from '../src/privacy/erasures.ts';
import type { RoomSessions } from '../src/rooms/sessions.ts';
import type { Runs } from '../src/reconciler/runs.ts';
import type { StartPorts } from '../src/reminders/start-reminders.ts';
import { chatSessions } from './flows/chat.ts';
import { exports } from './flows/exports.ts';
import { emailDeliveries } from './flows/emails.ts';
import { erasures, histories } from './flows/erasures.ts';
import { negotiations } from './flows/goals.ts';
import { reminders, type ReminderLine } from './flows/reminders.ts';
import { roomSessions } from './flows/rooms.ts';
import { runs } from './flows/runs.ts';
import { PATIENCE_MS, performFacts } from './perform-facts.ts';

/** The store, and the flows of every room. */
export interface FlowPorts extends NegotiationPorts, StartPorts {
  chatSessions: ChatSessions;
  exports: Exports;
  emailDeliveries: EmailDeliveries;
  roomSessions: RoomSessions;
  runs: Runs;
  erasures: Erasures;
  histories: Histories;
}

export function openFlows(orm: MikroORM, line: ReminderLine, log: Log): FlowPorts {
  const { client } = line;
  return {
    orm,
    // Nothing that is performed outlives whoever waits for it.
    perform: performFacts({
      orm,
      client,
      reminders: reminders({ ...line, patienceMs: PATIENCE_MS }),
      exports: exports({ ...line, patienceMs: PATIENCE_MS }),
      negotiations: negotiations({ ...line, patienceMs: PATIENCE_MS }),
      emailDeliveries: emailDeliveries({ ...line, patienceMs: PATIENCE_MS }),
      erasures: erasures({ ...line, patienceMs: PATIENCE_MS }),
      roomSessions: roomSessions({ ...line, patienceMs: PATIENCE_MS }),
      log,
    }),
    reminders: reminders(line),
    negotiations: negotiations(line),
    chatSessions: chatSessions(line),
    exports: exports(line),
    emailDeliveries: emailDeliveries(line),
    roomSessions: roomSessions(line),
    runs: runs(line),
    erasures: erasures(line),
    histories: histories(line),
  };
}

/** How long a request waits for a workflow: less than its own deadline. */
export const REQUEST_PATIENCE_MS = 25_000;
/** How long an activity does. */
export const ACTIVITY_PATIENCE_MS = 300_000;
