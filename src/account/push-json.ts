// What a browser that is notified looks like on the wire.
import { z } from '@hono/zod-openapi';
import { isPointOfP256 } from '../channels/push-keys.ts';
import { id, instant } from '../http/schemas.ts';
import type { KeptSubscription } from './keep-push-subscription.ts';

/** As `PushSubscription.toJSON()` of a browser gives it. */
export const pushSubscriptionInput = z.strictObject({
  endpoint: z.string().min(1).max(2048),
  expirationTime: z.number().nullable().optional(),
  keys: z.strictObject({
    p256dh: z
      .string()
      .max(128)
      .refine(isPointOfP256, 'must be 65 bytes in base64url, a point of the curve P-256')
      .describe('An uncompressed point of P-256.'),
    auth: base64url(16),
  }),
});

/** The address itself is a capability, so it is never given out again. */
export const pushSubscriptionJson = z
  .strictObject({ id, service: z.string().describe('Host name of the push service.'), created_at: instant })
  .openapi('PushSubscription');

export const presentPushSubscription = (
  subscription: KeptSubscription,
): z.infer<typeof pushSubscriptionJson> => ({
  id: subscription.id,
  service: new URL(subscription.endpoint).host,
  created_at: subscription.createdAt.toISOString(),
});

function base64url(bytes: number) {
  return z
    .string()
    .regex(/^[\w-]+={0,2}$/)
    .refine((text) => Buffer.from(text, 'base64url').length === bytes, `must be ${bytes} bytes in base64url`)
    .openapi({ minLength: Math.ceil((bytes * 4) / 3), maxLength: Math.ceil(bytes / 3) * 4 });
}
