// The columns of what was proposed on a person's behalf: their words, and what would become of them.
import { Proposal } from '../../proposals/proposal.entity.ts';
import { describe, ofAPerson, personal, plain } from './entry.ts';

export const proposals = describe(Proposal, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    ...ofAPerson,
    via: plain,
    tool: plain,
    input: personal,
    would: personal,
    foreseen: personal,
    state: plain,
    expiresAt: plain,
    decidedAt: plain,
    result: personal,
  },
});
