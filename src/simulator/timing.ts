// How long things take on the far side: lifelike for a person watching, next to nothing for tests.

export interface Timing {
  /** From accepted to sent, and from sent to delivered. */
  sentAfterMs: number;
  deliveredAfterMs: number;
  /** From delivered to read; null means that only a person who opens the thread or answers reads it. */
  readAfterMs: number | null;
  /** From accepted to ringing. */
  dialMs: number;
  /** A second of the call's own time-outs (ring, Gather, Pause) while a person could still act. */
  secondMs: number;
  /** The same second when nobody is there: mode no-answer, and a voicemail that is being spoken to. */
  unattendedSecondMs: number;
  /** Call seconds of ringing before voicemail picks up. */
  voicemailAfterSeconds: number;
  speechMsPerCharacter: number;
  /** How long a webhook may take: Twilio gives fifteen seconds. */
  webhookTimeoutMs: number;
}

export const lifelikeTiming: Timing = {
  sentAfterMs: 300,
  deliveredAfterMs: 500,
  readAfterMs: null,
  dialMs: 400,
  secondMs: 1000,
  unattendedSecondMs: 1000,
  voicemailAfterSeconds: 4,
  speechMsPerCharacter: 45,
  webhookTimeoutMs: 15_000,
};

/** For tests: whatever waits for a person keeps real seconds, so that no test depends on speed. */
export const quickTiming: Timing = {
  ...lifelikeTiming,
  sentAfterMs: 1,
  deliveredAfterMs: 1,
  readAfterMs: 1,
  dialMs: 1,
  unattendedSecondMs: 1,
  voicemailAfterSeconds: 1,
  speechMsPerCharacter: 0,
};
