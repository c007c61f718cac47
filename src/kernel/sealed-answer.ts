// Seals a stored answer so that only who holds both the server's secret and the client's own key can read it.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Person } from './context.ts';

/** An answer as it went out; `body` is the text itself, so that a replay is the same to the byte. Null: no body. */
export interface Answer {
  status: number;
  body: string | null;
  etag?: string | undefined;
  location?: string | undefined;
}

/** Whose answer to what. `fingerprint` is authenticated along: an answer moved to another request does not open. */
export interface Seal extends Person {
  secret: string;
  key: string;
  fingerprint: string;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM (NIST SP 800-38D): nonce, tag, ciphertext. A database dump shows the length of an answer and nothing
 * else.
 */
export function sealAnswer(seal: Seal, answer: Answer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyOf(seal), nonce).setAAD(Buffer.from(seal.fingerprint));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Null for what was sealed otherwise, or is damaged. */
export function openAnswer(seal: Seal, sealed: Uint8Array): Answer | null {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, keyOf(seal), nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(seal.fingerprint))
      .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = [decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
    return JSON.parse(Buffer.concat(opened).toString('utf8')) as Answer;
  } catch {
    return null;
  }
}

/** RFC 5869, the client's key as salt. */
function keyOf({ orgId, userId, secret, key }: Seal): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, key, `flux stored answer v1 ${orgId} ${userId}`, 32));
}
