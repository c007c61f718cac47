// The routes for what no hand can do: which browsers and templates there are, faults to come, the clock, a new start.
import { Hono } from 'hono';
import { z } from 'zod';
import { callbackFaultOrder, listFaultOrder, mailFaultOrder, requestFaultOrder } from './faults.ts';
import type { PhoneActions } from './phone-actions.ts';
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

/** To be mounted by phoneRoutes, which answers for what these throw. */
export function settingRoutes(world: World, phone: PhoneActions): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
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
  app.post('/faults/mails', async (c) => {
    const order = mailFaultOrder.parse(await c.req.json());
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
