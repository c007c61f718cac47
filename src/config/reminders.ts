// How patient reminders are with providers, and how quick a person may make them.
import { milliseconds, whole } from './kinds.ts';
import { words } from './words.ts';

export const REMINDERS = {
  DISPATCH_SETTLE_MS: milliseconds()
    .default(45_000)
    .register(words, {
      what:
        'How long a send of unknown outcome may still turn up at the provider before it is repeated. ' +
        'Shorter risks doubles.',
      unit: 'ms',
    }),
  PROVIDER_TIMEOUT_MS: milliseconds(1).default(5_000).register(words, {
    what: 'How long one request to a provider may take.',
    unit: 'ms',
  }),
  REMINDER_SPREAD_MS: whole(0, 60_000)
    .default(60_000)
    .register(words, {
      what:
        'Over how much time reminders are spread that are due at once, a minute at most. ' +
        'None comes early, more than a tenth of its lead late, or after the minute in which it is due.',
      unit: 'ms',
    }),
  MIN_ESCALATION_WINDOW_MS: milliseconds().default(60_000).register(words, {
    what: 'The shortest escalation window that a person may choose. `npm run dev` lowers it to a second.',
    unit: 'ms',
  }),
};
