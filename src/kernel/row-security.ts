// The row level security that every tenant table carries, declared once; `npm run migrate` and the catalogue test hold it.
import { p } from '@mikro-orm/core';

const orgId = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const userId = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const own = `org_id = ${orgId} and user_id = ${userId}`;

/**
 * Table options: forced row level security. `flux_tenant` sees only the rows of the person in the transaction,
 * and only while that person is a member of the organisation; `flux_system` (worker only) sees all.
 */
export const personal = {
  rowLevelSecurity: 'force' as const,
  policies: [
    { name: 'own_rows', roles: ['flux_tenant'], using: own, check: own },
    {
      name: 'members_only',
      type: 'restrictive' as const,
      roles: ['flux_tenant'],
      using: '(select app_is_member() as "app_is_member")',
    },
    { name: 'system_all', roles: ['flux_system'], using: 'true', check: 'true' },
  ],
};

/** The columns that every personal table begins with. `id` is made by us, never by a client. */
export const personalColumns = {
  id: p.uuid().primary(),
  orgId: p.uuid(),
  userId: p.uuid(),
  createdAt: p.datetime().columnType('timestamptz(3)').defaultRaw('now()'),
};
