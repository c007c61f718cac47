// Who may do what in an organisation: the whole table, so that a change of it is seen.
import { expect, test } from 'vitest';
import { may, mayChangeRole, mayRemove, ROLES, type Action, type Role } from '../../../src/orgs/roles.ts';

test.each<[Action, Role[]]>([
  ['rename', ['owner', 'admin']],
  ['see_emails', ['owner', 'admin']],
  ['invite', ['owner', 'admin']],
  ['see_invitations', ['owner', 'admin']],
  ['revoke_invitations', ['owner', 'admin']],
])('%s: %j', (action, roles) => {
  expect(ROLES.filter((role) => may(role, action))).toEqual(roles);
});

test('who may make what of whom', () => {
  const changes = ROLES.flatMap((role) =>
    ROLES.flatMap((from) =>
      ROLES.filter((to) => mayChangeRole(role, from, to)).map((to) => `${role}: ${from} → ${to}`),
    ),
  );
  expect(changes).toEqual([
    'owner: owner → owner',
    'owner: owner → admin',
    'owner: owner → member',
    'owner: admin → owner',
    'owner: admin → admin',
    'owner: admin → member',
    'owner: member → owner',
    'owner: member → admin',
    'owner: member → member',
    'admin: admin → admin',
    'admin: admin → member',
    'admin: member → admin',
    'admin: member → member',
  ]);
});

test('who may remove whom', () => {
  const removals = ROLES.flatMap((role) =>
    ROLES.filter((target) => mayRemove(role, target)).map((target) => `${role} removes ${target}`),
  );
  expect(removals).toEqual([
    'owner removes owner',
    'owner removes admin',
    'owner removes member',
    'admin removes admin',
    'admin removes member',
  ]);
});
