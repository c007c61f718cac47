// Organisations and who belongs to them. A person who registers alone gets an organisation of their own.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

const orgId = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const userId = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const identityAll = { name: 'identity_all', roles: ['flux_identity'], using: 'true', check: 'true' };
const systemAll = { name: 'system_all', roles: ['flux_system'], using: 'true', check: 'true' };

export const Org = defineEntity({
  name: 'Org',
  tableName: 'orgs',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    kind: p.enum(['personal', 'team'] as const),
    createdAt: p.datetime().columnType('timestamptz(3)').defaultRaw('now()'),
  },
  rowLevelSecurity: 'force',
  policies: [
    {
      name: 'own_org',
      command: 'select',
      roles: ['flux_tenant'],
      using: `id = ${orgId} and (select app_is_member() as "app_is_member")`,
    },
    identityAll,
    systemAll,
  ],
});

export const Member = defineEntity({
  name: 'Member',
  tableName: 'members',
  properties: {
    orgId: p.uuid().primary(),
    userId: p.uuid().primary(),
    role: p.enum(['owner', 'admin', 'member'] as const),
    createdAt: p.datetime().columnType('timestamptz(3)').defaultRaw('now()'),
  },
  indexes: [{ properties: ['userId', 'orgId'] }],
  rowLevelSecurity: 'force',
  policies: [
    // Only the own memberships: app_is_member() reads through this policy, so it must not ask for membership itself.
    {
      name: 'own_memberships',
      command: 'select',
      roles: ['flux_tenant'],
      using: `user_id = ${userId} and org_id = ${orgId}`,
    },
    identityAll,
    systemAll,
  ],
});

export type Org = InferEntity<typeof Org>;
export type Member = InferEntity<typeof Member>;
