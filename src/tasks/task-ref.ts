// How a verb tells its door which reminder has to hear of what it just committed.

/** The reminder of this generation has nothing left to do. */
export interface Nudge {
  taskId: string;
  generation: number;
}

/** A reminder to start: its first rung is due at `dueAt`. */
export interface ReminderDue extends Nudge {
  dueAt: Date;
}
