// The browser's part: opens the message (RFC 8291) and shows it as a notification, as a service worker would.
import { randomUUID } from 'node:crypto';
import { decrypt } from 'http_ece';
import { z } from 'zod';
import type { Device, Notification, PushDelivery } from '../state.ts';
import type { World } from '../world.ts';

export interface PushHeaders {
  ttlSeconds: number;
  topic: string | null;
  urgency: string;
}

/** What the app's service worker hands to showNotification. Chromium shows two actions and drops the rest. */
const payload = z.object({
  title: z.string(),
  body: z.string().default(''),
  tag: z.string().nullish(),
  actions: z
    .array(z.object({ action: z.string(), title: z.string() }))
    .default([])
    .transform((actions) => actions.slice(0, 2)),
  data: z.record(z.string(), z.unknown()).default({}),
  /** Shows nothing, and takes back what stands under the same tag. */
  clear: z.boolean().default(false),
});

/**
 * Records the delivery and shows its notification, or keeps it while the device is offline. A Topic replaces what has
 * not been delivered yet (RFC 8030, 5.4), a tag what is on the screen (Notifications API). What cannot be opened or
 * read becomes an error: a real service would have taken it too, and the browser dropped it.
 */
export function deliverPush(world: World, device: Device, headers: PushHeaders, body: Buffer): PushDelivery {
  const now = world.now();
  const content = open(world, device, body);
  const notification: Notification = {
    id: randomUUID(),
    deviceId: device.id,
    number: device.number,
    topic: headers.topic,
    tag: content?.tag ?? null,
    title: content?.title ?? '',
    body: content?.body ?? '',
    actions: content?.actions ?? [],
    data: content?.data ?? {},
    status: 'waiting',
    answer: null,
    at: now,
    expiresAt: now + headers.ttlSeconds * 1000,
  };
  const delivery: PushDelivery = {
    id: randomUUID(),
    deviceId: device.id,
    notificationId: notification.id,
    topic: headers.topic,
    tag: notification.tag,
    urgency: headers.urgency,
    ttlSeconds: headers.ttlSeconds,
    at: now,
  };
  world.state.deliveries.push(delivery);
  if (content?.clear) clear(world, notification);
  else if (content) {
    replace(
      world,
      (n) =>
        n.deviceId === device.id && n.status === 'waiting' && n.topic !== null && n.topic === headers.topic,
    );
    world.state.notifications.push(notification);
    if (device.online) show(world, notification);
  }
  world.changed();
  return delivery;
}

function clear(world: World, { deviceId, tag }: Notification): void {
  for (const n of world.state.notifications)
    if (n.deviceId === deviceId && n.tag === tag && (isVisible(n) || n.status === 'waiting'))
      n.status = 'cleared';
}

/** A device that comes back gets what waited for it and has not outlived its TTL. */
export function setOnline(world: World, device: Device, online: boolean): void {
  device.online = online;
  if (online)
    for (const n of world.state.notifications)
      if (n.deviceId === device.id && n.status === 'waiting') show(world, n);
  world.changed();
}

function show(world: World, notification: Notification): void {
  if (world.now() > notification.expiresAt) {
    notification.status = 'expired';
    return;
  }
  const { deviceId, tag } = notification;
  replace(world, (n) => n.deviceId === deviceId && tag !== null && n.tag === tag && isVisible(n));
  notification.status = 'shown';
}

function replace(world: World, fits: (notification: Notification) => boolean): void {
  for (const n of world.state.notifications) if (fits(n)) n.status = 'replaced';
}

export function isVisible(notification: Notification): boolean {
  return notification.status === 'shown' || notification.status === 'opened';
}

function open(world: World, device: Device, body: Buffer): z.infer<typeof payload> | null {
  const keys = world.browserKeys.get(device.id);
  try {
    if (!keys) throw new Error('the browser has no keys');
    const text = decrypt(body, { version: 'aes128gcm', privateKey: keys.privateKey, authSecret: keys.auth });
    return payload.parse(JSON.parse(text.toString('utf8')));
  } catch (error) {
    world.fail({ about: 'push', path: `/push/send/${device.id}`, detail: `not readable: ${String(error)}` });
    return null;
  }
}
