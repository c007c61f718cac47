// What makes a request repeatable: its client's key, and a mark that tells it from every other request under that key.
import { createHmac, hkdfSync } from 'node:crypto';
import { FluxError } from './errors.ts';

/** A request that its client made repeatable. */
export interface KeyedRequest {
  /** As the client sent it. */
  key: string;
  /** By the server's present secret first, then by those before it. */
  marks: readonly [Mark, ...Mark[]];
}

/** What tells a request from any other, for whoever holds the secret. */
export interface Mark {
  secret: string;
  fingerprint: string;
}

/** The header's value, or null without one. Throws BAD_REQUEST for anything but 1 to 255 printable ASCII characters. */
export function readKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (isKey(header)) return header;
  throw new FluxError('BAD_REQUEST', {
    fields: {
      errors: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' }],
    },
  });
}

/** Whether a request could have been made repeatable under it. */
export const isKey = (header: string): boolean => /^[\x20-\x7e]{1,255}$/.test(header);

/** What makes two requests the same one. `path`: with its query. */
export interface RequestParts {
  method: string;
  path: string;
  contentType: string | undefined;
  ifMatch: string | undefined;
  body: Uint8Array;
}

export interface MarkSecrets {
  tokenSecret: string;
  /** While the secret is being rotated: the one before, which still opens the answers of the last 48 hours. */
  tokenSecretOld?: string | undefined;
}

/** A request under its key, as `takeKey` asks for it. */
export function keyedRequest(
  { tokenSecret, tokenSecretOld }: MarkSecrets,
  key: string,
  parts: RequestParts,
): KeyedRequest {
  const older = tokenSecretOld === undefined ? [] : [markOf(tokenSecretOld, key, parts)];
  return { key, marks: [markOf(tokenSecret, key, parts), ...older] };
}

/**
 * The secret's id, a dot, and an HMAC-SHA-256 (hex) over the parts, under a key of the secret and the client's key: a
 * plain hash of a body would let a password in it be guessed out of a dump. No two lists of parts look alike to it.
 */
export function markOf(secret: string, key: string, parts: RequestParts): Mark {
  const { method, path, contentType, ifMatch, body } = parts;
  const head = JSON.stringify([method, path, contentType ?? null, ifMatch ?? null]);
  const secretId = createHmac('sha256', secret).update('flux secret id v1').digest('hex').slice(0, 8);
  const markKey = new Uint8Array(hkdfSync('sha256', secret, key, 'flux request fingerprint v1', 32));
  const code = createHmac('sha256', markKey).update(`${head}\n`).update(body).digest('hex');
  return { secret, fingerprint: `${secretId}.${code}` };
}
