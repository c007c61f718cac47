// Who may do what in an organisation, as data. The policies of its tables say the same to the database.

export const ROLES = ['owner', 'admin', 'member'] as const;
export type Role = (typeof ROLES)[number];

/** What an invitation can make of somebody: ownership is passed on between members. */
export const INVITED_ROLES = ['admin', 'member'] as const;
export type InvitedRole = (typeof INVITED_ROLES)[number];

/** What concerns the organisation as a whole; seeing it and its members, and leaving, is open to every member. */
const MAY = {
  rename: ['owner', 'admin'],
  see_emails: ['owner', 'admin'],
  invite: ['owner', 'admin'],
  see_invitations: ['owner', 'admin'],
  revoke_invitations: ['owner', 'admin'],
  see_usage: ['owner', 'admin'],
  set_budget: ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

/** Whose membership a role may change or end, and which roles it may give. */
const MANAGES: Record<Role, readonly Role[]> = {
  owner: ['owner', 'admin', 'member'],
  admin: ['admin', 'member'],
  member: [],
};

export type Action = keyof typeof MAY;

/** Whether somebody with this role may do it. */
export function may(role: Role, action: Action): boolean {
  return MAY[action].some((allowed) => allowed === role);
}

/** Whether `role` may make a `to` of somebody who is a `from`, itself included. */
export function mayChangeRole(role: Role, from: Role, to: Role): boolean {
  return mayRemove(role, from) && MANAGES[role].includes(to);
}

/** Whether `role` may end the membership of somebody else who is a `target`. */
export function mayRemove(role: Role, target: Role): boolean {
  return MANAGES[role].includes(target);
}
