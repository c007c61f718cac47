// Which workflows are under way; Temporal stands behind it: `temporal/flows/runs.ts`.

export interface LadderRef {
  taskId: string;
  generation: number;
}

/**
 * The list that is asked lags behind by a second or so: what has just begun may be missing, so whoever is brought to
 * life is asked for again by id. All throw UNAVAILABLE.
 */
export interface Runs {
  /** Those of the ladders that are not under way. */
  ladders<Ref extends LadderRef>(refs: Ref[]): Promise<Ref[]>;
  /** Those of the mails that nobody delivers. */
  emails<Ref extends { emailId: string }>(refs: Ref[]): Promise<Ref[]>;
  /** Those of the exports that nobody writes. */
  exports<Ref extends { exportId: string }>(refs: Ref[]): Promise<Ref[]>;
  /** Those of the sessions of rooms that nobody runs. */
  roomSessions<Ref extends { sessionId: string }>(refs: Ref[]): Promise<Ref[]>;
  /** Those of the goals whose negotiation is not. */
  negotiations<Ref extends { goalId: string }>(refs: Ref[]): Promise<Ref[]>;
}
