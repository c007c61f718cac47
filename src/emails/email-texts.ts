// Every word that is mailed, in one place: plain English, and nothing of a person in a subject.
import type { EmailContents, EmailKind } from './email-contents.ts';
import { strangersWords } from './strangers-words.ts';

export interface EmailText {
  subject: string;
  /** Paragraphs before the link. */
  before: string[];
  /** Where it leads behind the links' address, with what it says; null: nowhere. */
  link: { says: string; path: string } | null;
  /** Paragraphs behind it. */
  after: string[];
}

type Write<Kind extends EmailKind> = (values: EmailContents[Kind]) => EmailText;

/** The token stands behind #: no server on the way, and no page that is linked from there, is told of it. */
const opening = (says: string, page: string, token: string) => ({
  says,
  path: `/links/${page}#token=${encodeURIComponent(token)}`,
});

const IGNORE = 'If this was not you, ignore this mail: nothing happens without the link.';
const NEVER_SHARE = 'Give the link to nobody. We never ask for it.';

const WRITE: { [Kind in EmailKind]: Write<Kind> } = {
  registration: ({ token }) => ({
    subject: 'Confirm your address',
    before: [
      'Somebody, we hope you, wants to use Flux with this address.',
      'Open the link within a day, and enter the password that you have chosen.',
    ],
    link: opening('Confirm my address', 'registration', token),
    after: [`${IGNORE} There is no account then.`],
  }),
  account_exists: () => ({
    subject: 'You have an account already',
    before: [
      'Somebody, maybe you, has tried to make an account with this address. There is one already, and nothing has changed.',
      'Sign in with the password that you know. If you have forgotten it, ask for a new one there.',
    ],
    link: null,
    after: ['If this was not you, you need not do anything.'],
  }),
  verification: ({ token }) => ({
    subject: 'Confirm your address',
    before: ['Open this link within a day to show that this address is yours.'],
    link: opening('Confirm my address', 'verification', token),
    after: [IGNORE],
  }),
  password_reset: ({ token }) => ({
    subject: 'Choose a new password',
    before: [
      'Somebody, we hope you, has forgotten the password of the account with this address.',
      'Open the link within an hour to choose a new one. You are then signed out everywhere.',
    ],
    link: opening('Choose a new password', 'reset', token),
    after: [`${IGNORE} Your password stays as it is.`, NEVER_SHARE],
  }),
  password_changed: () => ({
    subject: 'Your password was changed',
    before: [
      'The password of your account has just been changed by a link that we had mailed, and every session was ended.',
    ],
    link: null,
    after: [
      'API keys, and the address at which calendars read, go on: delete those that you do not know.',
      'If this was not you, ask for a new password at once, and change the password of this mailbox.',
    ],
  }),
  address_change: ({ token }) => ({
    subject: 'Confirm your new address',
    before: [
      'Open this link within a day, and your account moves to this address. Until then the one before counts.',
    ],
    link: opening('Use this address', 'change', token),
    after: [IGNORE],
  }),
  address_in_use: () => ({
    subject: 'You have an account already',
    before: [
      'Somebody, maybe you, wants to move an account to this address. An account has it already, so nothing has changed.',
    ],
    link: null,
    after: ['If this was not you, you need not do anything.'],
  }),
  address_changed: ({ token }) => ({
    subject: 'Your address was changed',
    before: [
      'Your account has just been moved to another address, and this one counts no more.',
      'If this was not you, take it back within two weeks: you choose a new password, everybody is signed out, and every API key ends.',
    ],
    link: opening('This was not me', 'take-back', token),
    after: ['If it was you, you need not do anything.', NEVER_SHARE],
  }),
  address_taken_back: () => ({
    subject: 'Your address counts again',
    before: [
      'Your account has this address and a new password again. Every session has ended, and with them every API key, every browser that was notified, and the address at which calendars read.',
    ],
    link: null,
    after: [
      'Somebody else may have had your account: look whether telephone number, reminders and organisations are as you left them, and change the password of this mailbox.',
    ],
  }),
  invitation: ({ token, organisation }) => ({
    subject: 'You are invited',
    before: [
      `You are invited to join “${strangersWords(organisation)}” on Flux. The invitation is good for seven days.`,
      'Sign in, or make an account, with this very address.',
    ],
    link: opening('Look at the invitation', 'invitation', token),
    after: ['If you expect none, ignore this mail.'],
  }),
  export_ready: () => ({
    subject: 'Your export is ready',
    before: ['Your export is ready. Sign in and enter your password to get it.'],
    link: null,
    after: ['If you have asked for none, sign out everywhere and choose a new password.'],
  }),
  new_device: ({ label, at }) => ({
    subject: 'A sign-in from somewhere new',
    before: [
      `Somebody, we hope you, has signed in to your account from a network that we do not know: ${
        label ?? 'an unknown program'
      }, on ${at.slice(0, 10)} at ${at.slice(11, 16)} UTC.`,
    ],
    link: null,
    after: ['If this was not you, choose a new password: that signs out everybody else.'],
  }),
};

export const textOf = <Kind extends EmailKind>(kind: Kind, values: EmailContents[Kind]): EmailText =>
  WRITE[kind](values);
