// The columns of the outbox: what is mailed, the links in mails, and who is written to no more.
import { Email, EmailLink, EmailSuppression } from '../../emails/email.entity.ts';
import { describe, inner, personal, plain, secret } from './entry.ts';

const SEALED = 'its address and its words are sealed, and gone once it was sent';
const A_HASH = 'a keyed hash, of which nobody can tell the address';

export const emails = describe(Email, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    id: plain,
    userId: personal,
    kind: plain,
    state: plain,
    reason: plain,
    sealed: secret(SEALED),
    addressHashes: secret(A_HASH),
    attempt: plain,
    unclear: plain,
    validUntil: plain,
    createdAt: plain,
    claimedAt: plain,
    endedAt: plain,
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
    usedAt: plain,
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
