// Codes are counted by whoever asks and by what many may ask for: strangers brake themselves, and shut out nobody whom
// we know, nor anybody for what the provider did not send.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { FaultKinds } from '../../../src/simulator/faults.ts';
import { httpWorld } from '../../harness/http-world.ts';
import type { Session } from '../../harness/http.ts';

const { world, api, admin } = httpWorld({
  env: {
    LOG_LEVEL: 'silent',
    RATE_LIMITS: 'register=1000/min',
    TRUSTED_PROXY_HOPS: '1',
    // Here the provider says nothing, and that is waited out.
    PROVIDER_TIMEOUT_MS: '2000',
  },
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

let cases = 0;
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

test.each<[what: string, fault: FaultKinds['verifications']]>([
  ['503', { kind: 'refuse', status: 503, retryAfterSeconds: 30 }],
  ['500', { kind: 'refuse', status: 500, code: 20500 }],
  ['too much of the account', { kind: 'refuse', status: 429, code: 20429 }],
  ['a reset', { kind: 'drop' }],
  ['silence', { kind: 'hang' }],
  ['a reset after all', { kind: 'accept-then-drop' }],
  ['half an answer', { kind: 'accept-then-broken-body' }],
])('a code is on its way when the provider has it, not before: %s', async (_what, fault) => {
  const ana = await api.register();
  const phone = `+13135550${100 + cases++}`;
  const headers = { 'Idempotency-Key': randomUUID(), 'X-Forwarded-For': '192.0.2.50' };
  world.simulator.phone.addPhone(phone);
  // More often than the person might ask; silence lasts for two seconds each time.
  const times = fault.kind === 'hang' ? 1 : 4;
  world.simulator.faults.next('verifications', fault, { times, to: phone });
  for (let i = 0; i < times; i++) {
    const away = await ana.call('POST', START, { phone }, headers);
    expect([away.status, away.body.code]).toEqual([503, 'PROVIDER_UNAVAILABLE']);
    expect(away.headers.get('Retry-After')).toBe('retryAfterSeconds' in fault ? '30' : '10');
    expect(await ana.expect(200, 'GET', '/v1/account/preferences')).toMatchObject({ pending_phone: null });
  }
  const sent = await ana.call('POST', START, { phone }, headers);
  expect([sent.status, sent.headers.get('Idempotent-Replayed')]).toEqual([202, null]);
  const theirs = world.simulator.state.verifications.filter(({ to }) => to === phone);
  expect(theirs).toHaveLength(1);
  await ana.expect(200, 'POST', `${START}/check`, { code: theirs[0]!.code });
});

test.each([
  [60410, 'PHONE_REFUSED'],
  [60238, 'PHONE_REFUSED'],
  [60200, 'PHONE_REFUSED'],
  [21610, 'PHONE_REFUSED'],
  [69999, 'PHONE_REFUSED'],
  [60605, 'COUNTRY_NOT_SERVED'],
  [21408, 'COUNTRY_NOT_SERVED'],
  [21211, 'PHONE_UNUSABLE'],
])('what the provider refuses for good is no outage: %i', async (code, problem) => {
  const ana = await api.register();
  const phone = `+13125550${100 + cases++}`;
  world.simulator.faults.next('verifications', { kind: 'refuse', status: 403, code }, { to: phone });
  const refused = await ana.call(
    'POST',
    START,
    { phone },
    { 'X-Forwarded-For': `192.0.2.${60 + (code % 90)}` },
  );
  expect([refused.status, refused.body.code, refused.headers.get('Retry-After')]).toEqual([
    422,
    problem,
    null,
  ]);
});

test.each([10001, 20003, 20005, 20404, 21608, 60223])(
  'an account that is shut is no fault of the number: %i',
  async (code) => {
    const ana = await api.register();
    const phone = `+13125550${100 + cases++}`;
    world.simulator.faults.next('verifications', { kind: 'refuse', status: 401, code }, { to: phone });
    expect(await ask(ana, phone, '192.0.2.55')).toBe(503);
  },
);

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
