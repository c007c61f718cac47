// What travels beside the arguments of starts, signals, updates and activities.

/** The id of the request that caused them, and nothing else. */
export const CORRELATION_HEADER = 'flux-correlation-id';
