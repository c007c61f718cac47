// What was missed three weeks running becomes a pattern: shown with its evidence, overridden and deleted by the person,
// and a proposal to the next plan alone.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { withStored } from '../../src/patterns/stored-slots.ts';
import type { Pattern } from '../../src/patterns/pattern.entity.ts';
import type { Session } from '../harness/http.ts';
import { httpWorld } from '../harness/http-world.ts';

const { api } = httpWorld();

const WEEK_MS = 7 * 86_400_000;
/** A quarter past nine of a day that lies so many weeks back, in UTC: no clock is put forward there. */
const weeksAgo = (weeks: number, minutes = 15): string => {
  const day = new Date(Date.now() - weeks * WEEK_MS - 2 * 86_400_000).toISOString().slice(0, 10);
  return `${day}T09:${String(minutes).padStart(2, '0')}:00Z`;
};

/** A task of the past, settled by its person's own word. */
async function settle(person: Session, startsAt: string, settling: 'miss' | 'completion'): Promise<string> {
  const task = { title: 'Run', starts_at: startsAt, duration_minutes: 30, force: true };
  const { id } = await person.expect(201, 'POST', '/v1/tasks', task);
  await person.expect(200, 'POST', `/v1/tasks/${id}/${settling}`);
  return id;
}

async function missed(person: Session, weeks: number[], minutes?: number): Promise<string[]> {
  const ids: string[] = [];
  for (const back of weeks) ids.push(await settle(person, weeksAgo(back, minutes), 'miss'));
  return ids;
}

const patternsOf = async (person: Session) =>
  (await person.expect(200, 'GET', '/v1/patterns')).patterns as { id: string }[];

async function newcomer(): Promise<Session> {
  const person = await api.register();
  await person.expect(200, 'PATCH', '/v1/account/preferences', { zone: 'UTC' });
  return person;
}

describe('three misses in a row', () => {
  test('make a pattern with its evidence, and a fourth strengthens it', async () => {
    const ana = await newcomer();
    const ids = await missed(ana, [4, 3]);
    expect(await patternsOf(ana)).toEqual([]);
    ids.push(...(await missed(ana, [2], 40)));
    const [pattern, ...more] = await patternsOf(ana);
    expect(more).toEqual([]);
    expect(pattern).toMatchObject({
      time_range: { from: '09:15', to: '10:40' },
      confidence: 0.6,
      user_overridden: false,
      evidence: { weeks: 3, task_ids: ids },
    });
    await missed(ana, [1]);
    expect(await patternsOf(ana)).toMatchObject([
      { id: pattern!.id, confidence: 0.67, evidence: { weeks: 4, last_on: weeksAgo(1).slice(0, 10) } },
    ]);
  });

  test('two at once are one', async () => {
    const ana = await newcomer();
    await missed(ana, [4, 3]);
    const again = async () => settle(ana, weeksAgo(2), 'miss');
    await Promise.all([again(), again(), again()]);
    expect(await patternsOf(ana)).toMatchObject([{ evidence: { weeks: 3 } }]);
  });

  test('that are taken back are no evidence any more', async () => {
    const ana = await newcomer();
    const [first] = await missed(ana, [4, 3, 2]);
    await ana.expect(200, 'POST', `/v1/tasks/${first}/reopening`, { force: true });
    await ana.expect(200, 'POST', `/v1/tasks/${first}/completion`);
    // The next miss, wherever it is, looks again.
    await settle(ana, weeksAgo(5, 0).replace('T09', 'T20'), 'miss');
    expect(await patternsOf(ana)).toEqual([]);
  });

  test('and then done: it weakens, and goes', async () => {
    const ana = await newcomer();
    await missed(ana, [6, 5, 4]);
    await settle(ana, weeksAgo(3), 'completion');
    await settle(ana, weeksAgo(7, 0).replace('T09', 'T20'), 'miss');
    expect(await patternsOf(ana)).toMatchObject([{ confidence: 0.3 }]);
    await settle(ana, weeksAgo(2), 'completion');
    await settle(ana, weeksAgo(8, 0).replace('T09', 'T20'), 'miss');
    expect(await patternsOf(ana)).toEqual([]);
  });
});

describe('the word of the person', () => {
  test('stays: nothing that is learned changes it', async () => {
    const ana = await newcomer();
    await missed(ana, [5, 4, 3]);
    const [{ id } = { id: '' }] = await patternsOf(ana);
    const changed = await ana.expect(200, 'PATCH', `/v1/patterns/${id}`, { confidence: 0 });
    expect(changed).toMatchObject({ confidence: 0, user_overridden: true });
    await missed(ana, [2, 1]);
    expect(await patternsOf(ana)).toMatchObject([{ id, confidence: 0, evidence: { weeks: 3 } }]);
    // Given back, it is learned again.
    await ana.expect(200, 'PATCH', `/v1/patterns/${id}`, { user_overridden: false });
    await missed(ana, [1], 20);
    expect(await patternsOf(ana)).toMatchObject([{ id, confidence: 0.71, evidence: { weeks: 5 } }]);
  });

  test('deletes it, and the same misses do not bring it back; three new ones do', async () => {
    const ana = await newcomer();
    await missed(ana, [7, 6, 5]);
    const [{ id } = { id: '' }] = await patternsOf(ana);
    await ana.expect(204, 'DELETE', `/v1/patterns/${id}`);
    await ana.expect(404, 'GET', `/v1/patterns/${id}`);
    await ana.expect(404, 'DELETE', `/v1/patterns/${id}`);
    await missed(ana, [4, 3]);
    expect(await patternsOf(ana)).toEqual([]);
    await missed(ana, [2]);
    expect(await patternsOf(ana)).toMatchObject([{ evidence: { weeks: 3 } }]);
  });

  test('is theirs alone, and bound to what they have seen', async () => {
    const [ana, ben] = [await newcomer(), await newcomer()];
    await missed(ana, [4, 3, 2]);
    const [{ id } = { id: '' }] = await patternsOf(ana);
    await ben.expect(404, 'GET', `/v1/patterns/${id}`);
    await ben.expect(404, 'PATCH', `/v1/patterns/${id}`, { confidence: 1 });
    await ben.expect(404, 'DELETE', `/v1/patterns/${id}`);
    expect(await patternsOf(ben)).toEqual([]);
    await ana.expect(404, 'GET', `/v1/patterns/${randomUUID()}`);
    for (const body of [{ confidence: 1.1 }, { description: '' }, { day: 'MO' }])
      await ana.expect(422, 'PATCH', `/v1/patterns/${id}`, body);
  });
});

const slot = (day: 'MO' | 'TU', from: string, to: string, reason: string) => ({
  day,
  time_range: { from, to },
  reason,
  confidence: 0.7,
});
const pattern = (change: Partial<Pattern>) =>
  ({
    day: 'MO',
    timeFrom: '18:00',
    timeTo: '19:00',
    description: 'ours',
    confidence: 0.6,
    dismissedAt: null,
    ...change,
  }) as Pattern;

test('plans hear of it before what a model reads out of counts, and not of what the person took back', () => {
  const observed = {
    best_times: [],
    category_performance: [],
    general_notes: '',
    avoid_slots: [slot('MO', '18:30', '19:30', 'counted'), slot('TU', '07:00', '08:00', 'counted')],
  };
  const reasons = (...patterns: Pattern[]) =>
    withStored(observed, patterns).avoid_slots.map(({ day, reason }) => `${day} ${reason}`);
  expect(reasons()).toEqual(['MO counted', 'TU counted']);
  expect(reasons(pattern({}))).toEqual(['MO ours', 'TU counted']);
  expect(reasons(pattern({ confidence: 0 }))).toEqual(['TU counted']);
  expect(reasons(pattern({ dismissedAt: new Date() }))).toEqual(['TU counted']);
});
