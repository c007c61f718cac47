// The push service's own endpoint, RFC 8030: takes an encrypted message for one browser.
import { Hono } from 'hono';
import { logRequests } from '../protocol-log.ts';
import { receive, type FarSideEnv } from '../receive.ts';
import type { Device } from '../state.ts';
import type { World } from '../world.ts';
import { checkVapid } from './check-vapid.ts';
import { deliverPush, type PushHeaders } from './deliver-push.ts';
import { PushRefusal } from './push-refusal.ts';

const MOST_BYTES = 4096;

/** POST /push/send/:id. Answers 201 with Location, or 400, 401, 403, 404, 410, 413 as RFC 8030 and 8292 say. */
export function pushRoutes(world: World): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  app.onError((error, c) => {
    if (error instanceof PushRefusal) return c.text(error.message, error.status);
    throw error;
  });
  app.use(
    '/push/send/*',
    logRequests(world, () => 'push'),
  );
  app.post('/push/send/:id', async (c) => {
    const body = Buffer.from(await c.req.arrayBuffer());
    const id = c.req.param('id');
    const header = (name: string) => c.req.header(name);
    const fields = readableHeaders(header);
    return receive(world, c, {
      target: 'push',
      to: id,
      fields,
      refuse: (status) => ({ error: `push service said ${status}` }),
      accept: async () => {
        const device = findDevice(world, id);
        if (body.length > MOST_BYTES) throw new PushRefusal(413, `more than ${MOST_BYTES} bytes`);
        const headers = checkHeaders(header);
        await checkVapid(header('authorization'), device, world.now());
        const delivery = deliverPush(world, device, headers, body);
        const location = `${world.url}/push/messages/${delivery.id}`;
        return {
          status: 201,
          body: {},
          headers: { Location: location, TTL: String(headers.ttlSeconds) },
          acceptedId: delivery.id,
        };
      },
    });
  });
  return app;
}

function findDevice(world: World, id: string): Device {
  const device = world.state.devices.find((d) => d.id === id);
  if (!device) throw new PushRefusal(404, 'no such subscription');
  if (device.expired) throw new PushRefusal(410, 'this subscription has expired');
  return device;
}

function checkHeaders(header: (name: string) => string | undefined): PushHeaders {
  const ttl = header('ttl');
  if (ttl === undefined || !/^\d+$/.test(ttl)) throw new PushRefusal(400, 'TTL is missing or not a number');
  if (header('content-encoding') !== 'aes128gcm')
    throw new PushRefusal(400, 'Content-Encoding is not aes128gcm');
  const topic = header('topic') ?? null;
  if (topic !== null && !/^[\w-]{1,32}$/.test(topic))
    throw new PushRefusal(400, 'Topic is not at most 32 characters of base64url');
  const urgency = header('urgency') ?? 'normal';
  if (!['very-low', 'low', 'normal', 'high'].includes(urgency)) throw new PushRefusal(400, 'unknown Urgency');
  return { ttlSeconds: Number(ttl), topic, urgency };
}

/** For the log and hooks: never the Authorization. */
function readableHeaders(header: (name: string) => string | undefined): Record<string, string> {
  const names = ['TTL', 'Urgency', 'Topic', 'Content-Encoding', 'Content-Length'];
  return Object.fromEntries(
    names.flatMap((name) => (header(name) === undefined ? [] : [[name, header(name) ?? '']])),
  );
}
