// What a request costs at PostgreSQL, counted on the socket: once somebody is known, only what they ask for.
import { expect, test } from 'vitest';
import type { Session } from '../harness/http.ts';
import { httpWorld } from '../harness/http-world.ts';

const { world, api } = httpWorld({ isCounted: true });

const newTask = (n: number) => ({
  title: 'Run 5 km',
  starts_at: new Date(Date.UTC(2090, 0, 1) + n * 3_600_000).toISOString(),
  duration_minutes: 30,
});

type Ask = [what: string, sent: string[], ask: (ana: Session, n: number) => Promise<unknown>];

const ASKS: Ask[] = [
  ['the tasks of today', ['act_as', 'list_today'], (ana) => ana.expect(200, 'GET', '/v1/tasks/today')],
  [
    'a new task',
    ['act_as', 'lock_calendar', 'create_task'],
    (ana, n) => ana.expect(201, 'POST', '/v1/tasks', newTask(n)),
  ],
  ...Object.entries({
    overview: 'read_overview',
    goals: 'list_progress',
    'missed-by-category': 'list_missed',
    weekly: 'list_weeks',
    hours: 'count_history',
    channels: 'read_channels',
  }).map(([path, statement]): Ask => [
    `analytics, ${path}`,
    ['act_as', statement],
    (ana) => ana.expect(200, 'GET', `/v1/analytics/${path}`),
  ]),
  ['the tasks of today, by a tool', ['act_as', 'list_today'], (ana) => callTool(ana, 'list_today')],
];

async function callTool(ana: Session, name: string): Promise<void> {
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } };
  const headers = { accept: 'application/json, text/event-stream' };
  const { status, body } = await ana.call('POST', '/mcp', call, headers);
  expect([status, body.result?.isError]).toEqual([200, undefined]);
}

/** One that comes while the last proof is too old costs more: on a slow machine some do, and never all. */
const MOST_TRIES = 200;

test.each(ASKS)('%s: one round trip', async (_what, sent, ask) => {
  const ana = await api.register();
  for (let n = 0; n < MOST_TRIES; n++) {
    const trips = await world.lines!.api.countRoundTrips(() => ask(ana, n));
    if (trips.length > 1) continue;
    expect(trips).toEqual([{ sent, statements: sent.length }]);
    return;
  }
  expect.fail('each cost more than one');
});

test('somebody who is not known yet: who they are, and how much they may still ask for', async () => {
  const known = await api.register();
  await known.expect(200, 'GET', '/v1/tasks/today');
  const ana = await api.register();
  const trips = await world.lines!.api.countRoundTrips(() => ana.expect(200, 'GET', '/v1/tasks/today'));
  expect(trips.map(({ sent }) => sent)).toEqual([
    ['standing_of_bearers'],
    ['settle_tokens'],
    ['act_as', 'list_today'],
  ]);
});

test('an account as a whole: who is asked, what belongs to them, and where they are signed in', async () => {
  const ana = await api.register();
  for (let n = 0; n < MOST_TRIES; n++) {
    const trips = await world.lines!.api.countRoundTrips(() => ana.expect(200, 'GET', '/v1/me'));
    if (trips.length > 6) continue;
    expect(trips.length).toBeLessThanOrEqual(6);
    return;
  }
  expect.fail('each cost more than six');
});
