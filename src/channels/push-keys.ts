// Whether a browser's key can be encrypted for at all: what is no point of the curve would fail at every send.
import { ECDH } from 'node:crypto';

/** `key`: base64url, 65 bytes. Also false for the right length off the curve, an attack on weak curves (RFC 8291 7). */
export function isPointOfP256(key: string): boolean {
  try {
    const point = Buffer.from(key, 'base64url');
    return (
      /^[\w-]+={0,2}$/.test(key) &&
      point.length === 65 &&
      point[0] === 4 &&
      ECDH.convertKey(point, 'prime256v1').length > 0
    );
  } catch {
    return false;
  }
}
