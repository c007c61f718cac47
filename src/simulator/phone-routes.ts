// The simulator's own HTTP interface, for the page and for tests in other processes: state, events, and the phone's buttons.
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { callbackFaultOrder, listFaultOrder, requestFaultOrder } from './faults.ts';
import { PhoneError, type PhoneActions } from './phone-actions.ts';
import type { FarSideEnv } from './receive.ts';
import type { World } from './world.ts';

const text = z.string().min(1).max(4000);
const template = z.object({
  sid: z.string().regex(/^HX[0-9a-f]{32}$/),
  name: text,
  body: text,
  buttons: z.array(z.object({ id: text, title: text })).max(10),
  approval: z.enum(['unsubmitted', 'pending', 'approved', 'rejected', 'paused']),
});
const wish = z.object({
  number: text.optional(),
  name: text.optional(),
  applicationServerKey: text.optional(),
});

/** JSON in and out; 409 with { message } where the phone cannot do that, 400 for bad input. */
export function phoneRoutes(world: World, phone: PhoneActions): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  app.onError((error, c) => {
    if (error instanceof PhoneError) return c.json({ message: error.message }, 409);
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return c.json({ message: error instanceof z.ZodError ? z.prettifyError(error) : 'not JSON' }, 400);
    throw error;
  });
  app.use(async (c, next) => {
    const origin = c.req.header('origin');
    if (
      origin !== undefined &&
      origin !== new URL(world.url).origin &&
      origin !== `http://${c.req.header('host')}`
    )
      return c.json({ message: 'only this page may use the phone' }, 403);
    await next();
    return undefined;
  });

  app.get('/state', (c) => c.json({ ...world.state, now: world.now() }));
  app.get('/events', (c) => streamSSE(c, (stream) => announceChanges(world, stream)));

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
  app.post('/phones/:number/call/answer', (c) => c.json(phone.answerCall(c.req.param('number'))));
  app.post('/phones/:number/call/decline', (c) => c.json(phone.declineCall(c.req.param('number'))));
  app.post('/phones/:number/call/voicemail', (c) => c.json(phone.sendToVoicemail(c.req.param('number'))));
  app.post('/phones/:number/call/hang-up', (c) => c.json(phone.hangUp(c.req.param('number'))));
  app.post('/phones/:number/call/digits', async (c) => {
    const { digits } = z.object({ digits: text }).parse(await c.req.json());
    return c.json(phone.pressDigits(c.req.param('number'), digits));
  });

  app.post('/notifications/:id/open', (c) => c.json(phone.openNotification(c.req.param('id'))));
  app.post('/notifications/:id/dismiss', (c) => {
    phone.dismissNotification(c.req.param('id'));
    return c.json({});
  });
  app.post('/notifications/:id/press', async (c) => {
    const { action } = z.object({ action: text }).parse(await c.req.json());
    return c.json(await phone.pressNotification(c.req.param('id'), action));
  });

  app.post('/push/subscriptions', async (c) => {
    const { device, subscription } = phone.subscribePush(wish.parse(await c.req.json()));
    return c.json({ ...subscription, deviceId: device.id }, 201);
  });
  app.post('/devices/:id', async (c) => {
    const change = z.object({ online: z.boolean().optional(), expired: z.boolean().optional() });
    return c.json(phone.setDevice(c.req.param('id'), change.parse(await c.req.json())));
  });

  app.post('/templates', async (c) => {
    phone.putTemplate(template.parse(await c.req.json()));
    return c.json({}, 201);
  });
  app.post('/faults/requests', async (c) => {
    const order = requestFaultOrder.parse(await c.req.json());
    world.faults.next(order.target, order.fault, order);
    return c.json({}, 201);
  });
  app.post('/faults/callbacks', async (c) => {
    const order = callbackFaultOrder.parse(await c.req.json());
    world.faults.next(order.target, order.fault, order);
    return c.json({}, 201);
  });
  app.post('/faults/lists', async (c) => {
    const order = listFaultOrder.parse(await c.req.json());
    world.faults.next(order.target, order.fault, order);
    return c.json({}, 201);
  });
  app.post('/clock', async (c) => {
    world.advanceClock(z.object({ advanceMs: z.number() }).parse(await c.req.json()).advanceMs);
    return c.json({ now: world.now() });
  });
  app.post('/reset', async (c) => {
    await world.reset();
    return c.json({});
  });
  return app;
}

/** One 'change' event per burst of changes; what changed is read from /state. Ends with the client or the simulator. */
async function announceChanges(
  world: World,
  stream: {
    writeSSE(message: { event: string; data: string }): Promise<void>;
    onAbort(listener: () => void): void;
  },
): Promise<void> {
  const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
  let isAnnouncing = false;
  const announce = () => {
    if (isAnnouncing) return;
    isAnnouncing = true;
    setImmediate(() => {
      isAnnouncing = false;
      stream.writeSSE({ event: 'change', data: '' }).catch(leave);
    });
  };
  const stopListening = world.onChange(announce);
  stream.onAbort(leave);
  announce();
  await gone;
  stopListening();
}
