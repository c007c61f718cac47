// What is heard late counts as of when it was written: the person's last word stands, by whatever door it came.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitForNextSecond } from '../../../src/kernel/wait-for-next-second.ts';
import { unheardMessages } from '../../../src/reconciler/unheard-messages.ts';
import { knockAs } from '../../harness/knock.ts';
import type { Person } from '../../harness/person.ts';
import { openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ api: 'here', env: { LOG_LEVEL: 'silent' } });
});
afterAll(() => scene.close());

const person = (name: string) => scene.world.person(name, { channels: ['whatsapp'] });

/** Written while nobody answers the provider. */
async function writeUnheard(ana: Person, ...texts: string[]): Promise<void> {
  const { simulator, env } = scene.world;
  simulator.setInboundMessageUrl('http://127.0.0.1:9/nobody');
  for (const text of texts) await ana.reply(text);
  simulator.takeErrors();
  simulator.setInboundMessageUrl(`${env['PUBLIC_URL']}/webhooks/twilio/messages`);
}

/** Hears all that was written so far; resolves to what is said to the person about it. */
async function hear(ana: Person): Promise<string[]> {
  const count = ana.received().messages.length;
  await unheardMessages.look({ ...scene.ports, settleMs: 0 }, { from: null, mayGoOn: () => true });
  return ana
    .received()
    .messages.slice(count)
    .map(({ body }) => body);
}

const channelsOf = async (ana: Person) => (await ana.expect(200, 'GET', '/v1/account/preferences')).channels;
const switchTo = (ana: Person, channels: object) =>
  ana.expect(200, 'PATCH', '/v1/account/preferences', { channels });

describe('STOP and START: the last word stands', () => {
  test.each([
    { heard: [], late: ['START'], later: ['STOP'], isOn: false },
    { heard: [], late: ['STOP'], later: ['START'], isOn: true },
    { heard: ['STOP'], late: ['START'], later: [], isOn: true },
    { heard: ['STOP', 'START'], late: ['STOP'], later: [], isOn: false },
    { heard: [], late: ['STOP', 'START'], later: [], isOn: true },
    { heard: ['STOP'], late: ['START', 'STOP'], later: [], isOn: false },
    { heard: ['STOP'], late: ['START', 'STOP'], later: ['START'], isOn: true },
  ])('heard $heard, late $late, later $later', async ({ heard, late, later, isOn }) => {
    const ana = await person('Ana');
    for (const text of heard) await ana.reply(text);
    await writeUnheard(ana, ...late);
    for (const text of later) await ana.reply(text);
    const said = await hear(ana);
    expect((await channelsOf(ana)).whatsapp).toBe(isOn);
    // What does not count any more is not confirmed.
    expect(later.length === 0 ? [] : said).toEqual([]);
    await hear(ana);
    expect((await channelsOf(ana)).whatsapp).toBe(isOn);
  });

  test('also where it was said in the app, channel by channel', async () => {
    const [ana, ben] = [await person('Ana'), await person('Ben')];
    await writeUnheard(ana, 'START');
    await writeUnheard(ben, 'STOP ALL');
    await waitForNextSecond(scene.orm);
    await switchTo(ana, { whatsapp: false });
    await switchTo(ben, { call: true });
    await hear(ana);
    expect((await channelsOf(ana)).whatsapp).toBe(false);
    expect(await channelsOf(ben)).toEqual({ push: false, whatsapp: false, call: true });
    const last = ben.received().messages.at(-1)?.body;
    expect(last).toContain('no more notifications or WhatsApp messages');
    expect(last).toContain('You still get calls');
  });

  test('what was written from a number before it was proven is not of whoever has it now', async () => {
    const ana = await person('Ana');
    await writeUnheard(ana, 'STOP CALLS');
    await waitForNextSecond(scene.orm);
    const ben = await scene.world.person('Ben', { channels: ['whatsapp'], number: ana.number });
    await hear(ben);
    expect(await channelsOf(ben)).toMatchObject({ call: true, whatsapp: true });
  });

  test('whoever proves their own number again is still heard', async () => {
    const ana = await person('Ana');
    await writeUnheard(ana, 'STOP');
    await waitForNextSecond(scene.orm);
    await ana.verifyPhone();
    await hear(ana);
    expect((await channelsOf(ana)).whatsapp).toBe(false);
  });
});

/** A task whose message went out, and is with the provider. */
async function remind(ana: Person, title: string): Promise<string> {
  const startsAt = new Date(Date.now() + 3_600_000).toISOString();
  const made = { title, starts_at: startsAt, duration_minutes: 5, force: true };
  const { id } = await ana.expect(201, 'POST', '/v1/tasks', made);
  await scene.admin.query(
    `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, first_sent_at, last_sent_at)
     select gen_random_uuid(), org_id, user_id, id, generation, 'whatsapp', 'accepted', sent, sent
     from tasks, (select now() - interval '1 minute' + (select count(*) from dispatch_log) * interval '1 ms' as sent) m where id = $1`,
    [id],
  );
  return id;
}

const statusOf = async (ana: Person, id: string): Promise<string> => (await ana.task(id)).status;

describe('answers: what is heard late means what it meant then', () => {
  test.each(['done', '2', '3'])('%s, said again because nobody heard it, is no second one', async (text) => {
    const ana = await person('Ana');
    const [alpha, beta] = [await remind(ana, 'Alpha'), await remind(ana, 'Beta')];
    await writeUnheard(ana, text);
    await ana.reply(text);
    const before = await ana.task(beta);
    expect(before.status).not.toBe('pending');
    await hear(ana);
    expect(await statusOf(ana, alpha)).toBe('pending');
    expect(await ana.task(beta)).toEqual(before);
  });

  test('twice while nobody heard: once', async () => {
    const ana = await person('Ana');
    const [alpha, beta] = [await remind(ana, 'Alpha'), await remind(ana, 'Beta')];
    await writeUnheard(ana, 'done', 'done');
    await waitForNextSecond(scene.orm);
    const said = await hear(ana);
    expect([await statusOf(ana, alpha), await statusOf(ana, beta)]).toEqual(['pending', 'done']);
    expect(said.at(-1)).toContain('Waiting for an answer: Alpha');
  });

  test('of what was answered by another door since: nothing else', async () => {
    const ana = await person('Ana');
    const [alpha, beta] = [await remind(ana, 'Alpha'), await remind(ana, 'Beta')];
    await writeUnheard(ana, '3');
    await ana.expect(200, 'POST', `/v1/tasks/${beta}/completion`);
    await hear(ana);
    expect([await statusOf(ana, alpha), await statusOf(ana, beta)]).toEqual(['pending', 'done']);
  });

  test.each(['done', '2', '3 Beta'])('%s does not undo what was done to the task since', async (text) => {
    const ana = await person('Ana');
    const [alpha, beta] = [await remind(ana, 'Alpha'), await remind(ana, 'Beta')];
    await writeUnheard(ana, text);
    await waitForNextSecond(scene.orm);
    const tomorrow = new Date(Date.now() + 30 * 3_600_000).toISOString();
    await ana.expect(200, 'PATCH', `/v1/tasks/${beta}`, { starts_at: tomorrow });
    const before = await ana.task(beta);
    const said = await hear(ana);
    expect(said.at(-1)).toContain('stays as it is');
    expect([await ana.task(beta), await statusOf(ana, alpha)]).toEqual([before, 'pending']);
  });

  test('of what came between: each its own', async () => {
    const ana = await person('Ana');
    const alpha = await remind(ana, 'Alpha');
    await writeUnheard(ana, 'done');
    await waitForNextSecond(scene.orm);
    const beta = await remind(ana, 'Beta');
    await scene.admin.query(`update dispatch_log set last_sent_at = now() where task_id = $1`, [beta]);
    await ana.reply('done');
    expect([await statusOf(ana, alpha), await statusOf(ana, beta)]).toEqual(['pending', 'done']);
    await hear(ana);
    expect(await statusOf(ana, alpha)).toBe('done');
  });
});

/** What the webhook itself said last. */
const answered = (ana: Person): string =>
  scene.world.simulator.state.messages.findLast(
    ({ number, direction }) => number === ana.number && direction === 'outbound-reply',
  )?.body ?? '';

/** No statement of the API is answered meanwhile; the worker goes on. */
async function withoutDatabase(work: () => Promise<unknown>): Promise<void> {
  const limit = (count: number) =>
    scene.admin.query(
      `do $$ begin execute format('alter database %I connection limit ${count}', current_database()); end $$`,
    );
  await limit(0);
  await scene.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'flux_api'`,
  );
  try {
    await work();
  } finally {
    await limit(-1);
  }
}

describe('the database is away', () => {
  test('what is kept is said to be, and counts once', async () => {
    const ana = await person('Ana');
    const alpha = await remind(ana, 'Alpha');
    await withoutDatabase(() => ana.reply('done'));
    expect(answered(ana)).toContain('your message is kept');
    await hear(ana);
    expect(await statusOf(ana, alpha)).toBe('done');
  });

  test.each(['what was that again', 'done'])(
    '"%s", of which the list does not say enough, is not',
    async (text) => {
      const ana = await person('Ana');
      await scene.world.simulator.phone.sendText(ana.number, 'help');
      const { messages } = scene.world.simulator.state;
      const quoted = messages.findLast(
        ({ number, direction }) => number === ana.number && direction !== 'inbound',
      )!;
      await withoutDatabase(() => ana.reply(text, text === 'done' ? quoted : undefined));
      expect(answered(ana)).toContain('answer in the app');
    },
  );
});

test('what no database keeps is left out, in time and late', async () => {
  const ana = await person('Ana');
  const [alpha, beta] = [await remind(ana, 'Alpha'), await remind(ana, 'Beta')];
  await ana.reply('do\u0000ne\u0000');
  expect(await statusOf(ana, beta)).toBe('done');
  await writeUnheard(ana, 'done \u0000Alpha\uD83D');
  await hear(ana);
  expect(await statusOf(ana, alpha)).toBe('done');
});

test('a field that is new behind the words: the provider’s list says what was said', async () => {
  const ana = await person('Ana');
  const alpha = await remind(ana, 'Alpha');
  await writeUnheard(ana, 'done');
  const { sid } = scene.world.simulator.state.messages.findLast(({ number }) => number === ana.number)!;
  const form = { From: `whatsapp:${ana.number}`, Body: 'done', Brand: 'Acme 5', MessageSid: sid };
  const answer = await knockAs(scene.world, { path: '/webhooks/twilio/messages', form });
  expect([answer.status, await answer.text()]).toEqual([200, expect.not.stringContaining('<Message>')]);
  expect(await statusOf(ana, alpha)).toBe('pending');
  await hear(ana);
  expect(await statusOf(ana, alpha)).toBe('done');
});
