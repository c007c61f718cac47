// What the receipt of an erasure is read with: made with a key of TOKEN_SECRET, since thirty days are all it is for.
import { createHmac, type KeyObject } from 'node:crypto';
import { deriveKeys, hashOf, type TokenSecrets } from '../account/token-keys.ts';

const keyed = (key: KeyObject, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');

/** What the receipt of an erasure is read with: by the secret in use first. Opaque, 256 bits. */
export const receiptTokens = (secrets: TokenSecrets, erasureId: string): string[] =>
  deriveKeys(secrets, 'flux erasure receipt v1').map((key) => keyed(key, erasureId));

/** The token whose hash is kept; undefined where it was made with a secret that is gone. */
export const receiptTokenOf = (secrets: TokenSecrets, { id, receiptHash }: Kept): string | undefined =>
  receiptTokens(secrets, id).find((token) => hashOf(token) === receiptHash);

interface Kept {
  id: string;
  receiptHash: string;
}
