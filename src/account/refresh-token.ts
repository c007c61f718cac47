// Refresh tokens: 256 bits that mean nothing by themselves; each is good for one successor, and names it.
import { createHmac, randomBytes } from 'node:crypto';
import { deriveKeys, type TokenSecrets } from './token-keys.ts';

export interface RefreshTokens {
  /** The first one of a session, base64url. */
  create(): string;
  /**
   * What may follow a token: always the same, so that an answer that was lost can be given again although only hashes
   * are stored (HMAC-SHA-256, RFC 2104). The first is to be used; the second is what TOKEN_SECRET_OLD made of it.
   */
  successorsOf(token: string): string[];
}

export function createRefreshTokens(secrets: TokenSecrets): RefreshTokens {
  const keys = deriveKeys(secrets, 'flux refresh token v1');
  return {
    create: () => randomBytes(32).toString('base64url'),
    successorsOf: (token) => keys.map((key) => createHmac('sha256', key).update(token).digest('base64url')),
  };
}
