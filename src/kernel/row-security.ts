// Who sees which rows, declared once for all tables: `npm run migrate` and the test of the catalogue hold it.
import { p, type PolicyDef } from '@mikro-orm/core';
import { instant } from './columns.ts';

/** Options of a table: whoever no policy lets in sees nothing, its owner included. */
export interface Protection {
  rowLevelSecurity: 'force';
  policies: PolicyDef[];
}

/** What a policy may ask of the transaction, written as PostgreSQL gives it back: the two are compared. */
export const actor = {
  orgId: `(select nullif(current_setting('app.org_id', true), '')::uuid as "nullif")`,
  userId: `(select nullif(current_setting('app.user_id', true), '')::uuid as "nullif")`,
  isMember: '(select app_is_member() as "app_is_member")',
  role: '(select app_role() as "app_role")',
  isManager: `(select app_role() as "app_role") in ('owner', 'admin')`,
};

/** The role of every transaction that acts for a person. */
export const forTenant = { roles: ['flux_tenant'] };

/** Rows for flux_system, which reconciles and deletes across organisations, and nobody else. */
export const system: Protection = {
  rowLevelSecurity: 'force',
  policies: [{ name: 'system_all', roles: ['flux_system'], using: 'true', check: 'true' }],
};

/** For the functions of flux_identity, which answer before anybody is known. */
export const identityAll: PolicyDef = {
  name: 'identity_all',
  roles: ['flux_identity'],
  using: 'true',
  check: 'true',
};

/** For the one of them that says when a person is busy, wherever that is; by its grant it reads times and no words. */
export const timesOfThePerson: PolicyDef = {
  name: 'times_of_the_person',
  command: 'select',
  roles: ['flux_identity'],
  using: `user_id = ${actor.userId}`,
};

/** For those that say which calls are a person's; by their grant they read ids alone. */
export const callsOfThePerson: PolicyDef = { ...timesOfThePerson, name: 'calls_of_the_person' };

/** Rows that nobody reads but those functions: no policy lets a person in. */
export const identity = also(system, identityAll);

const isOwn = `org_id = ${actor.orgId} and user_id = ${actor.userId}`;

/** Rows of one person in one organisation: theirs alone, and only while they belong to it. */
export const own = also(
  system,
  { name: 'own_rows', ...forTenant, using: isOwn, check: isOwn },
  { name: 'members_only', ...forTenant, type: 'restrictive', using: actor.isMember },
);

/** Rows that every member reads, and that nobody changes but by a further policy. `column`: of the organisation. */
export function sharedWithMembers(policy: { name: string; column: 'id' | 'org_id' }): Protection {
  const isShared = `${policy.column} = ${actor.orgId} and ${actor.isMember}`;
  return also(system, { name: policy.name, command: 'select', ...forTenant, using: isShared });
}

/** Rows of the organisation itself, which owners and admins read and change. */
export function ofTheOrganisation(policy: { name: string }): Protection {
  const isManaged = `org_id = ${actor.orgId} and ${actor.isManager}`;
  return also(system, { name: policy.name, ...forTenant, using: isManaged, check: isManaged });
}

/** `protection`, and what `further` policies allow or, where they are restrictive, forbid. */
export function also(protection: Protection, ...further: PolicyDef[]): Protection {
  return { ...protection, policies: [...protection.policies, ...further] };
}

/** The columns that every table of a person's own rows begins with. `id` is made by us, never by a client. */
export const personalColumns = {
  id: p.uuid().primary(),
  orgId: p.uuid(),
  userId: p.uuid(),
  createdAt: instant().defaultRaw('now()'),
};
