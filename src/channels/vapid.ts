// Identifies us to push services (RFC 8292), one signature per service and hour instead of one per push.
import webpush from 'web-push';

export interface VapidKeys {
  /** "mailto:" or "https:" URL under which the push service can reach an operator; Apple refuses localhost. */
  subject: string;
  /** base64url, 65 bytes. */
  publicKey: string;
  /** base64url, 32 bytes. */
  privateKey: string;
}

const REUSE_MS = 60 * 60 * 1000;
const LIFETIME_SECONDS = 12 * 60 * 60;
// Two of the services have a host name per region.
const MAX_AUDIENCES = 200;

/**
 * @returns the Authorization header for a push service's origin.
 * @throws where the keys or the subject are not valid, at once and not at the first push.
 */
export function createVapidSigner(keys: VapidKeys): (audience: string) => string {
  const signed = new Map<string, { header: string; reuseUntilMs: number }>();
  sign('https://example.invalid', keys, Date.now());

  return (audience) => {
    const nowMs = Date.now();
    const known = signed.get(audience);
    if (known !== undefined && nowMs < known.reuseUntilMs) return known.header;
    if (signed.size >= MAX_AUDIENCES) signed.clear();
    const header = sign(audience, keys, nowMs);
    signed.set(audience, { header, reuseUntilMs: nowMs + REUSE_MS });
    return header;
  };
}

function sign(audience: string, { subject, publicKey, privateKey }: VapidKeys, nowMs: number): string {
  const expires = Math.floor(nowMs / 1000) + LIFETIME_SECONDS;
  return webpush.getVapidHeaders(audience, subject, publicKey, privateKey, 'aes128gcm', expires)
    .Authorization;
}
