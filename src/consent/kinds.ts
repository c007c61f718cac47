// What a line of the ledger of consent may be about, and say. Pure.

/**
 * number: whose it is. code: one that is sent to prove that. push, whatsapp, call: ways of reminders. night: quiet
 * hours. all: whatever is sent.
 */
export const CONSENT_CHANNELS = ['number', 'code', 'push', 'whatsapp', 'call', 'night', 'all'] as const;

/**
 * asked: a code. proven, lost: the number. given, ended: a way of reminders. changed: quiet hours. held, lifted: by the
 * crisis guard.
 */
export const CONSENT_KINDS = [
  'asked',
  'proven',
  'lost',
  'given',
  'ended',
  'changed',
  'held',
  'lifted',
] as const;
