// What a look of the reconciler leaves to the next one: where it had to stop, by kind.

/** Null: it came to the end. The schedule hands the last one to the next run. */
export type Positions = Record<string, string | null>;
