// A write under an Idempotency-Key happens once and has one answer: under faults, between people, and with nothing to read in the table.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import type { Env } from '../../../src/http/env.ts';
import { writeInSteps, writeOnce, type OncePorts } from '../../../src/http/once.ts';
import { answerError } from '../../../src/http/problem.ts';
import { asPerson, type Actor, type Ctx } from '../../../src/kernel/context.ts';
import { FluxError } from '../../../src/kernel/errors.ts';
import { markOf, type RequestParts } from '../../../src/kernel/request-mark.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { openAnswer, sealAnswer } from '../../../src/kernel/sealed-answer.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

let database: TestDatabase;
let admin: pg.Client;
let orm: MikroORM;
let ports: OncePorts;
let ana: Actor;
/** Nobody to Ana; and somebody of her organisation. */
let ben: Actor;
let carl: Actor;

beforeAll(async () => {
  database = await freshDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  orm = await openDatabase(database.apiUrl, { poolSize: 10 });
  [ana, ben] = [newPerson(), newPerson()];
  carl = { ...newPerson(), orgId: ana.orgId };
  for (const { orgId, userId } of [ana, ben, carl]) {
    await admin.query(
      `insert into orgs (id, name, kind) values ($1, 'Any', 'team') on conflict (id) do nothing`,
      [orgId],
    );
    await admin.query('insert into users (id, email, password_hash) values ($1, $2, $3)', [
      userId,
      `${userId}@example.com`,
      'none',
    ]);
    await admin.query(`insert into members (org_id, user_id, role) values ($1, $2, 'member')`, [
      orgId,
      userId,
    ]);
    await admin.query(`insert into profiles (org_id, user_id, zone) values ($1, $2, 'UTC')`, [orgId, userId]);
  }
  for (const person of [ana, ben, carl]) {
    const id = newId();
    await admin.query('insert into conversations (id, org_id, user_id) values ($1, $2, $3)', [
      id,
      person.orgId,
      person.userId,
    ]);
  }
});
afterAll(async () => {
  await orm.close();
  await admin.end();
  await database.drop();
});
beforeEach(() => {
  ports = { orm, perform: async () => {}, tokenSecret: 'a secret of at least thirty-two bytes' };
});

const newPerson = (): Actor => ({ orgId: newId(), userId: newId(), via: 'rest' });

type Work = (ctx: Ctx, text: string) => Promise<unknown>;

/** An API with one write of each form: both note down what they are sent, `during` and `later` are what happens on the way. */
function notesApi(
  person: Actor,
  ways: { during?: Work; later?: (effectId: string) => Promise<number> } = {},
) {
  const app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('requestId', 'test');
    c.set('log', createLog({ level: 'silent', process: 'test' }));
    c.set('person', person);
    await next();
  });
  app.on(['POST', 'PUT'], ['/notes', '/papers'], async (c) => {
    const text = await c.req.text();
    return writeOnce(c, ports, 201, async (ctx) => {
      const id = newId();
      await note(ctx, id, text);
      await ways.during?.(ctx, text);
      return { body: { id, text }, etag: `"${id}"`, location: `/notes/${id}` };
    });
  });
  app.delete('/notes', (c) =>
    writeOnce(c, ports, 204, async (ctx) => {
      await note(ctx, newId(), 'deleted');
      return { body: null };
    }),
  );
  app.post('/letters', async (c) => {
    const text = await c.req.text();
    return writeInSteps(
      c,
      ports,
      async (ctx, { effectId, isRepeat }) => {
        await note(ctx, effectId, text);
        await ways.during?.(ctx, text);
        return { effectId, isRepeat };
      },
      async ({ effectId, isRepeat }) => {
        const status = (await ways.later?.(effectId)) ?? 200;
        return { status: status === 202 ? 202 : 200, body: { id: effectId, isRepeat } };
      },
    );
  });
  return async (
    path: string,
    options: { key?: string; text?: string; headers?: object; method?: string },
  ) => {
    const { key, text = 'Hello', headers, method = 'POST' } = options;
    const response = await app.request(path, {
      method,
      headers: { ...(key !== undefined && { 'Idempotency-Key': key }), ...headers },
      ...(method !== 'DELETE' && { body: text }),
    });
    const words = await response.text();
    return { status: response.status, headers: response.headers, words, body: words && JSON.parse(words) };
  };
}

const note = (ctx: Ctx, id: string, text: string) =>
  ctx.em.execute(
    `insert into messages (id, org_id, user_id, conversation_id, role, text)
     select ?, org_id, user_id, id, 'user', ? from conversations on conflict (id) do nothing`,
    [id, text],
  );

async function notesOf(text: string): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    'select count(*)::int as n from messages where text = $1',
    [text],
  );
  return rows[0]!.n;
}

/** -1: as many as want to. 0: nobody of the API comes in, and those who were in are out. */
async function limitConnections(limit: number): Promise<void> {
  await admin.query(
    `alter database ${new URL(database.adminUrl).pathname.slice(1)} connection limit ${limit}`,
  );
  if (limit === 0)
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'flux_api'`,
    );
}

const keysOf = async (person: Actor) =>
  (
    await admin.query('select * from idempotency_keys where (org_id, user_id) = ($1, $2)', [
      person.orgId,
      person.userId,
    ])
  ).rows;

describe('a write in one transaction', () => {
  test('is answered again to the byte, with the headers of the first answer, and done once', async () => {
    const send = notesApi(ana);
    const [key, text] = [randomUUID(), randomUUID()];
    const first = await send('/notes', { key, text });
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    for (let time = 0; time < 3; time++) {
      const again = await send('/notes', { key, text });
      expect([again.status, again.words]).toEqual([first.status, first.words]);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      for (const name of ['etag', 'location', 'content-type'])
        expect([name, again.headers.get(name)]).toEqual([name, first.headers.get(name)]);
    }
    expect(await notesOf(text)).toBe(1);
    expect(first.headers.get('location')).toBe(`/notes/${first.body.id}`);
  });

  test('without a body is answered again without one', async () => {
    const send = notesApi(ana);
    const key = randomUUID();
    expect(await send('/notes', { key, method: 'DELETE' })).toMatchObject({ status: 204, words: '' });
    const again = await send('/notes', { key, method: 'DELETE' });
    expect([again.status, again.words, again.headers.get('idempotent-replayed')]).toEqual([204, '', 'true']);
    expect(await notesOf('deleted')).toBe(1);
  });

  test('without a key happens each time, and nothing is remembered', async () => {
    const [before, text] = [await keysOf(ana), randomUUID()];
    const send = notesApi(ana);
    await send('/notes', { text });
    await send('/notes', { text });
    expect(await notesOf(text)).toBe(2);
    expect(await keysOf(ana)).toHaveLength(before.length);
  });

  test.each<[string, object]>([
    ['another body', { text: 'Good bye' }],
    ['another path', { path: '/papers' }],
    ['another query', { path: '/notes?loud=yes' }],
    ['another method', { method: 'PUT' }],
    ['another type', { headers: { 'Content-Type': 'application/x-notes' } }],
    ['another condition', { headers: { 'If-Match': '"a"' } }],
  ])('with %s under the same key is refused', async (_what, change) => {
    const send = notesApi(ana);
    const key = randomUUID();
    const request = { path: '/notes', key, text: 'Hello' };
    expect((await send('/notes', request)).status).toBe(201);
    const other = { ...request, ...change };
    expect(await send(other.path, other)).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect((await send('/notes', request)).headers.get('idempotent-replayed')).toBe('true');
  });

  test('that still runs is told so, with the time to come back', async () => {
    const gate = Promise.withResolvers<void>();
    const inside = Promise.withResolvers<void>();
    const send = notesApi(ana, {
      during: () => {
        inside.resolve();
        return gate.promise;
      },
    });
    const [key, text] = [randomUUID(), randomUUID()];
    const first = send('/notes', { key, text });
    await inside.promise;
    const second = await send('/notes', { key, text });
    expect(second).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_RUNNING' } });
    expect(second.headers.get('retry-after')).toBe('1');
    gate.resolve();
    const { words } = await first;
    expect((await send('/notes', { key, text })).words).toBe(words);
    expect(await notesOf(text)).toBe(1);
  });

  test('that failed leaves nothing: neither the effect nor the key', async () => {
    let fails = true;
    const send = notesApi(ana, {
      during: async () => {
        if (fails) throw new FluxError('TIME_TAKEN');
      },
    });
    const [before, key, text] = [await keysOf(ana), randomUUID(), randomUUID()];
    expect(await send('/notes', { key, text })).toMatchObject({ status: 409, body: { code: 'TIME_TAKEN' } });
    expect(await notesOf(text)).toBe(0);
    expect(await keysOf(ana)).toHaveLength(before.length);
    fails = false;
    expect((await send('/notes', { key, text: `${text}, changed` })).status).toBe(201);
  });

  test('that is overtaken by an answer from elsewhere is taken back', async () => {
    const [key, text] = [randomUUID(), randomUUID()];
    const elsewhere = notesApi(ana);
    await elsewhere('/notes', { key, text });
    // As if the key had not been taken: the first answer is there only when the second is stored.
    const hidden = await admin.query(
      `update idempotency_keys set key_hash = key_hash || '-' where user_id = $1 and created_at =
         (select max(created_at) from idempotency_keys where user_id = $1) returning key_hash`,
      [ana.userId],
    );
    const send = notesApi(ana, {
      during: () =>
        admin.query(`update idempotency_keys set key_hash = rtrim(key_hash, '-') where key_hash = $1`, [
          hidden.rows[0].key_hash,
        ]),
    });
    expect(await send('/notes', { key, text })).toMatchObject({ status: 409 });
    expect(await notesOf(text)).toBe(1);
    expect((await send('/notes', { key, text })).headers.get('idempotent-replayed')).toBe('true');
  });

  test('is new again once its key has expired', async () => {
    const send = notesApi(ana);
    const [key, text] = [randomUUID(), randomUUID()];
    const first = await send('/notes', { key, text });
    await admin.query(`update idempotency_keys set expires_at = now() - interval '1 second'`);
    const other = await send('/notes', { key, text: `${text}, changed` });
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
    expect((await send('/notes', { key, text: `${text}, changed` })).words).toBe(other.words);
  });

  test('expires after 48 hours', async () => {
    await notesApi(ben)('/notes', { key: randomUUID() });
    const { rows } = await admin.query(
      `select expires_at - created_at = interval '48 hours' as is_so from idempotency_keys where user_id = $1`,
      [ben.userId],
    );
    expect(rows).toEqual([{ is_so: true }]);
  });
});

test.each([[''], ['x'.repeat(256)], ['caf\u00e9'], ['a\tb']])('the key %o is refused', async (key) => {
  const text = randomUUID();
  expect(await notesApi(ana)('/notes', { key, text })).toMatchObject({
    status: 400,
    body: { code: 'BAD_REQUEST', errors: [{ path: 'Idempotency-Key' }] },
  });
  expect(await notesOf(text)).toBe(0);
});

test('the same key of another person, or of another organisation, is another key', async () => {
  const [key, text] = [randomUUID(), randomUUID()];
  const ids = new Set<string>();
  for (const person of [ana, ben, carl])
    for (let time = 0; time < 2; time++)
      ids.add((await notesApi(person)('/notes', { key, text: `${text} ${person.userId}` })).body.id);
  expect(ids.size).toBe(3);
  const last = await notesApi(carl)('/notes', { key, text });
  expect(last.status).toBe(422);
});

describe('a write across transactions', () => {
  test('is answered once; a 202 is not the last word', async () => {
    const answers = [202, 200];
    const send = notesApi(ana, { later: async () => answers.shift() ?? 500 });
    const [key, text] = [randomUUID(), randomUUID()];
    const working = await send('/letters', { key, text });
    const done = await send('/letters', { key, text });
    const replayed = await send('/letters', { key, text });
    expect([working.status, done.status, replayed.status]).toEqual([202, 200, 200]);
    expect(done.body).toEqual({ id: working.body.id, isRepeat: true });
    expect(replayed.words).toBe(done.words);
    expect(replayed.headers.get('idempotent-replayed')).toBe('true');
    expect(await notesOf(text)).toBe(1);
  });

  test.each([200, 202])(
    'is told what was done (%o) though the database is lost before it can be noted',
    async (status) => {
      const away = [true, false];
      const send = notesApi(ana, {
        later: async () => {
          if (away.shift()) await limitConnections(0);
          return status;
        },
      });
      const [key, text] = [randomUUID(), randomUUID()];
      const first = await send('/letters', { key, text });
      expect(first).toMatchObject({ status, body: { isRepeat: false } });
      await limitConnections(-1);
      expect((await send('/letters', { key, text })).body.code).toBe('IDEMPOTENCY_RUNNING');
      await admin.query('update idempotency_keys set locked_until = clock_timestamp() where user_id = $1', [
        ana.userId,
      ]);
      const again = await send('/letters', { key, text });
      expect(again).toMatchObject({ status, body: { id: first.body.id, isRepeat: true } });
      expect(await notesOf(text)).toBe(1);
    },
  );

  test('that failed may be tried again at once, and finds the same id', async () => {
    const ids: string[] = [];
    const send = notesApi(ana, {
      later: async (effectId) => {
        ids.push(effectId);
        if (ids.length < 3) throw new FluxError('UNAVAILABLE');
        return 200;
      },
    });
    const [key, text] = [randomUUID(), randomUUID()];
    expect((await send('/letters', { key, text })).status).toBe(503);
    expect((await send('/letters', { key, text: 'Another' })).status).toBe(422);
    expect((await send('/letters', { key, text })).status).toBe(503);
    expect((await send('/letters', { key, text })).status).toBe(200);
    expect(new Set(ids).size).toBe(1);
    expect(await notesOf(text)).toBe(1);
  });

  test('whose opening fails leaves the key free', async () => {
    const [before, key] = [await keysOf(ana), randomUUID()];
    const refusing = notesApi(ana, {
      during: () => {
        throw new FluxError('NOT_FOUND');
      },
    });
    const text = randomUUID();
    expect((await refusing('/letters', { key, text })).status).toBe(404);
    expect(await notesOf(text)).toBe(0);
    expect(await keysOf(ana)).toHaveLength(before.length);
    expect((await notesApi(ana)('/letters', { key, text: 'Hello' })).status).toBe(200);
  });

  test('whose process died is taken over when its lease is over; it comes too late then', async () => {
    const ids: string[] = [];
    const death = Promise.withResolvers<number>();
    const reached = Promise.withResolvers<void>();
    const send = notesApi(ana, {
      later: (effectId) => {
        ids.push(effectId);
        reached.resolve();
        return ids.length === 1 ? death.promise : Promise.resolve(200);
      },
    });
    const [key, text] = [randomUUID(), randomUUID()];
    const dead = send('/letters', { key, text });
    await reached.promise;
    const waiting = await send('/letters', { key, text });
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([409, '1']);
    const { rows } = await admin.query(
      `update idempotency_keys set locked_until = clock_timestamp() where locked_until > created_at + interval '59 seconds'
       returning status`,
    );
    expect(rows).toEqual([{ status: 'pending' }]);

    const taken = await send('/letters', { key, text });
    expect(taken).toMatchObject({ status: 200, body: { id: ids[0], isRepeat: true } });
    // It lives after all.
    death.resolve(200);
    expect(await dead).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_RUNNING' } });
    expect((await send('/letters', { key, text })).words).toBe(taken.words);
    expect(new Set(ids).size).toBe(1);
    expect(await notesOf(text)).toBe(1);
  });

  test('expired, takes a new id', async () => {
    const send = notesApi(ana);
    const [key, text] = [randomUUID(), randomUUID()];
    const first = await send('/letters', { key, text });
    await admin.query(`update idempotency_keys set expires_at = now() - interval '1 second'`);
    const second = await send('/letters', { key, text });
    expect(second.body).toMatchObject({ isRepeat: false });
    expect(second.body.id).not.toBe(first.body.id);
  });
});

describe('sealed', () => {
  test('nothing of request, key or answer can be read in the table', async () => {
    const [key, text] = [`key-${randomUUID()}`, `secret-${randomUUID()}`];
    const { body } = await notesApi(ana)('/notes', { key, text });
    const { rows } = await admin.query<{ text: string }>(
      `select concat_ws(' ', k::text, encode(answer, 'escape'), encode(answer, 'base64')) as text from idempotency_keys k`,
    );
    const dump = rows.map((row) => row.text).join('\n');
    expect(dump.length).toBeGreaterThan(200);
    for (const word of [key, text, body.id]) {
      expect(dump).not.toContain(word);
      expect(dump).not.toContain(Buffer.from(word).toString('hex'));
      expect(dump).not.toContain(Buffer.from(word).toString('base64').slice(0, -4));
    }
  });

  test('a secret that was rotated still opens; one that is gone opens nothing, and nothing happens twice', async () => {
    const [key, text] = [randomUUID(), randomUUID()];
    const send = notesApi(ana);
    const first = await send('/notes', { key, text });
    const { tokenSecret } = ports;
    ports = { ...ports, tokenSecret: 'another secret of thirty-two bytes', tokenSecretOld: tokenSecret };
    expect((await send('/notes', { key, text })).words).toBe(first.words);
    delete ports.tokenSecretOld;
    expect(await send('/notes', { key, text })).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_ANSWER_LOST' },
    });
    expect((await send('/notes', { key, text: 'Another' })).body.code).toBe('IDEMPOTENCY_ANSWER_LOST');
    expect(await notesOf(text)).toBe(1);
  });

  test('an answer opens for its own secret, key, person and request alone', () => {
    const seal = { orgId: 'o', userId: 'u', secret: 's', key: 'k', fingerprint: 'f' };
    const answer = { status: 200, body: '{"a":1}', etag: '"a"', location: '/a' };
    const sealed = sealAnswer(seal, answer);
    expect(openAnswer(seal, sealed)).toEqual(answer);
    for (const part of Object.keys(seal)) expect(openAnswer({ ...seal, [part]: 'x' }, sealed)).toBeNull();
    for (let index = 0; index < sealed.length; index++) {
      const bent = Uint8Array.from(sealed);
      bent[index]! ^= 1;
      expect(openAnswer(seal, bent)).toBeNull();
    }
    expect(sealAnswer(seal, answer)).not.toEqual(sealed);
    for (const length of [0, 11, 27, 28]) expect(openAnswer(seal, sealed.subarray(0, length))).toBeNull();
  });
});

const fingerprintOf = (one: RequestParts, secret = 's', key = 'k') => markOf(secret, key, one).fingerprint;

test('two requests that differ have different fingerprints, wherever their parts end', () => {
  const request = {
    method: 'POST',
    path: '/a',
    contentType: undefined,
    ifMatch: undefined,
    body: Buffer.from('b'),
  };
  const others = [
    { ...request, path: '/ab', body: Buffer.from('') },
    { ...request, contentType: 'b', body: Buffer.from('') },
    { ...request, contentType: '' },
    { ...request, ifMatch: '' },
    { ...request, body: Buffer.from('\nb') },
  ];
  const different = [request, ...others].map((one) => fingerprintOf(one));
  expect(new Set([...different, fingerprintOf(request, 't'), fingerprintOf(request, 's', 'l')]).size).toBe(
    others.length + 3,
  );
  expect(fingerprintOf({ ...request })).toBe(fingerprintOf(request));
});

describe('under faults', () => {
  const KEYS = 200;
  const CLIENTS = 10;
  const KEYS_AT_ONCE = 20;
  const PASSING: ReadonlyMap<number, 'running' | 'mistaken' | 'unavailable'> = new Map([
    [409, 'running'],
    [500, 'mistaken'],
    [503, 'unavailable'],
  ]);

  test(`${KEYS} keys x ${CLIENTS} clients, handlers that break and backends that die: one effect and one answer each`, async () => {
    const seen = { broke: 0, killed: 0, replayed: 0, running: 0, unavailable: 0, mistaken: 0, strange: 0 };
    const random = numbersFrom(20_261_121);
    const send = notesApi(ana, {
      during: async (ctx) => {
        const fate = random();
        if (fate < 0.05) {
          seen.broke++;
          throw new Error('a mistake of ours, after its effect');
        }
        if (fate < 0.1) {
          const [row] = await ctx.em.execute<{ pid: number }[]>('select pg_backend_pid() as pid');
          await admin.query('select pg_terminate_backend($1)', [row!.pid]);
          seen.killed++;
        }
      },
    });
    let answers = 0;
    const insist = async (key: string, text: string): Promise<string> => {
      for (let tries = 0; tries < 2000; tries++) {
        const answer = await send('/notes', { key, text });
        // Now and then one that is in the middle of anything: of its commit, perhaps.
        if (++answers % 40 === 0) seen.killed += await killOne();
        if (answer.status === 201) {
          if (answer.headers.has('idempotent-replayed')) seen.replayed++;
          return answer.words;
        }
        seen[PASSING.get(answer.status) ?? 'strange']++;
      }
      throw new Error('no answer after 2000 tries');
    };

    const run = randomUUID();
    const keys = Array.from({ length: KEYS }, (_, index) => `${run}/${index}`);
    for (let from = 0; from < KEYS; from += KEYS_AT_ONCE)
      await Promise.all(
        keys.slice(from, from + KEYS_AT_ONCE).map(async (key) => {
          const clients = Array.from({ length: CLIENTS }, () => insist(key, `note ${key}`));
          expect(new Set(await Promise.all(clients)).size).toBe(1);
        }),
      );

    const { rows } = await admin.query(
      `select count(*)::int as effects, count(distinct text)::int as notes from messages where text like $1`,
      [`note ${run}/%`],
    );
    expect(rows).toEqual([{ effects: KEYS, notes: KEYS }]);
    expect(seen.replayed).toBeGreaterThanOrEqual(KEYS * (CLIENTS - 1));
    expect(seen.strange).toBe(0);
    expect(seen.broke).toBe(seen.mistaken);
    expect(seen.killed).toBeGreaterThan(0);
    expect(seen.running).toBeGreaterThan(0);
    expect(seen.unavailable).toBeGreaterThan(0);
    // No lock and no open transaction stays behind, and every place in the pool still serves.
    const left = await admin.query(
      `select count(*)::int as n from pg_stat_activity where usename = 'flux_api' and datname = current_database()
         and state <> 'idle'`,
    );
    expect(left.rows).toEqual([{ n: 0 }]);
    const served = Array.from({ length: 10 }, () =>
      asPerson(ports, ana, (ctx) => ctx.em.execute('select pg_backend_pid() as pid')),
    );
    expect(await Promise.all(served)).toHaveLength(10);
  }, 240_000);
});

async function killOne(): Promise<number> {
  const { rowCount } = await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where usename = 'flux_api' and datname = current_database() and state <> 'idle' limit 1`,
  );
  return rowCount ?? 0;
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
