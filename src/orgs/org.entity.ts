// Organisations, who belongs to them and who is invited. A person who registers alone gets an organisation of their own.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { INVITED_ROLES, ROLES } from './roles.ts';

const orgId = `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`;
const userId = `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`;
const isMember = '(select app_is_member() as "app_is_member")';
const role = '(select app_role() as "app_role")';
const isManager = `${role} in ('owner', 'admin')`;
/** Of a row of `members`: only owners touch owners. */
const manages = `(${role} = 'owner' or ${role} = 'admin' and role <> 'owner')`;

const forTenant = { roles: ['flux_tenant'] };
const identityAll = { name: 'identity_all', roles: ['flux_identity'], using: 'true', check: 'true' };
const systemAll = { name: 'system_all', roles: ['flux_system'], using: 'true', check: 'true' };
const instant = () => p.datetime().columnType('timestamptz(3)');

export const Org = defineEntity({
  name: 'Org',
  tableName: 'orgs',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    kind: p.enum(['personal', 'team'] as const),
    createdAt: instant().defaultRaw('now()'),
  },
  rowLevelSecurity: 'force',
  policies: [
    { name: 'own_org', command: 'select', ...forTenant, using: `id = ${orgId} and ${isMember}` },
    // Every member may hold the row, which takes a right to change it; only managers may change it.
    {
      name: 'rename_own_org',
      command: 'update',
      ...forTenant,
      using: `id = ${orgId} and ${isMember}`,
      check: `id = ${orgId} and ${isManager}`,
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
    role: p.enum(ROLES),
    createdAt: instant().defaultRaw('now()'),
  },
  indexes: [{ properties: ['userId', 'orgId'] }],
  rowLevelSecurity: 'force',
  policies: [
    // app_role() reads this table with the rights of flux_identity: no policy asks itself.
    { name: 'fellow_members', command: 'select', ...forTenant, using: `org_id = ${orgId} and ${isMember}` },
    {
      name: 'change_role',
      command: 'update',
      ...forTenant,
      using: `org_id = ${orgId} and ${manages}`,
      check: `org_id = ${orgId} and ${manages}`,
    },
    {
      name: 'remove_or_leave',
      command: 'delete',
      ...forTenant,
      using: `org_id = ${orgId} and (user_id = ${userId} or ${manages})`,
    },
    identityAll,
    systemAll,
  ],
});

/** Open until it is accepted, revoked or expired. */
export const Invitation = defineEntity({
  name: 'Invitation',
  tableName: 'invitations',
  properties: {
    id: p.uuid().primary(),
    orgId: p.uuid(),
    createdAt: instant().defaultRaw('now()'),
    /** Trimmed and lower-cased; only who signs in with this address may accept. */
    email: p.text(),
    role: p.enum(INVITED_ROLES),
    /** SHA-256 (hex) of the token that the inviter passes on. */
    tokenHash: p.text().unique(),
    invitedBy: p.uuid(),
    expiresAt: instant(),
    acceptedAt: instant().nullable(),
    acceptedBy: p.uuid().nullable(),
    revokedAt: instant().nullable(),
  },
  indexes: [
    { properties: ['orgId', 'createdAt'] },
    {
      name: 'invitations_one_per_address',
      expression:
        'create unique index invitations_one_per_address on invitations (org_id, email) where accepted_at is null and revoked_at is null',
    },
    {
      name: 'invitations_ended',
      expression:
        'create index invitations_ended on invitations (least(accepted_at, revoked_at, expires_at))',
    },
  ],
  rowLevelSecurity: 'force',
  policies: [
    {
      name: 'managers_only',
      ...forTenant,
      using: `org_id = ${orgId} and ${isManager}`,
      check: `org_id = ${orgId} and ${isManager}`,
    },
    identityAll,
    systemAll,
  ],
});

export type Org = InferEntity<typeof Org>;
export type Member = InferEntity<typeof Member>;
export type Invitation = InferEntity<typeof Invitation>;
