// What an organisation looks like to those who belong to it, and how the functions of the database give it.
import type { Role } from './roles.ts';

/** Personal: of one person alone. Nobody joins it, and nobody leaves it. */
export const ORG_KINDS = ['personal', 'team'] as const;
export type OrgKind = (typeof ORG_KINDS)[number];

export interface OrgView {
  id: string;
  name: string;
  kind: OrgKind;
  /** Of the person who looks. */
  role: Role;
  createdAt: Date;
}

/** As the database gives it: a moment is text there. */
export interface OrgRow extends Omit<OrgView, 'createdAt'> {
  created_at: string;
}

export const viewOrg = ({ created_at: createdAt, ...org }: OrgRow): OrgView => ({
  ...org,
  createdAt: new Date(createdAt),
});
