// Who sends: the VAPID header of RFC 8292, checked as a push service does.
import { importJWK, jwtVerify } from 'jose';
import type { Device } from '../state.ts';
import { PushRefusal } from './push-refusal.ts';

const LONGEST_LIFE_S = 24 * 60 * 60;

/** Throws PushRefusal: 401 without a header, 403 for one that does not hold. `now` is milliseconds since 1970. */
export async function checkVapid(header: string | undefined, device: Device, now: number): Promise<void> {
  if (header === undefined) throw new PushRefusal(401, 'no Authorization');
  const parsed = /^vapid\s+(.*)$/i.exec(header)?.[1] ?? '';
  const params = Object.fromEntries(
    [...parsed.matchAll(/\b([tk])=([\w.-]+)/g)].map(([, name, value]) => [name, value]),
  );
  const { t: token, k: key } = params;
  if (!token || !key) throw new PushRefusal(401, 'Authorization is not "vapid t=…, k=…"');
  if (device.applicationServerKey !== null && strip(device.applicationServerKey) !== key)
    throw new PushRefusal(403, 'not the key that this device subscribed to');
  const claims = await verify(token, key, new URL(device.endpoint).origin, now);
  if (claims.exp === undefined || claims.exp > now / 1000 + LONGEST_LIFE_S)
    throw new PushRefusal(403, 'exp is missing or more than 24 hours ahead');
  if (!/^(mailto:.+@.+|https:\/\/.+)/.test(claims.sub ?? ''))
    throw new PushRefusal(403, 'sub is neither mailto: nor https:');
}

async function verify(token: string, key: string, audience: string, now: number) {
  try {
    const { payload } = await jwtVerify(token, await importPoint(key), {
      algorithms: ['ES256'],
      audience,
      currentDate: new Date(now),
    });
    return payload;
  } catch (error) {
    throw new PushRefusal(
      403,
      `the token does not hold: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** An uncompressed P-256 point (base64url, 65 bytes) as a key. */
function importPoint(key: string) {
  const point = Buffer.from(key, 'base64url');
  if (point.length !== 65 || point[0] !== 4) throw new Error('k is not an uncompressed P-256 point');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  return importJWK({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, 'ES256');
}

function strip(key: string): string {
  return Buffer.from(key, 'base64').toString('base64url');
}
