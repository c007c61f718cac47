// The columns of the outbox: what is mailed, the links in mails, and who is written to no more.
import { Email, EmailLink, EmailSuppression } from '../../emails/email.entity.ts';
import { describe, inner, personal, plain, secret } from './entry.ts';

const SEALED = 'its address and its words are sealed, and gone once it was sent';
const OF_OTHERS = 'of a mail to somebody else it would tell whether they have an account, or want no mails';
const A_HASH = 'a keyed hash, of which nobody can tell the address';

export const emails = describe(Email, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    id: plain,
    userId: personal,
    kind: inner(OF_OTHERS),
    state: inner(OF_OTHERS),
    reason: inner(OF_OTHERS),
    sealed: secret(SEALED),
    addressHashes: secret(A_HASH),
    attempt: inner(OF_OTHERS),
    unclear: inner(OF_OTHERS),
    validUntil: plain,
    createdAt: plain,
    claimedAt: inner(OF_OTHERS),
    endedAt: inner(OF_OTHERS),
  },
});

export const emailLinks = describe(EmailLink, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    hash: secret('whoever has the token could act as the person'),
    kind: plain,
    userId: personal,
    email: personal,
    registration: secret('of an account that there is not yet'),
    createdAt: plain,
    expiresAt: plain,
    usedAt: inner(OF_OTHERS),
  },
});

export const emailSuppressions = describe(EmailSuppression, {
  whose: 'nobody',
  rows: 'kept',
  kept: 'an end of notices: as long as the database',
  columns: {
    addressHash: inner(A_HASH),
    scope: inner(A_HASH),
    reason: inner(A_HASH),
    createdAt: inner(A_HASH),
  },
});
