// The next step of a roadmap is planned as what it is called, where the part before it ended, in that one's rhythm.
import { describe, expect, test } from 'vitest';
import { stepWish } from '../../../src/goals/step-wish.ts';
import { composeGoal } from '../coach/pipeline.ts';

const rhythm = (plan: Awaited<ReturnType<typeof composeGoal>>) =>
  [...new Set(plan.tasks.flatMap(({ days, time }) => days.map((day) => `${day} ${time}`)))].toSorted();

describe('a step of a roadmap', () => {
  test.each([
    'I want to run a marathon, Mondays, Wednesdays and Saturdays at 7, 45 minutes each',
    'Run a marathon in a year',
    'Do 200 push-ups, every Tuesday and Friday at 18:00',
    'Write a novel, weekday mornings at 7 for an hour',
    'Save 10000 euros',
  ])('%s', async (wish) => {
    const content = await composeGoal(wish);
    const [, next] = content.roadmap;
    const before = { title: content.goal_title, isReached: true, content };
    const step = stepWish(next!.title, content.goal_title, before);
    const plan = await composeGoal(step);
    expect(plan.goal_title).toBe(next!.title);
    expect(rhythm(plan)).toEqual(rhythm(content));
    expect(plan.roadmap).toEqual([]);
    expect(plan.summary).not.toMatch(/cannot|I do not/i);
  });

  test('says where the part before it ended only where that was reached', async () => {
    const content = await composeGoal(
      'I want to run a marathon, Mondays and Saturdays at 7, 45 minutes each',
    );
    const said = (isReached: boolean) =>
      stepWish('Run 37.5 km', 'Run a marathon', { title: 'Run a marathon', isReached, content });
    const when = 'on Mondays and Saturdays at 07:00, 45 minutes each';
    expect(said(true)).toBe(`Run 37.5 km, I can already run 15 km, ${when}`);
    expect(said(false)).toBe(`Run 37.5 km, ${when}`);
    expect(stepWish('First third', 'Write a novel', null)).toBe('First third, as part of “Write a novel”');
  });
});
