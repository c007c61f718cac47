// Twilio's two hosts behind one port: credentials, error bodies, and the operations that Flux uses.
import { timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { logRequests } from '../protocol-log.ts';
import type { FarSideEnv } from '../receive.ts';
import type { World } from '../world.ts';
import { callRoutes } from './call-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { VendorError } from './vendor-error.ts';
import { verifyRoutes } from './verify-routes.ts';

/** api.twilio.com under /2010-04-01, verify.twilio.com under /v2. HTTP Basic: account SID and auth token. */
export function twilioRoutes(world: World): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  const { accountSid, authToken } = world.options;
  const expected = Buffer.from(`Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`);

  app.onError((error) => {
    if (error instanceof VendorError) return Response.json(error.body, { status: error.status });
    throw error;
  });
  for (const vendor of ['/2010-04-01/*', '/v2/*']) {
    app.use(vendor, logRequests(world, aboutPath));
    app.use(vendor, async (c, next) => {
      const given = Buffer.from(c.req.header('authorization') ?? '');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new VendorError(20003);
      await next();
    });
  }
  app.use('/2010-04-01/Accounts/:account/*', async (c, next) => {
    if (c.req.param('account') !== accountSid) throw new VendorError(20404);
    await next();
  });
  app.route('/2010-04-01/Accounts/:account', messageRoutes(world));
  app.route('/2010-04-01/Accounts/:account', callRoutes(world));
  app.route('/v2/Services/:service', verifyRoutes(world));
  for (const vendor of ['/2010-04-01/*', '/v2/*'])
    app.all(vendor, () => {
      throw new VendorError(20404);
    });
  return app;
}

function aboutPath(path: string): string {
  return /(Messages|Calls|Verifications|VerificationCheck)/.exec(path)?.[1] ?? 'REST';
}
