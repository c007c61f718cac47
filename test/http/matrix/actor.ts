// Somebody who knocks at every door, and what is theirs: made through the doors themselves, when it is first needed.
import type { Answer, Api, Session } from '../../harness/http.ts';
import type { World } from '../../harness/world.ts';

/** Whoever can send a request. */
export interface Caller {
  name: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Actor extends Caller {
  session: Session;
  world: World;
  api: Api;
  /** Stands in every text of theirs, and in nobody else's. */
  canary: string;
  /** As `call`, until the work behind it is done; anything but success fails. Only for what may be repeated. */
  expect(method: string, path: string, body?: unknown): Promise<Answer['body']>;
  /** What `make` made for them, the first time that they were asked for it. */
  have<Thing>(make: Make<Thing>): Promise<Thing>;
  /** The same person, who has nothing yet but what they were `given`. */
  anew(): Actor;
}

export type Make<Thing> = (who: Actor) => Promise<Thing>;

export interface ActorOptions {
  name: string;
  session: Session;
  world: World;
  api: Api;
  /** X-Org-Id; absent: none is sent. */
  orgId?: string;
  given?: ReadonlyMap<Make<unknown>, Promise<unknown>>;
}

export function actor(options: ActorOptions): Actor {
  const { name, session, world, api, orgId, given = new Map() } = options;
  const canary = `canary${session.userId.replaceAll('-', '')}`;
  const had = new Map(given);
  const headers = orgId === undefined ? {} : { 'x-org-id': orgId };
  const call: Actor['call'] = (method, path, body, more = {}) =>
    session.call(method, path, body, { ...headers, ...more });
  const who: Actor = {
    name,
    session,
    world,
    api,
    canary,
    call,
    expect: async (method, path, body) => {
      for (;;) {
        const answer = await call(method, path, body);
        if (answer.status >= 300)
          throw new Error(
            `${name}, ${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}, not 2xx`,
          );
        if (answer.body?.status !== 'working') return answer.body;
      }
    },
    have: <Thing>(make: Make<Thing>): Promise<Thing> => {
      if (!had.has(make)) had.set(make, make(who));
      return had.get(make) as Promise<Thing>;
    },
    anew: () => actor(options),
  };
  return who;
}

/** Somebody new, in the organisation that is theirs alone. */
export async function newcomer(
  { world, api }: Pick<ActorOptions, 'world' | 'api'>,
  name: string,
): Promise<Actor> {
  const session = await api.register({ name });
  return actor({ name, session, world, api });
}

/** Whoever holds this token; undefined: none. `orgId`: X-Org-Id. */
export function bearer(api: Api, name: string, token?: string, orgId?: string): Caller {
  const headers = orgId === undefined ? {} : { 'x-org-id': orgId };
  return {
    name,
    call: (method, path, body, more = {}) =>
      api.call(method, path, {
        ...(token !== undefined && { token }),
        body,
        headers: { ...headers, ...more },
      }),
  };
}
