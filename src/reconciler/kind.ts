// A kind of thing that PostgreSQL or the provider knows of and that nobody works at: how it is found and brought to
// life.
import type { WhatsAppChannel } from '../channels/whatsapp.ts';
import type { ChatSessions } from '../chat/turn.ts';
import type { Exports } from '../exports/exports.ts';
import type { EmailDeliveries } from '../emails/deliveries.ts';
import type { NegotiationPorts } from '../goals/negotiations.ts';
import type { Log } from '../kernel/log.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import type { Erasures } from '../privacy/erasures.ts';
import type { Reminders } from '../reminders/reminders.ts';
import type { RoomSessions } from '../rooms/sessions.ts';
import type { Runs } from './runs.ts';

export interface ReconcilerPorts extends NegotiationPorts {
  chatSessions: ChatSessions;
  reminders: Reminders;
  exports: Exports;
  emailDeliveries: EmailDeliveries;
  roomSessions: RoomSessions;
  runs: Runs;
  erasures: Erasures;
  whatsapp: WhatsAppChannel;
  /** Our sender, E.164. */
  whatsappFrom: string;
  /** How long what the provider does may still be on its way to us. */
  settleMs: number;
  /** As the webhook has it: an answer to a number, by whichever way it was heard. */
  limiter: Limiter;
  /** TOKEN_SECRET: positions are sealed by a key of it. */
  tokenSecret: string;
  log: Log;
}

export interface Look {
  /** Where the last look had to stop; null: at the beginning. */
  from: string | null;
  /** False where time is up: no further batch begins. */
  mayGoOn: () => boolean;
}

export interface Seen {
  /** How many waited when they were looked at, and since when the longest of them. */
  waiting: number;
  oldestAt: Date | null;
  /** How many of them were brought to life; and how many could not be, this time. */
  revived: number;
  failed: number;
  /** Where the next look goes on; null: at the beginning. */
  next: string | null;
  /** False where time was up: there is more. */
  isDone: boolean;
}

export interface Kind {
  /** Stable: it stands in workflow histories and in metrics. */
  name: string;
  /** Harmless when repeated, and beside another look. Throws what PostgreSQL, Temporal or the provider cannot do. */
  look(ports: ReconcilerPorts, look: Look): Promise<Seen>;
}
