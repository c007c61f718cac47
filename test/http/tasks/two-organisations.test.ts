// One person in two organisations is still one person: what stands in the other one is in the way, and nothing else of it is told.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { meetAtLock } from '../../harness/lock-holder.ts';

const { world, api, admin } = httpWorld({ worker: 'here' });

const HOUR_MS = 3_600_000;
const ELSEWHERE = 'Busy elsewhere';

/** Someone, and what they ask for in a team of theirs. */
async function inTwo() {
  const ana = await api.register({ zone: 'UTC' });
  const team = (await ana.expect(201, 'POST', '/v1/orgs', { name: 'Team' })).id as string;
  const there = { 'x-org-id': team };
  const inTeam = async (status: number, method: string, path: string, body?: object) => {
    const answer = await ana.call(method, path, body, there);
    expect({ path, ...answer }).toMatchObject({ status });
    return answer.body;
  };
  return { ana, team, there, inTeam };
}

const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
const named = (title: string, starts_at: string, more = {}) => ({
  title,
  starts_at,
  duration_minutes: 60,
  ...more,
});

interface Drafted {
  latest_draft: { plan: { tasks: { occurrences: { starts_at: string }[] }[] } };
}

const startsOf = ({ latest_draft: { plan } }: Drafted): string[] =>
  plan.tasks.flatMap(({ occurrences }) => occurrences.map(({ starts_at }) => starts_at));

test('whoever writes a time is told that the person is busy elsewhere, and no word more', async () => {
  const { ana, inTeam } = await inTwo();
  const at = inHours(30);
  const dentist = await ana.expect(201, 'POST', '/v1/tasks', named('Dentist', at));
  const taken = { code: 'TIME_TAKEN', overlaps: [ELSEWHERE] };

  const refused = await inTeam(409, 'POST', '/v1/tasks', named('Standup', at));
  expect(refused).toMatchObject(taken);
  expect(JSON.stringify(refused)).not.toMatch(new RegExp(`Dentist|${dentist.id}`));
  const other = await inTeam(201, 'POST', '/v1/tasks', named('Other', inHours(50)));
  const move = { starts_at: at };
  expect(await inTeam(409, 'PATCH', `/v1/tasks/${other.id}`, move)).toMatchObject(taken);
  expect(await inTeam(409, 'POST', `/v1/tasks/${other.id}/reschedule`, move)).toMatchObject(taken);
  const forced = await inTeam(201, 'POST', '/v1/tasks', named('Forced', at, { force: true }));
  await inTeam(200, 'POST', `/v1/tasks/${forced.id}/completion`);
  expect(await inTeam(409, 'POST', `/v1/tasks/${forced.id}/reopening`)).toMatchObject(taken);

  // The other way round, and once it is settled there, it is free here.
  expect(
    await ana.expect(409, 'PATCH', `/v1/tasks/${dentist.id}`, { starts_at: other.starts_at }),
  ).toMatchObject(taken);
  await ana.expect(200, 'POST', `/v1/tasks/${dentist.id}/completion`);
  await inTeam(200, 'POST', `/v1/tasks/${forced.id}/reopening`);
});

test('ten at once from both sides wait for one another, and one gets the hour', async () => {
  const { ana, there } = await inTwo();
  const at = inHours(30);
  const post = (index: number) =>
    ana.call('POST', '/v1/tasks', named(`No ${index}`, at), {
      ...(index % 2 === 0 && there),
      ...(index % 3 === 0 && { 'idempotency-key': randomUUID() }),
    });
  const race = {
    lock: `select pg_advisory_xact_lock(hashtextextended('${ana.userId}', 7301966))`,
    waiting: 'select pg_advisory_xact_lock(hashtextextended(user_id',
    // So many have a connection each; the others wait for one.
    count: 8,
  };
  const writers = () => Promise.all(Array.from({ length: 10 }, (_, index) => post(index)));
  const answers = await meetAtLock(world.database.adminUrl, race, writers);
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
});

test('what is offered, drafted and approved keeps away from it', async () => {
  const { ana, inTeam } = await inTwo();
  const other = await inTeam(201, 'POST', '/v1/tasks', named('Other', inHours(50)));
  const path = `/v1/tasks/${other.id}/free-times?limit=1`;
  const [first] = (await inTeam(200, 'GET', path)).times;
  await ana.expect(201, 'POST', '/v1/tasks', named('Dentist', first.starts_at));
  expect((await inTeam(200, 'GET', path)).times[0].starts_at).not.toBe(first.starts_at);

  const wish = 'Meditate every evening at 9 pm';
  const here = await ana.expect(201, 'POST', '/v1/goals', { wish });
  const drafted = await inTeam(201, 'POST', '/v1/goals', { wish });
  expect(startsOf(drafted)).toContain(startsOf(here)[1]);
  const approve = ({ latest_draft: { draft, hash } }: typeof here) => ({ draft, hash });
  await ana.expect(200, 'POST', `/v1/goals/${here.id}/approval`, approve(here));
  // Both were drafted while the evenings were free.
  const stale = await inTeam(409, 'POST', `/v1/goals/${drafted.id}/approval`, approve(drafted));
  expect(stale).toMatchObject({ code: 'PLAN_STALE' });
  const redrafted = await inTeam(200, 'GET', `/v1/goals/${drafted.id}`);
  const standing = new Set(startsOf(here));
  expect(startsOf(redrafted).filter((start) => standing.has(start))).toEqual([]);
  expect(JSON.stringify(redrafted)).not.toContain('Dentist');
});

test('a session that follows the zone stays where the other organisation has something', async () => {
  const { ana, inTeam } = await inTwo();
  const wish = 'I want to run 10 km in six weeks, on Monday, Wednesday and Friday at 7 am';
  const goal = await ana.expect(201, 'POST', '/v1/goals', { wish });
  const { draft, hash } = goal.latest_draft;
  await ana.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, { draft, hash });
  const { tasks } = await ana.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}&limit=100`);
  const third = tasks[2];
  // Seven in Tokyo is 22:00 UTC of the day before.
  const there = new Date(Date.parse(third.starts_at) - 9 * HOUR_MS).toISOString();
  await inTeam(201, 'POST', '/v1/tasks', named('Party', there));
  await ana.expect(200, 'PATCH', '/v1/account/preferences', { zone: 'Asia/Tokyo' });
  const { stayed } = await ana.expect(200, 'POST', '/v1/tasks/rezoning');
  // On a Sunday night the first one's hour is over in Tokyo.
  expect(stayed.filter(({ reason }: { reason: string }) => reason !== 'past')).toMatchObject([
    { task: { id: third.id }, reason: 'taken', overlaps: [ELSEWHERE] },
  ]);
});

test('what somebody else has there, and what one had before leaving, is in nobody’s way', async () => {
  const { ana, team, inTeam } = await inTwo();
  const ben = await api.register();
  const at = inHours(30);
  const ask = (session: Session) => session.call('POST', '/v1/tasks', named('Mine', at));
  await inTeam(201, 'POST', '/v1/tasks', named('Standup', at));
  const { token } = await ana.expect(201, 'POST', `/v1/orgs/${team}/invitations`, {
    email: ben.email,
  });
  await ben.expect(200, 'POST', '/v1/invitations/acceptance', { token });
  expect((await ask(ben)).status).toBe(201);
  expect((await ask(ana)).status).toBe(409);
  await admin.query('delete from members where org_id = $1 and user_id = $2', [team, ana.userId]);
  expect((await ask(ana)).status).toBe(201);
});
