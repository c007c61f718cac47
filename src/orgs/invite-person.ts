// Invites somebody by their e-mail address, whether or not they have an account: that is never looked up.
import { randomBytes } from 'node:crypto';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { holdOrg } from './hold-org.sql.ts';
import { hashInvitationToken, viewInvitation, type InvitationView } from './invitation.ts';
import { Invitation } from './org.entity.ts';
import type { OrgKind } from './org-view.ts';
import { readOrg } from './read-org.sql.ts';
import { may, type InvitedRole, type Role } from './roles.ts';

export interface NewInvitation {
  invitation: InvitationView;
  token: string;
  /** What the organisation is called. */
  organisation: string;
}

const MAX_OPEN = 100;
const VALID_MS = 7 * 24 * 3_600_000;

/**
 * `email`: trimmed and in lower case. The token is given out here and never again; an older invitation of the same
 * address ends. Throws NOT_FOUND, ORG_PERSONAL, ROLE_TOO_LOW and INVITATIONS_FULL.
 */
export async function invitePerson(
  ctx: Ctx,
  input: { email: string; role: InvitedRole },
): Promise<NewInvitation> {
  const org = await holdOrg(ctx);
  requireInviterOf(org);
  const now = new Date();
  const isUndecided = { orgId: ctx.orgId, acceptedAt: null, revokedAt: null };
  await ctx.em.nativeUpdate(Invitation, { ...isUndecided, email: input.email }, { revokedAt: now });
  if ((await ctx.em.count(Invitation, { ...isUndecided, expiresAt: { $gt: now } })) >= MAX_OPEN)
    throw new FluxError('INVITATIONS_FULL');

  const token = randomBytes(32).toString('base64url');
  const invitation = {
    ...input,
    id: newId(),
    orgId: ctx.orgId,
    createdAt: now,
    tokenHash: hashInvitationToken(token),
    invitedBy: ctx.userId,
    expiresAt: new Date(now.getTime() + VALID_MS),
  };
  await ctx.em.insert(Invitation, invitation);
  return { invitation: viewInvitation(invitation), token, organisation: org.name };
}

/** Throws NOT_FOUND, ORG_PERSONAL and ROLE_TOO_LOW, as `invitePerson` would. */
export async function requireInviter(ctx: Ctx): Promise<void> {
  requireInviterOf(await readOrg(ctx));
}

function requireInviterOf({ role, kind }: { role: Role; kind: OrgKind }): void {
  if (!may(role, 'invite')) throw new FluxError('ROLE_TOO_LOW');
  if (kind === 'personal') throw new FluxError('ORG_PERSONAL');
}
