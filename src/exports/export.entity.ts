// What a person takes along: one row for each export, and its file in pieces, so that any process can give it out.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { also, identityAll, own, personalColumns } from '../kernel/row-security.ts';
import { EXPORT_STATES } from './export-view.ts';

export const AccountExport = defineEntity({
  name: 'AccountExport',
  tableName: 'account_exports',
  properties: {
    ...personalColumns,
    state: p.enum(EXPORT_STATES).default('running'),
    /** Whose it is, while it runs: a person has one at a time, in all their organisations. */
    runningFor: p.uuid().nullable(),
    /** Grows with each beginning: what an earlier attempt still writes is not taken. */
    attempt: p.integer().default(0),
    entriesTotal: p.integer().default(0),
    entriesDone: p.integer().default(0),
    /** Of the file, once it is done. */
    bytes: p.integer().nullable(),
    /** SHA-256 of the file, hex. */
    sha256: p.text().nullable(),
    finishedAt: instant().nullable(),
    /** SHA-256 of its latest link's token, base64url. */
    linkHash: p.text().nullable(),
    linkExpiresAt: instant().nullable(),
    linkUsedAt: instant().nullable(),
    /** The session that asked for the link, which ends with it. Null for people of an outside issuer. */
    linkSessionId: p.uuid().nullable(),
  },
  uniques: [
    { properties: ['orgId', 'userId', 'id'] },
    { properties: ['runningFor'] },
    { properties: ['linkHash'] },
  ],
  indexes: [
    { properties: ['orgId', 'userId', 'createdAt', 'id'] },
    { properties: ['createdAt'] },
    {
      name: 'account_exports_running',
      expression:
        "create index account_exports_running on account_exports (created_at, id) where state = 'running'",
    },
  ],
  // Which file a link opens is asked before anybody is known.
  ...also(own, identityAll),
});

/** A piece of the file. */
export const AccountExportPart = defineEntity({
  name: 'AccountExportPart',
  tableName: 'account_export_parts',
  properties: {
    orgId: p.uuid().primary(),
    userId: p.uuid().primary(),
    exportId: p.uuid().primary(),
    /** 0, 1, 2 … */
    number: p.integer().primary(),
    createdAt: instant().defaultRaw('now()'),
    content: p.blob(),
  },
  indexes: [{ properties: ['exportId'] }, { properties: ['createdAt'] }],
  ...own,
});

export type AccountExport = InferEntity<typeof AccountExport>;
