// Every activity by name. It only gathers: each stands in the file of its room, where a verb is bound to what this
// worker has.
import { chatActivities, type ChatPorts } from './chat.ts';
import type { DeliveryPorts } from '../src/emails/deliver-email.ts';
import type { ReconcilerPorts } from '../src/reconciler/kind.ts';
import { exportActivities } from './exports.ts';
import { emailActivities } from './emails.ts';
import { goalActivities, type GoalPorts } from './goals.ts';
import { privacyActivities, type ErasurePorts } from './privacy.ts';
import { reconcilerActivities } from './reconciler.ts';
import { reminderActivities, type ReminderPorts } from './reminders.ts';
import { roomActivities, type RoomPorts } from './rooms.ts';
import { retentionActivities } from './retention.ts';

export type ActivityPorts = ReminderPorts &
  GoalPorts &
  ChatPorts &
  ReconcilerPorts &
  DeliveryPorts &
  ErasurePorts &
  RoomPorts;

export const createActivities = (ports: ActivityPorts) => ({
  ...reminderActivities(ports),
  ...goalActivities(ports),
  ...chatActivities(ports),
  ...exportActivities(ports),
  ...retentionActivities(ports),
  ...reconcilerActivities(ports),
  ...emailActivities(ports),
  ...privacyActivities(ports),
  ...roomActivities(ports),
});

export type Activities = ReturnType<typeof createActivities>;
