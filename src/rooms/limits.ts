// How far a session of a room may go: data, with what holds where nothing is said, and what nobody can exceed.
import { z } from 'zod';

const bounded = (least: number, most: number, usual: number, what: string) =>
  z
    .int()
    .min(least)
    .max(most)
    .default(usual)
    .describe(`${what} At most ${most}; ${usual} where nothing is said.`);

/** Whichever is reached first ends the session, with a summary and its name as the reason. */
export const sessionLimits = z.strictObject({
  turns: bounded(1, 5000, 40, 'Turns of agents.'),
  tokens: bounded(1000, 5_000_000, 200_000, 'Tokens that went into models and came out of them.'),
  credits: bounded(1, 100_000, 500, 'Credits that its calls burned.'),
  minutes: bounded(1, 1440, 120, 'Minutes since it began.'),
  idle_minutes: bounded(1, 1440, 30, 'Minutes in which nobody says anything.'),
  same_speaker: bounded(1, 5, 1, 'Turns in a row that one agent may take, unless it is addressed.'),
});

export type SessionLimits = z.output<typeof sessionLimits>;
