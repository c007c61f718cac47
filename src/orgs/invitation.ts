// What an invitation looks like to those who manage it, and how its token is kept.
import { createHash } from 'node:crypto';
import type { Invitation } from './org.entity.ts';

export interface InvitationView {
  id: string;
  email: string;
  role: Invitation['role'];
  /** The person's id. */
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
}

export const viewInvitation = (invitation: InvitationView): InvitationView => ({
  id: invitation.id,
  email: invitation.email,
  role: invitation.role,
  invitedBy: invitation.invitedBy,
  createdAt: invitation.createdAt,
  expiresAt: invitation.expiresAt,
});

/** SHA-256 (hex): a token of 256 random bits needs no salt and no slow hash. */
export const hashInvitationToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');
