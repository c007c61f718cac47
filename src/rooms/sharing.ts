// Who of an organisation may do what in somebody's room, as data. The policies of the tables say the same.
import type { Role as OrgRole } from '../orgs/roles.ts';

/** What a room may be for somebody who does not own it. A viewer reads; a participant begins sessions and posts. */
export const SHARES = ['none', 'viewer', 'participant'] as const;
export type Share = (typeof SHARES)[number];

/** What somebody is in a room. */
export const ROOM_ROLES = ['owner', 'participant', 'viewer'] as const;
export type RoomRole = (typeof ROOM_ROLES)[number];

export interface Sharing {
  /** For every member of the organisation. */
  membersMay: Share;
  /** For its owners and admins, who may at least what members may. */
  managersMay: Share;
}

/** Null for whoever the room is not there for. */
export function roomRoleOf(
  { userId, membersMay, managersMay }: Sharing & { userId: string },
  who: { userId: string; role: OrgRole },
): RoomRole | null {
  if (userId === who.userId) return 'owner';
  const shares = who.role === 'member' ? [membersMay] : [membersMay, managersMay];
  if (shares.includes('participant')) return 'participant';
  return shares.includes('viewer') ? 'viewer' : null;
}
