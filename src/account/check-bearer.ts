// Whether a token's bearer may still come in: asked with every request, so that whoever was signed out or removed is so at once.
import type { MikroORM } from '@mikro-orm/postgresql';
import { batched } from '../kernel/batch.ts';
import { queryAsLogin } from '../kernel/sql.ts';

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
  role: 'owner' | 'admin' | 'member' | null;
}

/** Bearers that come while a statement runs share the next; `orgId` null names no organisation. */
export function createCheckBearer(
  orm: MikroORM,
): (bearer: Bearer & { orgId: string | null }) => Promise<Standing> {
  return batched(
    (bearers) =>
      queryAsLogin<Standing & Record<string, unknown>>(orm, {
        name: 'check_bearers',
        text: 'select * from check_bearers($1, $2, $3, $4)',
        values: [
          bearers.map(({ sessionId }) => sessionId),
          bearers.map(({ userId }) => userId),
          bearers.map(({ orgId }) => orgId),
          bearers.map(({ issuedAt }) => issuedAt),
        ],
      }),
    { max: 100 },
  );
}
