// The reminders that run; Temporal stands behind them: `temporal/flows/reminders.ts`.
import type { Person } from '../kernel/context.ts';
import type { FactOf } from '../kernel/facts.ts';
import type { Step } from './claimed.ts';

/** Why a reminder is woken. */
export interface News {
  /** The person's settings or ways have changed; else one of its own rungs has failed later. */
  settings: boolean;
}

export interface Reminders {
  /**
   * Starts a task's reminder: once per task and generation, however often it is called. Throws UNAVAILABLE and
   * STILL_WORKING.
   */
  start(person: Person, due: FactOf<'reminder_due'>): Promise<void>;
  /**
   * Has a reminder that was started ask the database again, also one that still sleeps until it is due. Nothing
   * happens where it has ended. Throws as `start` does.
   */
  wake(person: Person, reminder: { taskId: string; generation: number }, news: News): Promise<void>;
  /**
   * As `start`, but where the reminder has ended or was lost it runs once more, under the same id: claims keep what
   * was sent from being sent again. Resolves once the server accepted it, to false where it runs. Throws as `start`.
   */
  revive(person: Person, due: FactOf<'reminder_due'>): Promise<boolean>;
  /**
   * Of a task that is settled: finds out what became of one rung, and takes back what is out. Resolves once the server
   * accepted it, to false where its reminder runs. Throws as `start`.
   */
  clearUp(person: Person, rung: { taskId: string; generation: number; step: Step }): Promise<boolean>;
}
