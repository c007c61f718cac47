// A file that somebody brought: what would come of it, until they say that it shall.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { own, personalColumns } from '../kernel/row-security.ts';
import type { Found } from './found.ts';
import type { Report, Result } from './report.ts';
import { SOURCES } from './sources.ts';

export const AccountImport = defineEntity({
  name: 'AccountImport',
  tableName: 'account_imports',
  properties: {
    ...personalColumns,
    source: p.enum(SOURCES),
    /** What was read; null once it was applied. */
    found: p.json<Found>().nullable(),
    report: p.json<Report>(),
    result: p.json<Result>().nullable(),
    appliedAt: instant().nullable(),
  },
  indexes: [{ properties: ['orgId', 'userId', 'createdAt', 'id'] }, { properties: ['createdAt'] }],
  ...own,
});

export type AccountImport = InferEntity<typeof AccountImport>;
