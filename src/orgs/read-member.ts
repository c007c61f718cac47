// Reads who belongs to an organisation.
import type { Ctx } from '../kernel/context.ts';
import { cursorAfterId, idBehind } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
import { pageOf } from '../kernel/page.ts';
import { callFunction } from '../kernel/sql.ts';
import { Member } from './org.entity.ts';
import { readOrg } from './read-org.sql.ts';
import type { Role } from './roles.ts';

export interface MemberView {
  userId: string;
  name: string | null;
  /** Null for whoever may not see it, and for people without one. */
  email: string | null;
  role: Role;
  joinedAt: Date;
}

/**
 * In the order in which their accounts were made. `after`: the cursor of the page before. Throws NOT_FOUND and
 * BAD_REQUEST.
 */
export async function listMembers(
  ctx: Ctx,
  input: { limit: number; after: string | null },
): Promise<{ members: MemberView[]; nextCursor: string | null }> {
  await readOrg(ctx);
  const after = idBehind(input.after);
  const members = await ctx.em.find(
    Member,
    { orgId: ctx.orgId, ...(after !== null && { userId: { $gt: after } }) },
    { orderBy: { userId: 'asc' }, limit: input.limit + 1 },
  );
  const page = pageOf(members, input.limit, (last) => cursorAfterId(last.userId));
  return { members: await viewMembers(ctx, page.rows), nextCursor: page.nextCursor };
}

/** The row itself, for verbs. Throws NOT_FOUND. */
export async function findMember(ctx: Ctx, userId: string): Promise<Member> {
  const member = await ctx.em.findOne(Member, { orgId: ctx.orgId, userId });
  if (!member) throw new FluxError('NOT_FOUND');
  return member;
}

/**
 * Adds what stands in rows that are not the reader's: a function of the database gives names to members, and addresses
 * to managers.
 */
export async function viewMembers(
  ctx: Ctx,
  members: Pick<Member, 'userId' | 'role' | 'createdAt'>[],
): Promise<MemberView[]> {
  const people = await callFunction<Described>(
    ctx,
    'describe_members',
    `{${members.map(({ userId }) => userId).join(',')}}`,
  );
  return members.map(({ userId, role, createdAt }) => {
    const person = people.find(({ user_id }) => user_id === userId);
    return { userId, name: person?.name ?? null, email: person?.email ?? null, role, joinedAt: createdAt };
  });
}

interface Described {
  user_id: string;
  name: string | null;
  email: string | null;
}
