// The promise: whatever writes into a person's calendar, by whichever door, in whichever of their organisations and however many at
// once, two things never overlap.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

/** Each round is a person of its own, and 21 writers at once. */
const ROUNDS = Number(process.env['CALENDAR_ROUNDS'] ?? 4);
const AT_ONCE = 2;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 1440 * MINUTE_MS;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test(
  `${ROUNDS} rounds of 21 writers on four slots, in two organisations`,
  async () => {
    const winners = new Set<string>();
    for (let first = 0; first < ROUNDS; first += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, ROUNDS - first) }, (_, index) => first + index);
      for (const won of await Promise.all(some.map(round))) for (const writer of won) winners.add(writer);
    }
    // What is always too late proves nothing.
    expect(winners.size).toBeGreaterThan(3);
  },
  60_000 + ROUNDS * 8000,
);

/** Resolves to who got through. */
async function round(index: number): Promise<string[]> {
  const ana = await world.person(`Ana${index}`, { channels: ['whatsapp'], windowSeconds: 60 });
  const due = await ana.plan('Due');
  const message = await ana.expectWhatsApp('Due');
  const movable: string[] = [];
  for (const days of [60, 61, 62, 63, 64]) movable.push(await create(ana, inDays(days)));
  const [named, free, alsoFree, late, edited] = movable as [string, string, string, string, string];
  const far = inDays(70);
  const settled = await create(ana, far);
  await ana.expect(200, 'POST', `/v1/tasks/${settled}/completion`);
  const before = await create(ana, new Date(far.getTime() - 30 * MINUTE_MS));
  const team = await ana.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
  const inTeam = { 'x-org-id': team.id as string };
  const movableInTeam = await create(ana, inDays(65), inTeam);
  // Lagos is an hour ahead of UTC: what follows the zone goes an hour back, into what others want meanwhile.
  const followed = await approved(ana, 'I want to run 10 km in six weeks, on Monday and Friday at 7 am');
  await ana.expect(200, 'PATCH', '/v1/account/preferences', { zone: 'Africa/Lagos' });
  const rezoned = new Date(Date.parse(followed) - HOUR_MS).toISOString();
  const goal = await ana.expect(201, 'POST', '/v1/goals', { wish: 'Meditate every evening at 9 pm' });
  const { draft, hash, plan } = goal.latest_draft;
  const { times } = await ana.expect(200, 'GET', `/v1/tasks/${free}/free-times?limit=1`);
  const soon = times[0].starts_at;
  const planned = plan.tasks[0].occurrences[0].starts_at;

  const post = (path: string, body?: object, headers = {}) =>
    untilHeard(() => ana.call('POST', path, body, headers));
  const make = (starts_at: string, headers = {}) =>
    post('/v1/tasks', { title: 'New', starts_at, duration_minutes: 30 }, headers);
  const move = (id: string, starts_at?: string) =>
    post(`/v1/tasks/${id}/reschedule`, starts_at === undefined ? {} : { starts_at });
  const edit = (id: string, change: object) => untilHeard(() => ana.call('PATCH', `/v1/tasks/${id}`, change));
  const writers: Record<string, () => Promise<unknown>> = {
    'WhatsApp’s 2': () => ana.reply('2', message),
    approval: () => post(`/v1/goals/${goal.id}/approval`, { draft, hash }),
    'create, soon': () => make(soon),
    'create, planned': () => make(planned),
    'keyed create, soon': () => make(soon, keyed()),
    'keyed create, planned': () => make(planned, keyed()),
    'move, soon': () => move(named, soon),
    'move, planned': () => move(late, planned),
    'first free': () => move(free),
    'first free as well': () => move(alsoFree),
    'create, far': () => make(far.toISOString()),
    'edit, far': () => edit(edited, { starts_at: far.toISOString() }),
    'longer, far': () => edit(before, { duration_minutes: 60 }),
    'reopen, far': () => post(`/v1/tasks/${settled}/reopening`),
    'team, soon': () => make(soon, inTeam),
    'team, planned': () => make(planned, { ...inTeam, ...keyed() }),
    'team, far': () => make(far.toISOString(), inTeam),
    'team, moved, soon': () => post(`/v1/tasks/${movableInTeam}/reschedule`, { starts_at: soon }, inTeam),
    'create, rezoned': () => make(rezoned),
    'team, rezoned': () => make(rezoned, inTeam),
    rezoning: () => post('/v1/tasks/rezoning'),
  };
  const names = Object.keys(writers);
  // Another order each round, so that others are first.
  const order = [...names.slice(index % names.length), ...names.slice(0, index % names.length)];
  const answers = await Promise.all(order.map(async (name) => ({ name, answer: await writers[name]!() })));
  await ana.expectTask(due, 'rescheduled');

  const outcomes = answers.filter(({ name }) => name !== 'WhatsApp’s 2') as {
    name: string;
    answer: Answer;
  }[];
  for (const { answer } of outcomes) {
    if (answer.status < 300) continue;
    expect(answer).toMatchObject({
      status: 409,
      body: { code: expect.stringMatching(/^(TIME_TAKEN|PLAN_STALE)$/) },
    });
  }
  expect(overlapsAmong([...(await openTasks(ana)), ...(await openTasks(ana, inTeam))])).toEqual([]);
  return outcomes.filter(({ answer }) => answer.status < 300).map(({ name }) => name);
}

/** Asks again where nobody took it in time: a slow machine is no outage. */
async function untilHeard(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503 || answer.body.code !== 'UNAVAILABLE') return answer;
  }
}

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const keyed = () => ({ 'idempotency-key': randomUUID() });

async function create(person: Person, startsAt: Date, headers = {}): Promise<string> {
  const body = { title: 'Movable', starts_at: startsAt.toISOString(), duration_minutes: 30 };
  const answer = await person.call('POST', '/v1/tasks', body, headers);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body.id;
}

/** Agrees to what is drafted; resolves to its first start. */
async function approved(person: Person, wish: string): Promise<string> {
  const { id, latest_draft } = await person.expect(201, 'POST', '/v1/goals', { wish });
  const { draft, hash, plan } = latest_draft;
  await person.expect(200, 'POST', `/v1/goals/${id}/approval`, { draft, hash });
  return plan.tasks[0].occurrences[0].starts_at;
}

interface Timed {
  title: string;
  status: string;
  starts_at: string;
  duration_minutes: number;
}

async function openTasks(person: Person, headers = {}): Promise<Timed[]> {
  const { tasks, next_cursor } = (await person.call('GET', '/v1/tasks?limit=100', undefined, headers)).body;
  expect(next_cursor).toBeNull();
  return tasks.filter(({ status }: Timed) => status === 'pending' || status === 'rescheduled');
}

/** "one, other" for each two of them that share a moment. */
function overlapsAmong(tasks: Timed[]): string[] {
  const sorted = tasks.toSorted((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
  return sorted.slice(1).flatMap((task, index) => {
    const before = sorted[index]!;
    const endMs = Date.parse(before.starts_at) + before.duration_minutes * MINUTE_MS;
    return Date.parse(task.starts_at) < endMs ? [`${before.title}, ${task.title} at ${task.starts_at}`] : [];
  });
}
