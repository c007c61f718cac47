// Another machine may be at the other end: what we say by ourselves has an end, also while something here is broken.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { knockAs, newSid } from '../../harness/knock.ts';
import { openWorld, type World } from '../../harness/world.ts';
import { openGate, type Gate } from '../../kill/gate.ts';

let world: World;
let admin: pg.Client;
/** The API's way to PostgreSQL. */
let gate: Gate;
beforeAll(async () => {
  world = await openWorld({
    worker: 'none',
    api: 'none',
    env: { LOG_LEVEL: 'silent', RATE_LIMITS: 'reply=3/day' },
  });
  const database = new URL(world.database.apiUrl);
  gate = await openGate(Number(database.port));
  database.host = `127.0.0.1:${gate.port}`;
  world.env['API_DATABASE_URL'] = database.href;
  await world.startApi();
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await gate.restore();
  await admin.end();
  await world.close();
  await gate.stop();
});

/** What is said to each of five messages of this number. */
async function write(number: string, text: string): Promise<string[]> {
  const answers = [];
  for (let i = 0; i < 5; i++) {
    const form = { From: `whatsapp:${number}`, Body: text, MessageSid: newSid() };
    const answer = await knockAs(world, { path: '/webhooks/twilio/messages', form });
    expect(answer.status).toBe(200);
    answers.push(/<Message>(.*)<\/Message>/s.exec(await answer.text())?.[1] ?? '');
  }
  return answers;
}

const SAID = (words: string) => [...Array.from({ length: 3 }, () => expect.stringContaining(words)), '', ''];

test('where we fail, and can still count', async () => {
  await admin.query('alter function find_phone_owner rename to find_nobody');
  expect(await write('+12025550101', 'Thank you for your message!')).toEqual(SAID('wrong on our side'));
  expect(await write('+12025550102', 'Thank you for your message!')).toEqual(SAID('wrong on our side'));
  await admin.query('alter function find_nobody rename to find_phone_owner');
});

test('where the database is away, and nobody can', async () => {
  await gate.lose('refused');
  expect(await write('+12025550103', 'stop')).toEqual(SAID('cannot answer right now'));
  expect(await write('+12025550104', 'Danke!')).toEqual(SAID('wrong on our side'));
  await gate.restore();
});
