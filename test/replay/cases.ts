// Every case that is recorded, by workflow type. A new path through a workflow gets a case here.

import { accountExport } from './cases/account-export.ts';
import { accountErasure } from './cases/account-erasure.ts';
import { chatSession } from './cases/chat-session.ts';
import { emailDelivery } from './cases/email-delivery.ts';
import { goalDecisions } from './cases/goal-decisions.ts';
import { goalNegotiation } from './cases/goal-negotiation.ts';
import { reconciler } from './cases/reconciler.ts';
import { reminderEscalation } from './cases/reminder-escalation.ts';
import { reminderSweep } from './cases/reminder-sweep.ts';
import { roomSession } from './cases/room-session.ts';
import { retention } from './cases/retention.ts';
import type { RecordedHistory } from './histories.ts';
import type { Stage } from './stage.ts';

export type Case = (stage: Stage) => Promise<RecordedHistory>;

export const CASES: Record<string, Record<string, Case>> = {
  accountExport,
  accountErasure,
  chatSession,
  emailDelivery,
  goalNegotiation: { ...goalNegotiation, ...goalDecisions },
  reconciler,
  reminderEscalation,
  reminderSweep,
  retention,
  roomSession,
};
