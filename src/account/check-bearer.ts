// Whether a token's bearer may still come in: looked at with every request, so that whoever was signed out is so at
// once.
import type { MikroORM } from '@mikro-orm/postgresql';
import { batched } from '../kernel/batch.ts';
import type { Notifications } from '../kernel/notifications.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { Role } from '../orgs/roles.ts';
import { keepStanding } from './kept-standing.ts';

export interface Bearer {
  userId: string;
  /** Null for an outside token. */
  sessionId: string | null;
  issuedAt: Date;
}

export interface Standing {
  /** The session lives, or the outside token is younger than the last sign-out everywhere. */
  is_alive: boolean;
  /** Null: does not belong to the organisation. */
  role: Role | null;
}

/**
 * `orgId` null names no organisation. An answer that lets somebody in may be up to 75 ms older than the question;
 * bearers that the database is asked for while a statement runs share the next.
 */
export function createCheckBearer(
  orm: MikroORM,
  endings: Notifications,
): (bearer: Bearer & { orgId: string | null }) => Promise<Standing> {
  const kept = keepStanding<Standing>(endings);
  const ask = batched(
    (bearers: (Bearer & { orgId: string | null })[]) =>
      callAsLogin<Standing & { holds_ms: number }>(
        orm,
        'standing_of_bearers',
        bearers.map(({ sessionId }) => sessionId),
        bearers.map(({ userId }) => userId),
        bearers.map(({ orgId }) => orgId),
        bearers.map(({ issuedAt }) => issuedAt),
      ),
    { max: 100 },
  );
  return async (bearer) => {
    const credential = nameOf(bearer);
    const known = kept.recall(credential);
    if (known) return known;
    const keep = kept.asking();
    const { holds_ms: holdsMs, ...standing } = await ask(bearer);
    const isIn = standing.is_alive && standing.role !== null;
    if (isIn) keep(credential, { userId: bearer.userId, answer: standing, holdsMs });
    return standing;
  };
}

/** All that the answer depends on. */
const nameOf = ({ userId, sessionId, orgId, issuedAt }: Bearer & { orgId: string | null }): string =>
  `${userId} ${sessionId ?? issuedAt.getTime()} ${orgId}`;
