// The ledger of consent: every door that changes how a person may be reached leaves its line, and no line is ever changed.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';
import { WORDINGS } from '../../../src/consent/wordings.ts';
import { httpWorld } from '../../harness/http-world.ts';
import type { Session } from '../../harness/http.ts';

const START = '/v1/account/phone/verification';
const CONSENTS = '/v1/me/consents';
const PREFERENCES = '/v1/account/preferences';

const { world, api, admin } = httpWorld();

let numbers = 0;
function newNumber(): string {
  const number = `+140655501${String(numbers++).padStart(2, '0')}`;
  world.simulator.phone.addPhone(number);
  return number;
}

async function verify(person: Session, phone: string): Promise<void> {
  await person.expect(202, 'POST', START, { phone });
  const { code } = await world.simulator.waitFor((state) =>
    state.verifications.findLast((one) => one.to === phone && one.status === 'pending'),
  );
  await person.expect(200, 'POST', `${START}/check`, { code });
}

interface Line {
  line: number;
  channel: string;
  kind: string;
  number: string | null;
  way: string;
  wording: { id: string; text: string | null } | null;
}

const linesOf = async (person: Session): Promise<Line[]> =>
  (await person.expect(200, 'GET', `${CONSENTS}?limit=100`)).consents.toReversed();

/** "whatsapp given by rest: whatsapp-on/1" */
const told = (lines: Line[]): string[] =>
  lines.map(
    ({ channel, kind, way, wording }) =>
      `${channel} ${kind} by ${way}${wording === null ? '' : `: ${wording.id}`}`,
  );

test('a life of consent: each change is one line, with its way, its words and its number', async () => {
  const ana = await api.register();
  expect(await linesOf(ana)).toEqual([]);
  const [first, second] = [newNumber(), newNumber()];
  await verify(ana, first);
  await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
  // Said twice it is not given twice.
  await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
  await ana.expect(200, 'PATCH', PREFERENCES, { channels: { call: false, push: false } });
  const night = { sleep_window: { from: '23:00', to: '06:00' } };
  await ana.expect(200, 'PATCH', PREFERENCES, { channels: { push: true, call: true }, ...night });
  await world.simulator.phone.sendText(first, 'STOP');
  await world.simulator.phone.sendText(first, 'START');
  await ana.expect(200, 'PATCH', PREFERENCES, { sleep_window: { from: '22:00', to: '06:00' } });
  await verify(ana, first);
  await verify(ana, second);
  await ana.expect(200, 'DELETE', '/v1/account/phone');

  const lines = await linesOf(ana);
  expect(told(lines)).toEqual([
    'code asked by rest: code/1',
    'number proven by rest: number/1',
    'call given by rest: number/1',
    'whatsapp given by rest: whatsapp-on/1',
    'call ended by rest: channels/1',
    'call given by rest: channels/1',
    'push given by rest: channels/1',
    'night changed by rest',
    'whatsapp ended by whatsapp: reply-stop/1',
    'whatsapp given by whatsapp: reply-start/1',
    'night changed by rest',
    'code asked by rest: code/1',
    'number proven by rest: number/1',
    'code asked by rest: code/1',
    'number lost by rest: number/1',
    'number proven by rest: number/1',
    'whatsapp ended by rest: number/1',
    'call ended by rest: number/1',
    'call given by rest: number/1',
    'number lost by rest: phone-off/1',
    'call ended by rest: phone-off/1',
  ]);
  expect(lines.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
  expect(lines[3]!.wording).toEqual({ id: 'whatsapp-on/1', text: WORDINGS['whatsapp-on/1'] });
  const of = (index: number) => lines[index]!.number;
  expect(of(0)).toMatch(/^[0-9a-f]{64}$/);
  expect(of(1)).toBe(of(0));
  expect(of(15)).not.toBe(of(0));
  expect([of(16), of(19)]).toEqual([of(0), of(15)]);
  const { rows } = await admin.query('select c::text as row from consents c where user_id = $1', [
    ana.userId,
  ]);
  for (const number of [first, second])
    expect(rows.some(({ row }) => row.includes(number.slice(2)))).toBe(false);
});

test('a number that somebody else proves ends what was given for it, and is the same number to both', async () => {
  const [ana, ben] = [await api.register(), await api.register()];
  const number = newNumber();
  await verify(ana, number);
  await ana.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
  await verify(ben, number);
  const before = await linesOf(ana);
  expect(told(before).slice(-3)).toEqual([
    'number lost by other',
    'whatsapp ended by other',
    'call ended by other',
  ]);
  const theirs = await linesOf(ben);
  expect(told(theirs)).toEqual([
    'code asked by rest: code/1',
    'number proven by rest: number/1',
    'call given by rest: number/1',
  ]);
  expect(new Set([...before, ...theirs].map((line) => line.number)).size).toBe(1);
});

test('a browser that subscribes, and a crisis that holds and is lifted, stand there too', async () => {
  const ana = await api.register();
  const { subscription } = world.simulator.phone.subscribePush({ number: newNumber() });
  const browser = { endpoint: subscription.endpoint, keys: subscription.keys };
  await ana.expect(201, 'POST', '/v1/account/push-subscriptions', browser);
  await ana.expect(201, 'POST', '/v1/account/push-subscriptions', browser);
  await admin.query(`insert into safety_holds (user_id, state) values ($1, 'held')`, [ana.userId]);
  // What they are shown meanwhile is in the language that they named.
  const { help } = await ana.expect(200, 'GET', '/v1/account/safety-hold');
  await ana.expect(200, 'PATCH', PREFERENCES, { language: 'de' });
  const named = await ana.expect(200, 'GET', '/v1/account/safety-hold');
  expect(named).toMatchObject({ is_held: true, help: expect.stringMatching(/Ich bin froh/) });
  expect(help).not.toMatch(/Ich bin froh/);
  await ana.expect(204, 'DELETE', '/v1/account/safety-hold');
  expect(told(await linesOf(ana))).toEqual([
    'push given by rest: push/1',
    'all held by system',
    'all lifted by rest: safety-lift/1',
  ]);
});

test('it is one in all organisations, and comes in pages', async () => {
  const ana = await api.register();
  await verify(ana, newNumber());
  const { id } = await ana.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
  const all = await linesOf(ana);
  expect(all).toHaveLength(3);
  const paged: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = `?limit=2${cursor && `&cursor=${cursor}`}`;
    const { body } = await ana.call('GET', CONSENTS + query, undefined, { 'X-Org-Id': id });
    paged.push(...body.consents.map(({ line }: Line) => line));
    cursor = body.next_cursor;
  }
  expect(paged).toEqual([3, 2, 1]);
  expect((await ana.call('GET', `${CONSENTS}?cursor=nonsense`)).status).toBe(400);
});

test('no process may change a line, and none goes while there is somebody whom it is about', async () => {
  const ana = await api.register();
  await verify(ana, newNumber());
  const worker = new pg.Client({ connectionString: world.database.workerUrl });
  await worker.connect();
  try {
    const attempt = async (role: string, statement: string) => {
      await worker.query(`begin; set local role ${role}`);
      const answer = await worker.query(statement, [ana.userId]).catch((error: Error) => error.message);
      await worker.query('rollback');
      return typeof answer === 'string' ? answer : answer.rowCount;
    };
    for (const role of ['flux_tenant', 'flux_system'])
      expect(await attempt(role, `update consents set kind = 'given' where user_id = $1`)).toMatch(
        /permission denied/,
      );
    expect(await attempt('flux_tenant', 'delete from consents where user_id = $1')).toMatch(
      /permission denied/,
    );
    expect(await attempt('flux_system', 'delete from consents where user_id = $1')).toMatch(/are kept/);
    // Of somebody whose account is gone they go as well.
    const gone = [randomUUID()];
    await admin.query(
      `insert into consents (user_id, line, channel, kind, way) values ($1, 1, 'push', 'given', 'rest')`,
      gone,
    );
    await worker.query('begin; set local role flux_system');
    expect((await worker.query('delete from consents where user_id = $1', gone)).rowCount).toBe(1);
    await worker.query('commit');
    expect(
      await attempt(
        'flux_system',
        `insert into consents select user_id, 99, channel, kind, number_hash, way
        from consents where user_id = $1 limit 1`,
      ),
    ).toMatch(/permission denied/);
  } finally {
    await worker.end();
  }
  await expect(
    admin.query(`update consents set kind = 'given' where user_id = $1`, [ana.userId]),
  ).rejects.toThrow(/are kept/);
});
