// The columns of erasure itself: while one waits or runs, and what is left of it.
import { ErasedPerson, Erasure, RestingMember, Suppression } from '../erasure.entity.ts';
import { describe, inner, personal, plain, type Column } from './entry.ts';

const receipt: Column = {
  ...inner('it stands in the receipt'),
  erasure: { kept: 'what was erased when, in numbers and of nobody: the receipt' },
};
const nulled = (column: Column): Column => ({ ...column, erasure: 'nulled' });

export const erasures = describe(Erasure, {
  whose: 'user_id',
  rows: 'kept',
  columns: {
    id: receipt,
    userId: nulled(personal),
    state: receipt,
    createdAt: receipt,
    beginsAt: receipt,
    begunAt: receipt,
    finishedAt: receipt,
    homeOrgId: nulled(inner('where the person was at home')),
    orgIds: nulled(inner('where the person had anything')),
    receiptHash: receipt,
    counts: receipt,
    copiesAfter: nulled(inner('how far the deletion at a provider is')),
  },
});

export const restingMembers = describe(RestingMember, {
  whose: 'user_id',
  rows: 'deleted',
  kept: 'until the erasure begins, or is taken back',
  columns: { orgId: plain, userId: personal, role: plain, createdAt: plain },
});

export const erasedPeople = describe(ErasedPerson, {
  whose: 'nobody',
  rows: 'kept',
  columns: {
    hash: inner('a keyed hash of the id of somebody who is not there any more'),
    erasedAt: inner('when they were erased'),
  },
});

export const suppressions = describe(Suppression, {
  whose: 'nobody',
  rows: 'kept',
  kept: 'for ever: a STOP outlives the account that said it',
  columns: {
    hash: inner('a keyed hash of a number, which leads back to nobody'),
    createdAt: inner('when the account was erased that had said STOP'),
  },
});
