// Whether a token's bearer may still come in: asked with every request, so that whoever was signed out is so at once.
import type { MikroORM } from '@mikro-orm/postgresql';
import { batched } from '../kernel/batch.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { Role } from '../orgs/roles.ts';

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

/** Bearers that come while a statement runs share the next; `orgId` null names no organisation. */
export function createCheckBearer(
  orm: MikroORM,
): (bearer: Bearer & { orgId: string | null }) => Promise<Standing> {
  return batched(
    (bearers) =>
      callAsLogin<Standing & Record<string, unknown>>(
        orm,
        'check_bearers',
        bearers.map(({ sessionId }) => sessionId),
        bearers.map(({ userId }) => userId),
        bearers.map(({ orgId }) => orgId),
        bearers.map(({ issuedAt }) => issuedAt),
      ),
    { max: 100 },
  );
}
