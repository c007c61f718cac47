// Signs a person in: a new session, its first refresh token, and an access token for the first ten minutes.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { queryAsLogin } from '../kernel/sql.ts';
import type { AccessTokens } from './access-token.ts';
import type { RefreshTokens } from './refresh-token.ts';
import { hashOf } from './token-keys.ts';

export interface SessionPorts {
  orm: MikroORM;
  tokens: AccessTokens;
  refreshTokens: RefreshTokens;
}

export interface SignedIn {
  person: Person;
  accessToken: string;
  refreshToken: string;
  refreshUntil: Date;
}

/** A session lives for 90 days at most, and ends after 30 without a refresh. `label`: see session-label.ts. */
export async function openSession(
  { orm, tokens, refreshTokens }: SessionPorts,
  person: Person,
  label: string | null,
): Promise<SignedIn> {
  const sessionId = newId();
  const refreshToken = refreshTokens.create();
  const [opened] = await queryAsLogin<{ until: Date }>(orm, {
    name: 'open_session',
    text: 'select open_session($1, $2, $3, $4) as until',
    values: [sessionId, person.userId, label, hashOf(refreshToken)],
  });
  const accessToken = await tokens.issue({ ...person, sessionId });
  return { person, accessToken, refreshToken, refreshUntil: opened!.until };
}
