// Has mails delivered that are queued and that nobody works at: their start was lost, or what delivered them.
import { asSystem } from '../kernel/context.ts';
import { findUnsentEmails, type UnsentEmail } from './find-unsent-emails.sql.ts';
import { inPages } from './in-pages.ts';
import type { Kind } from './kind.ts';

export const unsentEmails: Kind = {
  name: 'unsent-emails',
  look: ({ orm, emailDeliveries, runs, log }, look) =>
    inPages<UnsentEmail>(look, {
      find: (after) => asSystem(orm, (em) => findUnsentEmails(em, after)),
      pick: (emails) => runs.emails(emails),
      revive: ({ emailId }) => emailDeliveries.revive(emailId),
      since: ({ at }) => at,
      failed: ({ emailId }, error) => log.warn({ err: error, email_id: emailId }, 'mail not taken up'),
    }),
};
