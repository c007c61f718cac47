// The simulator's own HTTP interface, for the page and for other processes: state, events, and the phone's buttons.
import { Hono, type MiddlewareHandler } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { handRoutes } from './hand-routes.ts';
import { PhoneError, type PhoneActions } from './phone-actions.ts';
import type { FarSideEnv } from './receive.ts';
import { settingRoutes } from './setting-routes.ts';
import type { World } from './world.ts';

/** JSON in and out; 409 with { message } where the phone cannot do that, 400 for bad input. */
export function phoneRoutes(world: World, phone: PhoneActions): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  app.onError((error, c) => {
    if (error instanceof PhoneError) return c.json({ message: error.message }, 409);
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return c.json({ message: error instanceof z.ZodError ? z.prettifyError(error) : 'not JSON' }, 400);
    throw error;
  });
  app.use(onlyOwnPage(world));
  app.get('/state', (c) => c.json({ ...world.state, now: world.now() }));
  app.get('/events', (c) => streamSSE(c, (stream) => announceChanges(world, stream)));
  app.route('/', handRoutes(phone));
  app.route('/', settingRoutes(world, phone));
  return app;
}

/** 403 for a request from a page of anybody else. */
function onlyOwnPage(world: World): MiddlewareHandler<FarSideEnv> {
  return async (c, next) => {
    const origin = c.req.header('origin');
    if (
      origin !== undefined &&
      origin !== new URL(world.url).origin &&
      origin !== `http://${c.req.header('host')}`
    )
      return c.json({ message: 'only this page may use the phone' }, 403);
    await next();
    return undefined;
  };
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
