// A change of a plan that runs is drafted from the words that led to it, and from no word that was given up or undone.
import { describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api } = httpWorld({ worker: 'here' });

const WISH = 'Run every Tuesday and Thursday at 7 for half an hour, for six weeks';

async function running(person: Session) {
  const goal = await person.expect(201, 'POST', '/v1/goals', { wish: WISH });
  const path = `/v1/goals/${goal.id}`;
  const { draft, hash } = goal.latest_draft;
  await person.expect(200, 'POST', `${path}/approval`, { draft, hash });
  const change = (message: string) => person.expect(201, 'POST', `${path}/modifications`, { message });
  const agree = (to: { draft: number; hash: string }) =>
    person.expect(200, 'POST', `${path}/approval`, { draft: to.draft, hash: to.hash });
  return { path, change, agree };
}

interface Drafted {
  plan: { tasks: { days: string[]; time: string }[] };
}
const days = ({ plan }: Drafted) => [...new Set(plan.tasks.flatMap((task) => task.days))].toSorted();
const times = ({ plan }: Drafted) => [...new Set(plan.tasks.map(({ time }) => time))];

describe('what counts for a change', () => {
  test('no word of one that was given up', async () => {
    const ana = await api.register({ zone: 'Europe/Berlin' });
    const { path, change } = await running(ana);
    expect(days(await change('not on Tuesdays'))).not.toContain('TU');
    await ana.expect(200, 'POST', `${path}/modifications/abandonment`);
    const later = await change('at 8 instead');
    expect([days(later), times(later)]).toEqual([['TH', 'TU'], ['08:00']]);
  });

  test('each word of one that waits', async () => {
    const ben = await api.register({ zone: 'Europe/Berlin' });
    const { change } = await running(ben);
    await change('not on Tuesdays');
    const both = await change('at 8 instead');
    expect(days(both)).not.toContain('TU');
    expect(times(both)).toEqual(['08:00']);
  });

  test('no word that was undone, each that was agreed to', async () => {
    const eva = await api.register({ zone: 'Europe/Berlin' });
    const { path, change, agree } = await running(eva);
    await change('not on Thursdays');
    await eva.expect(200, 'POST', `${path}/modifications/abandonment`);
    await agree(await change('not on Tuesdays'));
    const back = await eva.expect(201, 'POST', `${path}/restoration`, { draft: 1 });
    await agree(back);
    const later = await change('at 8 instead');
    expect([days(later), times(later)]).toEqual([['TH', 'TU'], ['08:00']]);
    await agree(later);
    const shorter = await change('only 20 minutes');
    expect([days(shorter), times(shorter)]).toEqual([['TH', 'TU'], ['08:00']]);
  });
});
