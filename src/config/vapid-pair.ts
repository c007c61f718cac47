// Whether the two keys of Web Push belong together: with a pair that does not, every push is refused, and only then.
import { createECDH } from 'node:crypto';

/** Both base64url; null for what is no private key of P-256. */
export function publicKeyOf(privateKey: string): string | null {
  if (!/^[\w-]{43}$/.test(privateKey)) return null;
  const curve = createECDH('prime256v1');
  try {
    curve.setPrivateKey(privateKey, 'base64url');
  } catch {
    return null;
  }
  return curve.getPublicKey('base64url');
}

interface Settings {
  VAPID_PUBLIC_KEY?: string | undefined;
  VAPID_PRIVATE_KEY?: string | undefined;
}

/** Throws RangeError with a sentence that names the variable at fault and never its value. */
export function requireVapidPair({
  VAPID_PUBLIC_KEY: publicKey,
  VAPID_PRIVATE_KEY: privateKey,
}: Settings): void {
  if (publicKey !== undefined && privateKey !== undefined && publicKeyOf(privateKey) !== publicKey)
    throw new RangeError('VAPID_PRIVATE_KEY does not belong to VAPID_PUBLIC_KEY');
}
