// The far side for development and tests: Twilio and a push service on loopback, with a phone to look at.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { mailRoutes } from './mail/mail-routes.ts';
import { startMailServer, type MailServerOptions } from './mail/mail-server.ts';
import { pageRoutes } from './page-routes.ts';
import { phoneActions } from './phone-actions.ts';
import type { PhoneActions } from './phone-actions.ts';
import { phoneRoutes } from './phone-routes.ts';
import { pushRoutes } from './push/routes.ts';
import type { FarSideEnv } from './receive.ts';
import type { FarSideError, Seed, State } from './state.ts';
import { lifelikeTiming, type Timing } from './timing.ts';
import { twilioRoutes } from './twilio/routes.ts';
import { World, type RequestHook } from './world.ts';

export interface SimulatorOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** `whatsAppNumber`: the app's sender where a message names none; E.164. */
  twilio: { accountSid: string; authToken: string; whatsAppNumber?: string };
  /** Where what the person writes is posted, signed; may be set later with setInboundMessageUrl. */
  inboundMessageUrl?: string;
  /** Parts override lifelikeTiming; tests start from quickTiming. */
  timing?: Partial<Timing>;
  onRequest?: RequestHook;
  /** Of the mail server; its port is any free one unless told. */
  mail?: MailServerOptions;
  /** What is there from the start, and again after a reset. */
  seed?: Seed;
}

export interface Simulator {
  /** http://127.0.0.1:port: the origin of both of Twilio's hosts, of the push service and of the page. */
  url: string;
  /** Of the mail server: smtp://127.0.0.1:port */
  mailUrl: string;
  /** Live: read it, change it only through `phone`. */
  readonly state: State;
  phone: PhoneActions;
  faults: World['faults'];
  /** May be changed while it runs. */
  timing: Timing;
  /** See World.waitFor: resolves when `find` finds something, at once or after a change. */
  waitFor: World['waitFor'];
  /** What the app did wrong so far; reading it empties it. A test ends with none. */
  takeErrors(): FarSideError[];
  /** Moves the clock that the 24-hour window, code expiry and TTL are judged by. */
  advanceClock(byMs: number): void;
  setInboundMessageUrl(url: string): void;
  reset(): Promise<void>;
  /** The app is asked for nothing any more; resolves when what was on its way to it has its answer. */
  fallSilent(): Promise<void>;
  stop(): Promise<void>;
}

/** Resolves when it listens on 127.0.0.1; rejects with the system's error (EADDRINUSE) when it cannot. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const world = new World({
    accountSid: options.twilio.accountSid,
    authToken: options.twilio.authToken,
    whatsAppNumber: options.twilio.whatsAppNumber ?? '+15005550006',
    inboundMessageUrl: options.inboundMessageUrl,
    timing: { ...lifelikeTiming, ...options.timing },
    seed: options.seed ?? {},
    onRequest: options.onRequest,
  });
  const phone = phoneActions(world);
  const app = new Hono<FarSideEnv>();
  app.onError((error, c) => {
    world.fail({ about: 'simulator', path: c.req.path, detail: error.stack ?? String(error) });
    return c.json({ message: 'the simulator itself failed' }, 500);
  });
  app.route('/', twilioRoutes(world));
  app.route('/', pushRoutes(world));
  app.route('/', mailRoutes(world));
  app.route('/', pageRoutes());
  app.route('/', phoneRoutes(world, phone));

  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((req, res) => void listener(req, res));
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator has no port');
  const mails = await startMailServer(world, options.mail);
  world.url = `http://127.0.0.1:${address.port}`;

  return {
    url: world.url,
    mailUrl: mails.url,
    get state() {
      return world.state;
    },
    phone,
    faults: world.faults,
    timing: world.timing,
    waitFor: world.waitFor.bind(world),
    takeErrors: () => world.takeErrors(),
    advanceClock: (byMs) => world.advanceClock(byMs),
    setInboundMessageUrl: (url) => {
      world.options.inboundMessageUrl = url;
    },
    reset: () => world.reset(),
    fallSilent: () => world.endLives(),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      await world.stop();
      await mails.stop();
      server.closeAllConnections();
      await closed;
    },
  };
}
