// Consent, STOP, numbers that change hands, organisations and crises in random order: a claim goes through where a consent
// lives, and nowhere else. CONSENT_SITUATIONS=100000 plays as many; CONSENT_SEED plays the same ones again.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANNELS } from '../../../src/account/change-channels.ts';
import { openDatabase } from '../../../src/db.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { seeded, type Random } from '../../kill/random.ts';
import { claim, claimBlindly, sentUnderNone } from './claim.ts';
import { happen, mayReach, type Somebody, type Town } from './people.ts';

const SITUATIONS = Number(process.env['CONSENT_SITUATIONS'] ?? 1500);
const SEED = Number(process.env['CONSENT_SEED'] ?? Date.now() % 1e6);
/** Towns live beside each other, so that the database is never idle. */
const TOWNS = 3;

let database: TestDatabase;
let admin: pg.Pool;
let api: MikroORM;
let worker: MikroORM;
beforeAll(async () => {
  database = await freshDatabase();
  api = await openDatabase(database.apiUrl, { poolSize: 1 });
  worker = await openDatabase(database.workerUrl, { poolSize: TOWNS + 1 });
  admin = new pg.Pool({ connectionString: database.adminUrl, max: TOWNS });
});
afterAll(async () => {
  await Promise.all([api.close(), worker.close(), admin.end()]);
  await database.drop();
});

/** Six people, five numbers; two of these are one, in two forms. */
async function settle(number: number, random: Random): Promise<Town> {
  const area = 201 + number;
  const numbers = [`+1${area}5550101`, `+1${area}5550102`, `+1${area}5550103`] as const;
  const forms = [`+54911432156${10 + number}`, `+5411432156${10 + number}`] as const;
  const people: Somebody[] = [];
  for (let index = 0; index < 6; index++) people.push(await newcomer());
  const store = { orm: worker, perform: async () => {} };
  return { people, store, admin, random, numbers: [...numbers, ...forms] };
}

async function newcomer(): Promise<Somebody> {
  const userId = randomUUID();
  const [home, team] = [randomUUID(), randomUUID()];
  const account = [userId, home, `${userId}@example.com`, 'hash', 'Ana', 'UTC', null];
  await callAsLogin(api, 'register_person', ...account);
  await admin.query(`insert into orgs (id, name, kind) values ($1, 'Team', 'team')`, [team]);
  await admin.query(`insert into members (org_id, user_id, role) values ($1, $2, 'owner')`, [team, userId]);
  await admin.query(`insert into profiles (org_id, user_id, zone) values ($1, $2, 'UTC')`, [team, userId]);
  const orgs = [];
  for (const orgId of [home, team]) {
    const taskId = randomUUID();
    await admin.query(
      `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes) values ($1, $2, $3, 'Run', now(), 30)`,
      [taskId, orgId, userId],
    );
    orgs.push({ orgId, taskId, isMember: true, browsers: 0 });
  }
  return {
    userId,
    orgs,
    phone: null,
    agreesToWhatsApp: false,
    isOff: { push: false, call: false },
    hasSpoken: { push: false, whatsapp: false, call: false },
    isHeld: false,
  };
}

/** One situation: something happens to somebody, and somebody is reminded. Resolves to what is wrong about it. */
async function play(town: Town): Promise<string | null> {
  const { random, people } = town;
  const what = await happen(town);
  const one = random.pick(people as [Somebody, ...Somebody[]]);
  const org = random.pick(one.orgs as [Somebody['orgs'][number]]);
  const channel = random.pick(CHANNELS);
  const may = mayReach(one, channel, org);
  const isBlind = random.isTrue(0.2);
  const isSent = isBlind
    ? await claimBlindly(town, one, org, channel)
    : (await claim(town, one, org, channel)).kind === 'send';
  counts[isSent ? 'sent' : 'refused'] += 1;
  return isSent === may ? null : `${channel} ${people.indexOf(one)} sent: ${isSent}, behind ${what}`;
}

const counts = { sent: 0, refused: 0 };

test('nothing is claimed without a consent that lives, and nothing is refused that has one', async () => {
  const lives = Array.from({ length: TOWNS }, async (_, number) => {
    const town = await settle(number, seeded(SEED + number));
    const wrong: string[] = [];
    for (let played = 0; played < SITUATIONS / TOWNS; played++) {
      const found = await play(town);
      if (found !== null) wrong.push(`seed ${SEED}, town ${number}, situation ${played}: ${found}`);
    }
    return wrong;
  });
  const wrong = (await Promise.all(lives)).flat();
  expect(wrong).toEqual([]);
  expect(await sentUnderNone({ admin })).toEqual([]);
  // Both happen often, or nothing is shown by it.
  expect(Math.min(counts.sent, counts.refused)).toBeGreaterThan(SITUATIONS / 10);
}, 3_600_000);

test('lines of a person have no gap, and the latest of each channel says how their profile stands', async () => {
  const { rows } = await admin.query(`
    select count(*)::int as gaps from (select user_id, count(*) as n, max(line) as last from consents group by user_id) c where n <> last`);
  expect(rows).toEqual([{ gaps: 0 }]);
  const { rows: apart } = await admin.query(`
    select p.user_id, c.channel, c.kind from profiles p cross join lateral (
      select distinct on (channel) channel, kind, number_hash from consents where user_id = p.user_id order by channel, line desc) c
    where (c.channel = 'number' and (c.kind = 'proven') <> (p.phone_verified_at is not null))
      or (c.channel = 'whatsapp' and (c.kind = 'given') <> (p.whatsapp_opt_in_at is not null))
      or (c.channel = 'call' and (c.kind = 'given') <> (p.phone_verified_at is not null and p.calls_off_at is null))`);
  expect(apart).toEqual([]);
});
