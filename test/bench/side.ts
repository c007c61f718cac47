// What both sides of the comparison can do: bare Temporal and Flux.

export interface Reminder {
  id: string;
  /** Starts its workflow. */
  start(dueAt: Date): Promise<void>;
  /** Resolves to when its first rung was executed, epoch ms. */
  firstRung: Promise<number>;
  /** Resolves when nobody answered and the ladder has ended. */
  ended(): Promise<void>;
}

/** One conversation: says something, resolves when the answer is there. */
export type Chat = () => Promise<void>;

export interface Side {
  name: 'bare' | 'flux';
  /** Prepares what the reminders need; nothing is started. `windowMs`: the wait after each rung. */
  reminders(count: number, options: { windowMs: number; rungs: 'push' | 'all' }): Promise<Reminder[]>;
  chats(count: number): Promise<Chat[]>;
  close(): Promise<void>;
}
