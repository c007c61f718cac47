// The texts under which people consent, each with its version: the ledger says which one was shown. Other words are
// another version.

/** By id. What is no longer shown stays, for the lines that name it. */
export const WORDINGS = {
  'code/1': 'Send a one-time code to a phone number',
  'number/1':
    'Proves the number with the code that was sent to it. From then on reminders may call it, until calls are switched off.',
  'whatsapp-on/1': 'Agree to reminders on WhatsApp',
  'whatsapp-off/1': 'No more WhatsApp messages',
  'channels/1': 'Each by itself. WhatsApp on is the consent to be written to, and needs a verified number.',
  'phone-off/1':
    'Take the verified number back, in all organisations: no more WhatsApp messages, and no calls',
  'push/1': 'Notify this browser, until the session ends or somebody else subscribes on it',
  'onboarding-phone/1':
    'Where a notification is not enough I can write on WhatsApp and call. What is your number, with the country code? I send a code to it. Or say skip.',
  'onboarding-whatsapp/1': 'May I write reminders to you on WhatsApp?',
  'reply-stop/1': 'Reply STOP to end it.',
  'reply-start/1': 'Reply START to have them again.',
  'safety-lift/1': 'I am safe: start reminders and coaching again',
} as const;

export type Wording = keyof typeof WORDINGS;

/** Null for a version that this process does not know yet. */
export const wordingOf = (id: string | null): { id: string; text: string | null } | null =>
  id === null ? null : { id, text: (WORDINGS as Record<string, string>)[id] ?? null };
