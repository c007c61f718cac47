// The set-up of nearly every test of a door: a Flux that answers requests, a client that judges each answer, and the owner's eye on the rows.
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { openApi, type Api } from './http.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

export interface HttpWorld {
  world: World;
  api: Api;
  /** Sees every row, whatever row security says. */
  admin: pg.Client;
}

/** For the top of a file: opened before its first test, ended after its last. No worker runs unless one is asked for. */
export function httpWorld(options: WorldOptions = {}): HttpWorld {
  const open: Partial<HttpWorld> = {};
  beforeAll(async () => {
    open.world = await openWorld({ worker: 'none', ...options });
    open.api = await openApi(open.world.env['PUBLIC_URL']!);
    open.admin = new pg.Client({ connectionString: open.world.database.adminUrl });
    await open.admin.connect();
  });
  afterAll(async () => {
    await open.admin?.end();
    await open.world?.close();
  });
  return { world: standIn(open, 'world'), api: standIn(open, 'api'), admin: standIn(open, 'admin') };
}

/** A name for what is not there yet: whoever uses it in a test finds the real one behind it. */
function standIn<Part extends keyof HttpWorld>(open: Partial<HttpWorld>, part: Part): HttpWorld[Part] {
  return new Proxy({} as HttpWorld[Part], {
    get: (_nothing, name) => {
      const real = open[part];
      if (!real) throw new Error(`${part} is opened before the first test, and not yet`);
      const value: unknown = Reflect.get(real, name, real);
      return typeof value === 'function' ? (value as () => unknown).bind(real) : value;
    },
  });
}
