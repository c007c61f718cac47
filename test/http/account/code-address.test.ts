// Codes are counted by whoever asks and by what many may ask for: strangers brake themselves, and shut out nobody whom
// we know, nor anybody for what the provider did not send.
import { expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';
import type { Session } from '../../harness/http.ts';

const { world, api, admin } = httpWorld({
  env: { LOG_LEVEL: 'silent', RATE_LIMITS: 'register=1000/min', TRUSTED_PROXY_HOPS: '1' },
});

const START = '/v1/account/phone/verification';

/** The status of asking for a code from this address. The provider has forgotten by then what it sent before. */
async function ask(person: Session, phone: string, address: string): Promise<number> {
  world.simulator.advanceClock(11 * 60_000);
  world.simulator.phone.addPhone(phone);
  return (await person.call('POST', START, { phone }, { 'X-Forwarded-For': address })).status;
}

/** What a new account each time is answered that asks from this address. */
async function strangersAsk(phones: string[], address: string): Promise<number[]> {
  const statuses = [];
  for (const phone of phones) statuses.push(await ask(await api.register(), phone, address));
  return statuses;
}

/** Somebody who has proved a number of their own, from their own address. */
async function somebodyKnown(phone: string, address: string): Promise<Session> {
  const person = await api.register();
  expect(await ask(person, phone, address)).toBe(202);
  const { code } = world.simulator.state.verifications.findLast(({ to }) => to === phone)!;
  await person.expect(200, 'POST', `${START}/check`, { code });
  return person;
}

const times = (count: number, status: number): number[] => Array.from({ length: count }, () => status);
const numbers = (area: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `+1${area}55501${String(index).padStart(2, '0')}`);

test('fresh accounts of one address are one sender of codes', async () => {
  const statuses = await strangersAsk(numbers(303, 12), '192.0.2.1');
  expect(statuses).toEqual([...times(8, 202), ...times(4, 429)]);
  const theirs = world.simulator.state.verifications.filter(({ to }) => to.startsWith('+1303'));
  expect(theirs).toHaveLength(8);
});

test('one address sends a number four codes a day, many send it eight, and the last two are for whom we know', async () => {
  const phone = '+13045550100';
  const known = await somebodyKnown('+13045550199', '192.0.2.10');
  const statuses = [];
  for (const host of [11, 12, 13])
    statuses.push(
      ...(await strangersAsk(
        Array.from({ length: 5 }, () => phone),
        `192.0.2.${host}`,
      )),
    );
  expect(statuses).toEqual([...times(4, 202), 429, ...times(4, 202), 429, ...times(5, 429)]);
  expect(await ask(known, phone, '192.0.2.10')).toBe(202);
});

test('addresses of one network that costs nothing are one sender to a number', async () => {
  const statuses = [];
  for (let subnet = 0; subnet < 6; subnet++)
    statuses.push(...(await strangersAsk(['+13065550100'], `2001:db8:7:${subnet}::1`)));
  expect(statuses).toEqual([...times(4, 202), 429, 429]);
});

test('strangers cannot empty a block of numbers for whom we know', async () => {
  const known = await somebodyKnown('+13085550100', '192.0.2.20');
  const block = numbers(307, 24);
  const statuses = [];
  for (const [index, host] of [21, 22, 23].entries())
    statuses.push(...(await strangersAsk(block.slice(index * 8, index * 8 + 8), `192.0.2.${host}`)));
  expect(statuses).toEqual([...times(16, 202), ...times(8, 429)]);
  expect(await ask(known, block[23]!, '192.0.2.20')).toBe(202);
});

const countBlocks = async () =>
  (await admin.query(`select from rate_limit_buckets where key ~ '^code-prefix:[^:]+$'`)).rowCount!;

test('a block of numbers is one in whatever form they are dialled', async () => {
  const before = await countBlocks();
  expect(await strangersAsk(['+5491143215670', '+541143215671'], '192.0.2.25')).toEqual([202, 202]);
  expect(await countBlocks()).toBe(before + 1);
});

test('what the provider did not send is not counted', async () => {
  const ana = await api.register();
  const phone = '+13095550100';
  const faults = [
    { kind: 'refuse', status: 429, code: 20429 },
    { kind: 'refuse', status: 401, code: 20003 },
  ] as const;
  for (const fault of [...faults, ...faults, ...faults]) {
    world.simulator.faults.next('verifications', fault);
    expect(await ask(ana, phone, '192.0.2.30')).toBe(503);
  }
  expect([
    await ask(ana, phone, '192.0.2.30'),
    await ask(ana, phone, '192.0.2.30'),
    await ask(ana, phone, '192.0.2.30'),
    await ask(ana, phone, '192.0.2.30'),
  ]).toEqual([202, 202, 202, 429]);
});

test('a number that the provider refuses counts for whoever asks, and for nobody else', async () => {
  const bad = '+13105550100';
  const refuse = { kind: 'refuse', status: 400, code: 60205 } as const;
  const statuses = [];
  for (const host of [40, 41, 42]) {
    world.simulator.faults.next('verifications', refuse, { times: 4 });
    statuses.push(
      ...(await strangersAsk(
        Array.from({ length: 5 }, () => bad),
        `192.0.2.${host}`,
      )),
    );
  }
  expect(statuses).toEqual([...times(4, 422), 429, ...times(4, 422), 429, ...times(4, 422), 429]);
  expect(await strangersAsk([bad], '192.0.2.43')).toEqual([202]);
});
