// On a schedule: finds open tasks whose reminder was never started (a crash between commit and start) and starts it.
import { starts } from './activities.ts';

export async function reminderSweep(): Promise<number> {
  return starts.sweepReminders();
}
