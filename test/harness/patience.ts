// How long is waited for what happens by itself. It is no budget: whoever has it goes on at once, and a machine may be busy.

/** Less than a test has, so that what was waited for stands in the message. */
export const PATIENCE_MS = 120_000;

/** For `vi.waitFor` and `vi.waitUntil`; `expect.poll` has it by the configuration. */
export const PATIENCE = { timeout: PATIENCE_MS, interval: 50 };
