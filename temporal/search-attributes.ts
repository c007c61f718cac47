// What operators filter workflows by. Ids and kinds only: every operator can read them, and they are never encrypted.
import { defineSearchAttributeKey } from '@temporalio/common';

export const SEARCH_ATTRIBUTES = {
  org: defineSearchAttributeKey('FluxOrg', 'KEYWORD'),
  /** Whose it is: by it all runs of somebody are found whose account is erased. */
  person: defineSearchAttributeKey('FluxPerson', 'KEYWORD'),
  kind: defineSearchAttributeKey('FluxKind', 'KEYWORD'),
  dueAt: defineSearchAttributeKey('FluxDueAt', 'DATETIME'),
};
