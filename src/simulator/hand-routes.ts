// The routes for what a hand does at the phone: texts, taps, calls and notifications.
import { Hono } from 'hono';
import { z } from 'zod';
import type { PhoneActions } from './phone-actions.ts';
import type { FarSideEnv } from './receive.ts';

const text = z.string().min(1).max(4000);

/** To be mounted by phoneRoutes, which answers for what these throw. */
export function handRoutes(phone: PhoneActions): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  app.route('/', textRoutes(phone));
  app.route('/', callRoutes(phone));
  app.route('/', notificationRoutes(phone));
  return app;
}

function textRoutes(phone: PhoneActions): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  app.post('/phones', async (c) => {
    const { number, name } = z.object({ number: text, name: text.optional() }).parse(await c.req.json());
    return c.json(phone.addPhone(number, name), 201);
  });
  app.post('/phones/:number/mode', async (c) => {
    const body = z
      .object({ mode: z.enum(['ring', 'busy', 'no-answer', 'voicemail']) })
      .parse(await c.req.json());
    phone.setMode(c.req.param('number'), body.mode);
    return c.json({});
  });
  app.post('/phones/:number/texts', async (c) => {
    const body = z
      .object({ text, channel: z.enum(['sms', 'whatsapp']).default('whatsapp'), repliedTo: text.optional() })
      .parse(await c.req.json());
    const repliedTo = body.repliedTo === undefined ? {} : { repliedTo: body.repliedTo };
    return c.json(
      await phone.sendText(c.req.param('number'), body.text, { channel: body.channel, ...repliedTo }),
      201,
    );
  });
  app.post('/phones/:number/taps', async (c) => {
    const body = z.object({ messageSid: text, button: text }).parse(await c.req.json());
    return c.json(await phone.tapButton(c.req.param('number'), body.messageSid, body.button), 201);
  });
  app.post('/phones/:number/thread/read', (c) => {
    phone.readThread(c.req.param('number'));
    return c.json({});
  });
  return app;
}

function callRoutes(phone: PhoneActions): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  app.post('/phones/:number/call/answer', (c) => c.json(phone.answerCall(c.req.param('number'))));
  app.post('/phones/:number/call/decline', (c) => c.json(phone.declineCall(c.req.param('number'))));
  app.post('/phones/:number/call/voicemail', (c) => c.json(phone.sendToVoicemail(c.req.param('number'))));
  app.post('/phones/:number/call/hang-up', (c) => c.json(phone.hangUp(c.req.param('number'))));
  app.post('/phones/:number/call/digits', async (c) => {
    const { digits } = z.object({ digits: text }).parse(await c.req.json());
    return c.json(phone.pressDigits(c.req.param('number'), digits));
  });
  return app;
}

function notificationRoutes(phone: PhoneActions): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  app.post('/notifications/:id/open', (c) => c.json(phone.openNotification(c.req.param('id'))));
  app.post('/notifications/:id/dismiss', (c) => {
    phone.dismissNotification(c.req.param('id'));
    return c.json({});
  });
  app.post('/notifications/:id/press', async (c) => {
    const { action } = z.object({ action: text }).parse(await c.req.json());
    return c.json(await phone.pressNotification(c.req.param('id'), action));
  });
  return app;
}
