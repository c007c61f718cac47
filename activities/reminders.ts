// The rungs of a ladder, and the starts of a plan's reminders.
import type { WorkerChannels } from '../src/channels/open-channels.ts';
import { asPerson, type Person } from '../src/kernel/context.ts';
import { clearPush } from '../src/reminders/clear-push.ts';
import { closeAsMissed } from '../src/reminders/close-as-missed.ts';
import { askCall, hangUpCall } from '../src/reminders/end-call.ts';
import { placeCall } from '../src/reminders/place-call.ts';
import { sendPush } from '../src/reminders/send-push.ts';
import { sendWhatsApp } from '../src/reminders/send-whatsapp.ts';
import { startReminders, type StartPorts } from '../src/reminders/start-reminders.ts';
import type { BudgetPorts } from '../src/reminders/within-budget.ts';
import type { ClosingInput, ReminderInput } from '../workflows/reminder-escalation.contract.ts';
import { actorOf, quick, slow } from './bind.ts';

export interface ReminderPorts extends StartPorts, WorkerChannels, BudgetPorts {
  publicUrl: string;
  tokenSecret: string;
  /** How long an unclear send may still turn up at the provider. */
  settleMs: number;
}

export const reminderActivities = (ports: ReminderPorts) => ({
  ...quick({
    push: (rung: ReminderInput) => sendPush(ports, actorOf(rung, 'ladder'), rung),
    clearPush: (rung: ReminderInput) => clearPush(ports, actorOf(rung, 'ladder'), rung),
    closeAsMissed: (rung: ClosingInput) =>
      asPerson(ports, actorOf(rung, 'ladder'), (ctx) => closeAsMissed(ctx, rung)),
  }),
  ...slow({
    whatsapp: (rung: ReminderInput) => {
      const { whatsappFrom: from, whatsappTemplateSid: templateSid } = ports;
      return sendWhatsApp({ ...ports, from, templateSid }, actorOf(rung, 'ladder'), rung);
    },
    call: (rung: ReminderInput) =>
      placeCall({ ...ports, from: ports.callFrom }, actorOf(rung, 'ladder'), rung),
    hangUp: (rung: ReminderInput) => hangUpCall(ports, actorOf(rung, 'ladder'), rung),
    askCall: (rung: ReminderInput) => askCall(ports, actorOf(rung, 'ladder'), rung),
    startReminders: (goal: Person & { goalId: string }) =>
      startReminders(ports, actorOf(goal, 'system'), goal),
  }),
});
