// Organisations, who belongs to them and who is invited. Whoever registers gets an organisation of their own.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import {
  actor,
  also,
  forTenant,
  identityAll,
  ofTheOrganisation,
  sharedWithMembers,
} from '../kernel/row-security.ts';
import { ORG_KINDS } from './org-view.ts';
import { INVITED_ROLES, ROLES } from './roles.ts';

const isHere = `org_id = ${actor.orgId}`;
/** Of a row of `members`: only owners touch owners. */
const manages = `(${actor.role} = 'owner' or ${actor.role} = 'admin' and role <> 'owner')`;

export const Org = defineEntity({
  name: 'Org',
  tableName: 'orgs',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    kind: p.enum(ORG_KINDS),
    createdAt: instant().defaultRaw('now()'),
  },
  ...also(
    sharedWithMembers({ name: 'own_org', column: 'id' }),
    // Every member may hold the row, which takes a right to change it; only managers may change it.
    {
      name: 'rename_own_org',
      command: 'update',
      ...forTenant,
      using: `id = ${actor.orgId} and ${actor.isMember}`,
      check: `id = ${actor.orgId} and ${actor.isManager}`,
    },
    identityAll,
  ),
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
  indexes: [{ properties: ['userId', 'orgId'] }, { properties: ['createdAt'] }],
  // app_role() reads this table with the rights of flux_identity: no policy asks itself.
  ...also(
    sharedWithMembers({ name: 'fellow_members', column: 'org_id' }),
    {
      name: 'change_role',
      command: 'update',
      ...forTenant,
      using: `${isHere} and ${manages}`,
      check: `${isHere} and ${manages}`,
    },
    {
      name: 'remove_or_leave',
      command: 'delete',
      ...forTenant,
      using: `${isHere} and (user_id = ${actor.userId} or ${manages})`,
    },
    identityAll,
  ),
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
    { properties: ['invitedBy'] },
    { properties: ['acceptedBy'] },
    { properties: ['email'] },
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
  ...also(ofTheOrganisation({ name: 'managers_only' }), identityAll),
});

export type Org = InferEntity<typeof Org>;
export type Member = InferEntity<typeof Member>;
export type Invitation = InferEntity<typeof Invitation>;
