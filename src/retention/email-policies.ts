// How long what belongs to mails stays: links, what was sent, and what is mailed no more.
import type { Policy } from './policies.ts';

export const EMAIL_POLICIES: readonly Policy[] = [
  {
    name: 'email-registrations',
    table: 'email_links',
    endedAt: 'expires_at',
    keep: '0',
    only: 'registration is not null',
    spoken: 'as long as its link is good',
    why: 'Name and hash of a password of somebody who never opened it: they have no account, and nobody looks for it.',
  },
  {
    name: 'email-links',
    table: 'email_links',
    endedAt: 'expires_at',
    keep: '7 days',
    why: 'They open nothing any more. A week to find out why somebody could not get in.',
  },
  {
    name: 'emails',
    table: 'emails',
    endedAt: 'ended_at',
    keep: '90 days',
    why: 'A quarter to answer for what was mailed, and to hear of a bounce. Address and content went when it was sent.',
  },
  {
    name: 'email-bounces',
    table: 'email_suppressions',
    endedAt: 'created_at',
    keep: '90 days',
    only: `scope <> 'notices'`,
    why: 'A mailbox that was closed may be open again, and who complained may need a new password. An end of notices stays.',
  },
];
