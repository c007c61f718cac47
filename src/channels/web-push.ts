// Sends browser notifications: web-push builds the encrypted request, our guarded client sends it.
import { createHash } from 'node:crypto';
import webpush from 'web-push';
import { codeOfNeverArrived } from './never-arrived.ts';
import type { Failure, Refused, SendOutcome } from './outcome.ts';
import { acceptPushEndpoint } from './push-endpoint.ts';
import { fitPushPayload, type PushPayload } from './push-payload.ts';
import { createPushPost } from './push-post.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { TellOperator } from './tell-operator.ts';
import { createVapidSigner, type VapidKeys } from './vapid.ts';

export interface WebPushOptions {
  vapid: VapidKeys;
  allowedHosts: readonly string[];
  extraAllowedOrigins: readonly string[];
  /** For the whole request; 5,000 unless told. */
  timeoutMs?: number;
  /** Hears of every refusal. */
  tell?: TellOperator;
}

/** As the browser gave it: base64url keys (RFC 8291). */
export interface PushSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface PushDelivery {
  /** How long the service keeps it for a device that is off: the remaining life of the reminder. */
  ttlSeconds: number;
  /**
   * Any text; a message of the same topic replaces one not yet delivered, so a repeated send shows once. Sent as a
   * hash.
   */
  topic: string;
  urgency: 'very-low' | 'low' | 'normal' | 'high';
}

/** gone: nothing will ever arrive by this subscription, delete it. `code` and `detail` say why. */
export type PushOutcome = SendOutcome | { kind: 'gone'; code: 'gone' | 'other_key'; detail: string };

export interface WebPushChannel {
  /**
   * One request. There is no look-up: after unknown send again with the same topic. `externalId`: a hash of endpoint
   * and topic, the same for every send of one message to one device (the service's own id is a URL that can cancel
   * the message).
   */
  send(subscription: PushSubscription, payload: PushPayload, delivery: PushDelivery): Promise<PushOutcome>;
}

/** @throws when the VAPID keys or subject are not valid. */
export function createWebPush(options: WebPushOptions): WebPushChannel {
  const authorize = createVapidSigner(options.vapid);
  const post = createPushPost({
    trustedOrigins: options.extraAllowedOrigins,
    timeoutMs: options.timeoutMs ?? 5_000,
  });

  return {
    async send({ endpoint, keys }, payload, delivery) {
      const accepted = acceptPushEndpoint(endpoint, options);
      if ('refused' in accepted)
        return refused(accepted.refused, 'contact', 'The push endpoint is not allowed');
      const text = fitPushPayload(payload);
      if (text === null) return refused('payload_too_large', 'rejected', 'The notification is too large');

      const { href } = accepted;
      const topic = hash(delivery.topic).slice(0, 32);
      const encrypted = encrypt({ endpoint: href, keys }, text, {
        headers: { Authorization: authorize(new URL(href).origin) },
        TTL: Math.max(0, Math.ceil(delivery.ttlSeconds)),
        topic,
        urgency: delivery.urgency,
      });
      if (encrypted === null)
        return refused('bad_keys', 'contact', 'The keys of the subscription are not valid');

      try {
        const { status, retryAfter } = await post(href, encrypted.headers, encrypted.body);
        if (status >= 200 && status < 300) return { kind: 'sent', externalId: hash(`${href} ${topic}`) };
        if (status === 404 || status === 410)
          return { kind: 'gone', code: 'gone', detail: 'The subscription has ended' };
        const failure = failureOfStatus(status, parseRetryAfter(retryAfter));
        options.tell?.('push', failure);
        return isOfAnotherKey(status, href)
          ? { kind: 'gone', code: 'other_key', detail: 'The subscription belongs to another VAPID key' }
          : failure;
      } catch (error) {
        return failureOfNetwork(error);
      }
    },
  };
}

function encrypt(subscription: PushSubscription, text: string, options: webpush.RequestOptions) {
  try {
    return webpush.generateRequestDetails(subscription, text, options);
  } catch {
    // The keys come from the browser; only here does it show that they are no point on the curve.
    return null;
  }
}

/** RFC 8292 4.2. Apple answers so to a token that it cannot use, such as one of a clock that is wrong. */
const isOfAnotherKey = (status: number, href: string): boolean =>
  status === 403 && !new URL(href).hostname.endsWith('.push.apple.com');

/** RFC 8030 5 and 8.4; 400, 401 and Apple's 403 speak of our keys and headers, never of the subscription. */
function failureOfStatus(status: number, retryAfterMs: number | null): Failure {
  if (status === 429) {
    return {
      ...refused('HTTP_429', 'busy', 'The push service wants fewer messages'),
      permanent: false,
      retryAfterMs,
    };
  }
  if (status >= 500 || status === 408) {
    return { kind: 'unknown', detail: `The push service answered with status ${status}`, retryAfterMs };
  }
  const reason = status === 413 ? 'rejected' : 'configuration';
  return refused(`HTTP_${status}`, reason, `The push service refused the message with status ${status}`);
}

function failureOfNetwork(error: unknown): Failure {
  const code = codeOfNeverArrived(error);
  if (code === null) {
    return { kind: 'unknown', detail: 'No answer came from the push service', retryAfterMs: null };
  }
  return { kind: 'unreachable', detail: `The push service could not be reached (${code})` };
}

function refused(code: string, reason: Refused['reason'], detail: string): Refused {
  return { kind: 'refused', code, reason, detail, permanent: true, retryAfterMs: null };
}

const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
