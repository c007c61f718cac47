// The reconciler of before, for its runs that are open while a new version is deployed: starts due reminders.
import { starts } from './activities.ts';

export async function reminderSweep(): Promise<number> {
  return starts.sweepReminders();
}
