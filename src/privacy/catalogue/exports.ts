// The columns of what a person took along, and of what they brought.
import { AccountExport, AccountExportPart } from '../../exports/export.entity.ts';
import { AccountImport } from '../../imports/import.entity.ts';
import { describe, inner, ofAPerson, personal, plain, secret } from './entry.ts';

const HOW_FAR = inner('how far our own work is, and nothing that a person would take along');

const PIECES = inner('how a file is cut into pieces');

export const accountExports = describe(AccountExport, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    ...ofAPerson,
    state: plain,
    runningFor: HOW_FAR,
    attempt: HOW_FAR,
    entriesTotal: HOW_FAR,
    entriesDone: HOW_FAR,
    bytes: plain,
    sha256: plain,
    finishedAt: plain,
    linkHash: secret('whoever has the link could fetch the file'),
    linkExpiresAt: plain,
    linkUsedAt: plain,
    linkSessionId: plain,
  },
});

export const accountExportParts = describe(AccountExportPart, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    exportId: PIECES,
    number: PIECES,
    orgId: plain,
    userId: personal,
    createdAt: PIECES,
    content: {
      sort: 'personal',
      export: { not: 'an earlier export: what stands in it stands here as it is now' },
    },
  },
});

export const accountImports = describe(AccountImport, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    ...ofAPerson,
    source: plain,
    found: {
      sort: 'personal',
      export: { not: 'a file that the person has themselves, until it is applied' },
    },
    report: personal,
    result: plain,
    appliedAt: plain,
  },
});
