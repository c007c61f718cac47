// The REST door of the browsers that a person is notified on.
import { z } from '@hono/zod-openapi';
import type { PushEndpointRules } from '../channels/push-endpoint.ts';
import { WORDINGS } from '../consent/wordings.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import { byId } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { presentPushSubscription, pushSubscriptionInput, pushSubscriptionJson } from './push-json.ts';
import { listPushSubscriptions } from './list-push-subscriptions.ts';
import { subscribePush } from './subscribe-push.ts';
import { unsubscribePush } from './unsubscribe-push.ts';

export interface PushPorts extends OncePorts {
  pushRules: PushEndpointRules;
  /** base64url. */
  vapidPublicKey: string;
}

export const listSubscriptions = endpoint(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/account/push-subscriptions',
    operationId: 'listPushSubscriptions',
    summary: 'The browsers that are notified',
    responses: {
      200: answer('Oldest first.', z.strictObject({ push_subscriptions: z.array(pushSubscriptionJson) })),
    },
  },
  (ports: PushPorts) => async (c) => {
    const subscriptions = await asPerson(ports, c.var.person, listPushSubscriptions);
    return c.json({ push_subscriptions: subscriptions.map(presentPushSubscription) }, 200);
  },
);

export const subscribe = endpoint(
  { access: 'account:write', limit: 'crud', problems: ['ENDPOINT_REFUSED'] },
  {
    method: 'post',
    path: '/account/push-subscriptions',
    operationId: 'subscribePush',
    summary: WORDINGS['push/1'],
    description:
      'It is notified of what is due in the organisation of this request, and in no other one: whoever belongs to several sends the same subscription once in each (`X-Org-Id`).',
    request: { body: jsonBody(pushSubscriptionInput) },
    responses: {
      201: answer('Subscribed.', pushSubscriptionJson),
    },
  },
  (ports: PushPorts) => (c) => {
    const { endpoint, keys } = c.req.valid('json');
    const subscription = { endpoint, keys, madeBy: c.var.principal };
    return writeOnce(c, ports, 201, async (ctx) => ({
      body: presentPushSubscription(await subscribePush(ctx, ports.pushRules, subscription)),
    }));
  },
);

export const unsubscribe = endpoint(
  { access: 'account:write', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/push-subscriptions/{id}',
    operationId: 'unsubscribePush',
    summary: 'Notify this browser no more',
    request: { params: byId },
    responses: { 204: { description: 'Forgotten.' } },
  },
  (ports: PushPorts) => (c) => {
    const subscriptionId = c.req.valid('param').id;
    return writeOnce(c, ports, 204, async (ctx) => {
      await unsubscribePush(ctx, { subscriptionId });
      return { body: null };
    });
  },
);

export const pushKey = endpoint(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/account/push-key',
    operationId: 'readPushKey',
    summary: 'The key that a browser needs in order to subscribe (VAPID, RFC 8292)',
    responses: {
      200: answer('base64url.', z.strictObject({ public_key: z.string() })),
    },
  },
  (ports: PushPorts) => (c) => c.json({ public_key: ports.vapidPublicKey }, 200),
);
