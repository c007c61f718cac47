// Who works at erasures: the port that Temporal implements, and what stands in it of one.

/** What is left to be deleted where workflows are kept. Found by who their person is, and by what they are about. */
export interface Histories {
  /** Ends whatever runs for the person; resolves to how many runs were found running. Harmless when repeated. */
  end(whose: Whose): Promise<number>;
  /**
   * Deletes every run that has ended. Resolves to how many were listed: some may be gone for a while, since the list
   * lags behind. Harmless when repeated.
   */
  forget(whose: Whose): Promise<number>;
}

export interface Whose {
  userId: string;
  /** Of workflows from before they carried their person. */
  workflowIds: AsyncIterable<string[]>;
}

export interface Erasures {
  /** Starts it, unless it runs: nothing of it is told then. Throws UNAVAILABLE. */
  start(erasureId: string): Promise<void>;
  /** The same, and one that waits looks again. Throws UNAVAILABLE. */
  wake(erasureId: string): Promise<void>;
}
