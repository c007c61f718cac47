// The closed lists of a session: its kinds, why it ended, and what becomes of a turn.

/** room: a host says who speaks. direct: a talk with one agent. */
export const SESSION_KINDS = ['room', 'direct'] as const;

/** Why a session ended. All but the first four are limits. */
export const END_REASONS = [
  'stopped',
  'finished',
  'no_agents',
  'room_deleted',
  'safety_hold',
  'turns',
  'tokens',
  'credits',
  'minutes',
  'idle_minutes',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** post, stop: of a person. turn: of an agent. */
export const TURN_KINDS = ['post', 'stop', 'turn'] as const;

/**
 * open: said by a person, and no agent has heard it. claimed: an agent is to say something. interrupted: a person spoke
 * before it did, so it said nothing.
 */
export const TURN_STATES = ['open', 'heard', 'claimed', 'said', 'failed', 'interrupted'] as const;
