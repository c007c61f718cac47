// A browser subscribing: keys are made here, and the private one stays here, as in a browser.
import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import type { Device } from '../state.ts';
import type { World } from '../world.ts';

export interface PushSubscription {
  endpoint: string;
  expirationTime: null;
  /** base64url: a 65-byte P-256 point and 16 random bytes. */
  keys: { p256dh: string; auth: string };
}

/**
 * What pushManager.subscribe gives a page, and the device it belongs to. `number` puts the device on that phone;
 * `applicationServerKey` (base64url) makes it refuse every other sender.
 */
export function subscribe(
  world: World,
  wish: { number?: string | undefined; name?: string | undefined; applicationServerKey?: string | undefined },
): { device: Device; subscription: PushSubscription } {
  const privateKey = createECDH('prime256v1');
  const p256dh = privateKey.generateKeys('base64url', 'uncompressed');
  const auth = randomBytes(16).toString('base64url');
  const id = randomUUID();
  const device: Device = {
    id,
    number: wish.number === undefined ? null : world.phone(wish.number).number,
    name: wish.name ?? 'Browser',
    endpoint: `${world.url}/push/send/${id}`,
    applicationServerKey: wish.applicationServerKey ?? null,
    online: true,
    expired: false,
  };
  world.browserKeys.set(id, { privateKey, auth });
  world.state.devices.push(device);
  world.changed();
  return {
    device,
    subscription: { endpoint: device.endpoint, expirationTime: null, keys: { p256dh, auth } },
  };
}
