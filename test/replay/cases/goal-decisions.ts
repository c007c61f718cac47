// Negotiations that only hear of decisions, as they are since 28 November 2026: told, interrupted, failed, looked into, and
// started from a draft.
import { lookAgain } from '../../../workflows/goal-negotiation.contract.ts';
import type { Person } from '../../harness/person.ts';
import { CANARIES } from '../canaries.ts';
import type { Case } from '../cases.ts';
import type { Stage } from '../stage.ts';

export const goalDecisions = {
  'agreed-elsewhere': async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const goal = await propose(ana);
    await approveLatest(ana, goal);
    return ends(idOf(goal), 'approved');
  },

  'let-go-elsewhere': async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const goal = await propose(ana);
    await letGo(ana, goal);
    return ends(idOf(goal), 'abandoned');
  },

  'let-go-while-drafting': async ({ failing, failures, person, ends }) => {
    const ana = await person({ channels: [] }, failing);
    const [thinking, isLetGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    failures.beforePlan = () => {
      thinking.resolve();
      return isLetGo.promise;
    };
    const proposing = ana.call('POST', '/v1/goals', { wish: CANARIES.wish });
    await thinking.promise;
    const { goals } = await ana.expect(200, 'GET', '/v1/goals');
    await letGo(ana, goals[0]);
    await proposing;
    isLetGo.resolve();
    failures.beforePlan = async () => {};
    return ends(idOf(goals[0]), 'abandoned');
  },

  'no-draft-came-of-it': async ({ failing, failures, person, ends }) => {
    failures.agents.add('planner');
    const ana = await person({ channels: [] }, failing);
    const { goal_id: id } = await ana.expect(503, 'POST', '/v1/goals', { wish: CANARIES.wish });
    failures.agents.clear();
    await ana.expect(201, 'POST', '/v1/goals', { wish: CANARIES.wish, goal_id: id });
    await letGo(ana, { id });
    return ends(idOf({ id }), 'abandoned');
  },

  // A task came to stand where the draft has a session.
  redrafted: async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const goal = await propose(ana);
    const draft = await ana.expect(200, 'GET', `/v1/goals/${goal.id}/drafts/latest`);
    await ana.expect(201, 'POST', '/v1/tasks', {
      title: CANARIES.task,
      starts_at: draft.plan.tasks[0].occurrences[0].starts_at,
      duration_minutes: 15,
    });
    await ana.expect(409, 'POST', `/v1/goals/${goal.id}/approval`, { draft: draft.draft, hash: draft.hash });
    await approveLatest(ana, goal);
    return ends(idOf(goal), 'approved');
  },

  'started-from-a-draft': async (stage) => {
    const ana = await stage.person({ channels: [] });
    const goal = await propose(ana);
    await handleOf(stage, goal).terminate('by an operator');
    await ana.expect(201, 'POST', `/v1/goals/${goal.id}/revisions`, { message: CANARIES.revision });
    await approveLatest(ana, goal);
    return stage.ends(idOf(goal), 'approved');
  },

  'looked-again': async (stage) => {
    const ana = await stage.person({ channels: [] });
    const goal = await propose(ana);
    await stage.waitsFor(idOf(goal), 'decision');
    await handleOf(stage, goal).signal(lookAgain);
    await stage.waitsFor(idOf(goal), 'decision');
    await letGo(ana, goal);
    return stage.ends(idOf(goal), 'abandoned');
  },
} satisfies Record<string, Case>;

type Goal = { id: string };

const idOf = (goal: Goal): string => `goal/${goal.id}`;

const handleOf = ({ real }: Stage, goal: Goal) => real.temporal.client.workflow.getHandle(idOf(goal));

const propose = (ana: Person): Promise<Goal> => ana.expect(201, 'POST', '/v1/goals', { wish: CANARIES.wish });

const letGo = (ana: Person, goal: Goal): Promise<unknown> =>
  ana.expect(200, 'POST', `/v1/goals/${goal.id}/abandonment`);

async function approveLatest(ana: Person, goal: Goal): Promise<void> {
  const { draft, hash } = await ana.expect(200, 'GET', `/v1/goals/${goal.id}/drafts/latest`);
  await ana.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, { draft, hash });
}
