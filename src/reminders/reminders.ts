// The reminders that run; Temporal stands behind them: `temporal/flows/reminders.ts`.
import type { Person } from '../kernel/context.ts';
import type { FactOf } from '../kernel/facts.ts';

export interface Reminders {
  /**
   * Starts a task's reminder: once per task and generation, however often it is called. Throws UNAVAILABLE and
   * STILL_WORKING.
   */
  start(person: Person, due: FactOf<'reminder_due'>): Promise<void>;
}
