// The REST door of the account: my preferences, my phone, my consent, my browsers.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { PushEndpointRules } from '../channels/push-endpoint.ts';
import type { VerifyChannel } from '../channels/verify.ts';
import type { Env } from '../http/env.ts';
import {
  preferencesJson,
  preferencesPatch,
  presentPreferences,
  presentPushSubscription,
  pushSubscriptionInput,
  pushSubscriptionJson,
  readPatch,
} from '../http/json/account.ts';
import { limitRequest } from '../http/limit-requests.ts';
import { answer, createRoutes, operation, jsonBody } from '../http/operation.ts';
import { writeAcross, writeOnce, type OncePorts } from '../http/once.ts';
import { byId } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { changePreferences } from './change-preferences.ts';
import { checkPhoneCode } from './check-phone-code.ts';
import { listPushSubscriptions } from './list-push-subscriptions.ts';
import { optInToWhatsApp } from './opt-in-to-whatsapp.ts';
import { optOutOfWhatsApp } from './opt-out-of-whatsapp.ts';
import { readProfile } from './read-profile.ts';
import { startPhoneVerification } from './start-phone-verification.ts';
import { subscribePush } from './subscribe-push.ts';
import { unsubscribePush } from './unsubscribe-push.ts';

export interface AccountPorts extends OncePorts {
  limiter: Limiter;
  verify: VerifyChannel;
  pushRules: PushEndpointRules;
  vapidPublicKey: string;
  /** The shortest escalation window that a person may choose. */
  minEscalationWindowMs: number;
}

const phone = z.string().min(3).max(40).openapi({ example: '+4915112345678' });

const readPreferences = operation(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/account/preferences',
    operationId: 'readPreferences',
    summary: 'Rhythm, reach and tone',
    responses: { 200: answer('As they are.', preferencesJson) },
  },
);

const patchPreferences = (minEscalationWindowMs: number) =>
  operation(
    { access: 'account:write', limit: 'crud' },
    {
      method: 'patch',
      path: '/account/preferences',
      operationId: 'changePreferences',
      summary: 'Change some of them; what is not named stays',
      request: { body: jsonBody(preferencesPatch(minEscalationWindowMs)) },
      responses: { 200: answer('As they are now.', preferencesJson) },
    },
  );

const startVerification = operation(
  {
    access: 'account:write',
    // Codes are counted when they are sent: a number that is none costs nothing.
    limit: 'crud',
    problems: ['PHONE_UNUSABLE', 'CODE_TOO_OFTEN', 'PROVIDER_UNAVAILABLE'],
  },
  {
    method: 'post',
    path: '/account/phone/verification',
    operationId: 'startPhoneVerification',
    summary: 'Send a one-time code to a phone number',
    request: { body: jsonBody(z.strictObject({ phone })) },
    responses: {
      202: answer('The code is on its way.', z.strictObject({ phone: z.string().describe('E.164.') })),
    },
  },
);

const checkVerification = operation(
  {
    access: 'account:write',
    limit: 'crud',
    problems: ['CODE_WRONG', 'CODE_EXPIRED', 'CODE_TOO_OFTEN', 'PROVIDER_UNAVAILABLE'],
  },
  {
    method: 'post',
    path: '/account/phone/verification/check',
    operationId: 'checkPhoneCode',
    summary: 'Prove the number with the code',
    request: { body: jsonBody(z.strictObject({ code: z.string().regex(/^\d{4,10}$/) })) },
    responses: {
      200: answer(
        'The number is yours.',
        z.strictObject({ phone: z.string(), phone_verified: z.literal(true) }),
      ),
    },
  },
);

const optIn = operation(
  { access: 'account:write', limit: 'crud', problems: ['PHONE_NOT_VERIFIED'] },
  {
    method: 'put',
    path: '/account/whatsapp-opt-in',
    operationId: 'optInToWhatsApp',
    summary: 'Agree to reminders on WhatsApp',
    responses: {
      200: answer('Agreed.', preferencesJson),
    },
  },
);

const optOut = operation(
  { access: 'account:write', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/whatsapp-opt-in',
    operationId: 'optOutOfWhatsApp',
    summary: 'No more WhatsApp messages',
    responses: { 200: answer('Taken back.', preferencesJson) },
  },
);

const listSubscriptions = operation(
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
);

const subscribe = operation(
  { access: 'account:write', limit: 'crud', problems: ['ENDPOINT_REFUSED'] },
  {
    method: 'post',
    path: '/account/push-subscriptions',
    operationId: 'subscribePush',
    summary: 'Notify this browser; the same endpoint again is harmless',
    request: { body: jsonBody(pushSubscriptionInput) },
    responses: {
      201: answer('Subscribed.', pushSubscriptionJson),
    },
  },
);

const unsubscribe = operation(
  { access: 'account:write', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/push-subscriptions/{id}',
    operationId: 'unsubscribePush',
    summary: 'Notify this browser no more',
    request: { params: byId },
    responses: { 204: { description: 'Forgotten.' } },
  },
);

const pushKey = operation(
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
);

export function accountRoutes(ports: AccountPorts): OpenAPIHono<Env> {
  const { orm } = ports;
  const app = createRoutes();

  app.openapi(readPreferences, async (c) =>
    c.json(presentPreferences(await asPerson(orm, c.var.person, readProfile)), 200),
  );
  app.openapi(patchPreferences(ports.minEscalationWindowMs), (c) => {
    const change = readPatch(c.req.valid('json'));
    return writeOnce(c, ports, 200, async (ctx) => ({
      body: presentPreferences(await changePreferences(ctx, change)),
    }));
  });

  app.openapi(startVerification, (c) =>
    writeAcross(c, ports, nothingBefore, async () => {
      const takeCode = () => limitRequest(c, ports.limiter, 'code', c.var.person.userId);
      const phone = await startPhoneVerification({ ...ports, takeCode }, c.var.person, c.req.valid('json'));
      return { status: 202, body: { phone }, isFinal: true };
    }),
  );
  app.openapi(checkVerification, (c) =>
    writeAcross(c, ports, nothingBefore, async () => {
      const phone = await checkPhoneCode(ports, c.var.person, c.req.valid('json'));
      return { status: 200, body: { phone, phone_verified: true as const } };
    }),
  );

  app.openapi(optIn, (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({ body: presentPreferences(await optInToWhatsApp(ctx)) })),
  );
  app.openapi(optOut, (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({ body: presentPreferences(await optOutOfWhatsApp(ctx)) })),
  );

  app.openapi(listSubscriptions, async (c) => {
    const subscriptions = await asPerson(orm, c.var.person, listPushSubscriptions);
    return c.json({ push_subscriptions: subscriptions.map(presentPushSubscription) }, 200);
  });
  app.openapi(subscribe, (c) => {
    const { endpoint, keys } = c.req.valid('json');
    return writeOnce(c, ports, 201, async (ctx) => ({
      body: presentPushSubscription(await subscribePush(ctx, ports.pushRules, { endpoint, keys })),
    }));
  });
  app.openapi(unsubscribe, (c) => {
    const subscriptionId = c.req.valid('param').id;
    return writeOnce(c, ports, 204, async (ctx) => {
      await unsubscribePush(ctx, { subscriptionId });
      return { body: null };
    });
  });
  app.openapi(pushKey, (c) => c.json({ public_key: ports.vapidPublicKey }, 200));

  return app;
}

/** The provider is all there is to ask. */
const nothingBefore = async (): Promise<void> => {};
