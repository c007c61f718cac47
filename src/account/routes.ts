// The REST door of the account: who I am, my preferences, my phone, my consent, my browsers.
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { PushEndpointRules } from '../channels/push-endpoint.ts';
import type { VerifyChannel } from '../channels/verify.ts';
import type { Env } from '../http/env.ts';
import {
  preferencesJson,
  preferencesPatch,
  presentPreferences,
  presentPushSubscription,
  presentUser,
  pushSubscriptionInput,
  pushSubscriptionJson,
  readPatch,
  userJson,
} from '../http/json/account.ts';
import {
  answer,
  createRoutes,
  jsonBody,
  refusals,
  SIGNED_IN,
  SIGNED_IN_PROBLEMS,
  WRITE_PROBLEMS,
} from '../http/operation.ts';
import { byId } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { changePreferences } from './change-preferences.ts';
import { checkPhoneCode } from './check-phone-code.ts';
import { listPushSubscriptions } from './list-push-subscriptions.ts';
import { optInToWhatsApp } from './opt-in-to-whatsapp.ts';
import { optOutOfWhatsApp } from './opt-out-of-whatsapp.ts';
import { readProfile } from './read-profile.ts';
import { startPhoneVerification } from './start-phone-verification.ts';
import { subscribePush } from './subscribe-push.ts';
import { unsubscribePush } from './unsubscribe-push.ts';

export interface AccountPorts {
  orm: MikroORM;
  verify: VerifyChannel;
  pushRules: PushEndpointRules;
  vapidPublicKey: string;
  /** The shortest escalation window that a person may choose. */
  minEscalationWindowMs: number;
}

const phone = z.string().min(3).max(40).openapi({ example: '+4915112345678' });

const me = createRoute({
  method: 'get',
  path: '/auth/me',
  operationId: 'readMe',
  summary: 'Who is signed in',
  security: SIGNED_IN,
  responses: {
    200: answer('The person.', z.strictObject({ user: userJson })),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

const readPreferences = createRoute({
  method: 'get',
  path: '/account/preferences',
  operationId: 'readPreferences',
  summary: 'Rhythm, reach and tone',
  security: SIGNED_IN,
  responses: { 200: answer('As they are.', preferencesJson), ...refusals(...SIGNED_IN_PROBLEMS) },
});

const patchPreferences = (minEscalationWindowMs: number) =>
  createRoute({
    method: 'patch',
    path: '/account/preferences',
    operationId: 'changePreferences',
    summary: 'Change some of them; what is not named stays',
    security: SIGNED_IN,
    request: { body: jsonBody(preferencesPatch(minEscalationWindowMs)) },
    responses: { 200: answer('As they are now.', preferencesJson), ...refusals(...WRITE_PROBLEMS) },
  });

const startVerification = createRoute({
  method: 'post',
  path: '/account/phone/verification',
  operationId: 'startPhoneVerification',
  summary: 'Send a one-time code to a phone number',
  security: SIGNED_IN,
  request: { body: jsonBody(z.strictObject({ phone })) },
  responses: {
    202: answer('The code is on its way.', z.strictObject({ phone: z.string().describe('E.164.') })),
    ...refusals(...WRITE_PROBLEMS, 'PHONE_UNUSABLE', 'CODE_TOO_OFTEN', 'PROVIDER_UNAVAILABLE'),
  },
});

const checkVerification = createRoute({
  method: 'post',
  path: '/account/phone/verification/check',
  operationId: 'checkPhoneCode',
  summary: 'Prove the number with the code',
  security: SIGNED_IN,
  request: { body: jsonBody(z.strictObject({ code: z.string().regex(/^\d{4,10}$/) })) },
  responses: {
    200: answer(
      'The number is yours.',
      z.strictObject({ phone: z.string(), phone_verified: z.literal(true) }),
    ),
    ...refusals(...WRITE_PROBLEMS, 'CODE_WRONG', 'CODE_EXPIRED', 'CODE_TOO_OFTEN', 'PROVIDER_UNAVAILABLE'),
  },
});

const optIn = createRoute({
  method: 'put',
  path: '/account/whatsapp-opt-in',
  operationId: 'optInToWhatsApp',
  summary: 'Agree to reminders on WhatsApp',
  security: SIGNED_IN,
  responses: {
    200: answer('Agreed.', preferencesJson),
    ...refusals('PHONE_NOT_VERIFIED', ...SIGNED_IN_PROBLEMS),
  },
});

const optOut = createRoute({
  method: 'delete',
  path: '/account/whatsapp-opt-in',
  operationId: 'optOutOfWhatsApp',
  summary: 'No more WhatsApp messages',
  security: SIGNED_IN,
  responses: { 200: answer('Taken back.', preferencesJson), ...refusals(...SIGNED_IN_PROBLEMS) },
});

const listSubscriptions = createRoute({
  method: 'get',
  path: '/account/push-subscriptions',
  operationId: 'listPushSubscriptions',
  summary: 'The browsers that are notified',
  security: SIGNED_IN,
  responses: {
    200: answer('Oldest first.', z.strictObject({ push_subscriptions: z.array(pushSubscriptionJson) })),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

const subscribe = createRoute({
  method: 'post',
  path: '/account/push-subscriptions',
  operationId: 'subscribePush',
  summary: 'Notify this browser; the same endpoint again is harmless',
  security: SIGNED_IN,
  request: { body: jsonBody(pushSubscriptionInput) },
  responses: {
    201: answer('Subscribed.', pushSubscriptionJson),
    ...refusals(...WRITE_PROBLEMS, 'ENDPOINT_REFUSED'),
  },
});

const unsubscribe = createRoute({
  method: 'delete',
  path: '/account/push-subscriptions/{id}',
  operationId: 'unsubscribePush',
  summary: 'Notify this browser no more',
  security: SIGNED_IN,
  request: { params: byId },
  responses: { 204: { description: 'Forgotten.' }, ...refusals(...SIGNED_IN_PROBLEMS) },
});

const pushKey = createRoute({
  method: 'get',
  path: '/account/push-key',
  operationId: 'readPushKey',
  summary: 'The key that a browser needs in order to subscribe (VAPID, RFC 8292)',
  security: SIGNED_IN,
  responses: {
    200: answer('base64url.', z.strictObject({ public_key: z.string() })),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

export function accountRoutes(ports: AccountPorts): OpenAPIHono<Env> {
  const { orm } = ports;
  const app = createRoutes();

  app.openapi(me, async (c) =>
    c.json({ user: presentUser(await asPerson(orm, c.var.person, readProfile)) }, 200),
  );
  app.openapi(readPreferences, async (c) =>
    c.json(presentPreferences(await asPerson(orm, c.var.person, readProfile)), 200),
  );
  app.openapi(patchPreferences(ports.minEscalationWindowMs), async (c) => {
    const change = readPatch(c.req.valid('json'));
    const profile = await asPerson(orm, c.var.person, (ctx) => changePreferences(ctx, change));
    return c.json(presentPreferences(profile), 200);
  });

  app.openapi(startVerification, async (c) => {
    const phone = await startPhoneVerification(ports, c.var.person, c.req.valid('json'));
    return c.json({ phone }, 202);
  });
  app.openapi(checkVerification, async (c) => {
    const phone = await checkPhoneCode(ports, c.var.person, c.req.valid('json'));
    return c.json({ phone, phone_verified: true as const }, 200);
  });

  app.openapi(optIn, async (c) =>
    c.json(presentPreferences(await asPerson(orm, c.var.person, optInToWhatsApp)), 200),
  );
  app.openapi(optOut, async (c) =>
    c.json(presentPreferences(await asPerson(orm, c.var.person, optOutOfWhatsApp)), 200),
  );

  app.openapi(listSubscriptions, async (c) => {
    const subscriptions = await asPerson(orm, c.var.person, listPushSubscriptions);
    return c.json({ push_subscriptions: subscriptions.map(presentPushSubscription) }, 200);
  });
  app.openapi(subscribe, async (c) => {
    const { endpoint, keys } = c.req.valid('json');
    const subscription = await asPerson(orm, c.var.person, (ctx) =>
      subscribePush(ctx, ports.pushRules, { endpoint, keys }),
    );
    return c.json(presentPushSubscription(subscription), 201);
  });
  app.openapi(unsubscribe, async (c) => {
    const subscriptionId = c.req.valid('param').id;
    await asPerson(orm, c.var.person, (ctx) => unsubscribePush(ctx, { subscriptionId }));
    return c.body(null, 204);
  });
  app.openapi(pushKey, (c) => c.json({ public_key: ports.vapidPublicKey }, 200));

  return app;
}
