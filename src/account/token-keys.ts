// The keys that are derived from TOKEN_SECRET, one for each purpose, and from the secret before it while it rotates.
import { createSecretKey, hash, hkdfSync, type KeyObject } from 'node:crypto';

export interface TokenSecrets {
  /** TOKEN_SECRET: signs and derives. */
  secret: string;
  /** TOKEN_SECRET_OLD: what it made still counts. */
  oldSecret?: string | undefined;
}

/** HKDF-SHA-256 (RFC 5869): 32 bytes for this purpose alone. The key in use comes first. */
export function deriveKeys({ secret, oldSecret }: TokenSecrets, purpose: string): KeyObject[] {
  const secrets = oldSecret === undefined ? [secret] : [secret, oldSecret];
  return secrets.map((one) => createSecretKey(new Uint8Array(hkdfSync('sha256', one, '', purpose, 32))));
}

/** SHA-256 of a token of 256 random bits, base64url: what is stored of it. */
export const hashOf = (token: string): string => hash('sha256', token, 'base64url');
