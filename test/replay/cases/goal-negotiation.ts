// How negotiations went when they carried out the decisions themselves, until 28 November 2026; what has changed since is
// in goal-decisions.ts. Their histories stay; played anew, they would be others.
import { randomUUID } from 'node:crypto';
import { newId } from '../../../src/kernel/ids.ts';
import { approve } from '../../../workflows/goal-negotiation.contract.ts';
import type { Person } from '../../harness/person.ts';
import { acceptUpdate, complete, fireTimer, refuseUpdate, runActivity } from '../by-hand.ts';
import { CANARIES } from '../canaries.ts';
import type { Case } from '../cases.ts';

const idOf = (goal: { id: string }): string => `goal/${goal.id}`;

export const goalNegotiation = {
  approved: async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const goal = await propose(ana);
    await approveLatest(ana, goal);
    return ends(idOf(goal), 'approved');
  },

  'revised-twice': async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const goal = await propose(ana);
    await ask(ana, goal, CANARIES.revision);
    await ask(ana, goal, 'not on weekends');
    await approveLatest(ana, goal);
    return ends(idOf(goal), 'approved');
  },

  'stale-approval-refused': async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const goal = await propose(ana);
    const first = await latestOf(ana, goal);
    await ask(ana, goal, CANARIES.revision);
    await ana.expect(409, 'POST', `/v1/goals/${goal.id}/approval`, first);
    await approveLatest(ana, goal);
    return ends(idOf(goal), 'approved');
  },

  // Accepted while the first draft was the latest one, in its turn behind a revision.
  'stale-in-its-turn': async ({ failing, failures, person, ends }) => {
    const ana = await person({ channels: [] }, failing);
    const goal = await propose(ana);
    const first = await latestOf(ana, goal);
    const thinking = Promise.withResolvers<void>();
    const approvalIsIn = Promise.withResolvers<void>();
    failures.beforePlan = () => {
      thinking.resolve();
      return approvalIsIn.promise;
    };
    const revising = ask(ana, goal, CANARIES.revision);
    await thinking.promise;
    const approving = await failing.temporal.client.workflow.getHandle(idOf(goal)).startUpdate(approve, {
      args: [{ number: first.draft, hash: first.hash }],
      waitForStage: 'ACCEPTED',
    });
    approvalIsIn.resolve();
    await revising;
    if (await succeeds(approving.result())) throw new Error('a stale approval went through');
    await ana.expect(200, 'POST', `/v1/goals/${goal.id}/abandonment`);
    return ends(idOf(goal), 'abandoned');
  },

  // A task came to stand where the draft has a session.
  outdated: async ({ person, ends }) => {
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

  'specialist-missing': async ({ failing, failures, person, ends }) => {
    failures.agents.add('scheduler');
    const ana = await person({ channels: [] }, failing);
    const goal = await propose(ana);
    failures.agents.clear();
    await ana.expect(200, 'POST', `/v1/goals/${goal.id}/abandonment`);
    return ends(idOf(goal), 'abandoned');
  },

  'every-specialist-missing': async ({ failing, failures, person, ends }) => {
    for (const agent of ['classifier', 'scheduler', 'pattern_observer'] as const) failures.agents.add(agent);
    const ana = await person({ channels: [] }, failing);
    const goal = await propose(ana);
    failures.agents.clear();
    await ana.expect(200, 'POST', `/v1/goals/${goal.id}/abandonment`);
    return ends(idOf(goal), 'abandoned');
  },

  abandoned: async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const goal = await propose(ana);
    await ana.expect(200, 'POST', `/v1/goals/${goal.id}/abandonment`);
    return ends(idOf(goal), 'abandoned');
  },

  // Requests say by which door they come since 28 November 2026; the cases above are from before.
  'approved-in-chat': async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const { goal_id, conversation_id } = await ana.say(CANARIES.wish);
    await ana.say('Yes, let us do it', conversation_id);
    return ends(`goal/${goal_id}`, 'approved');
  },

  'let-go-in-chat': async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const { goal_id, conversation_id } = await ana.say(CANARIES.wish);
    await ana.say('Forget it', conversation_id);
    return ends(`goal/${goal_id}`, 'abandoned');
  },

  'awaits-a-decision': async ({ person, waitsFor, historyOf }) => {
    const ana = await person({ channels: [] });
    const goal = await propose(ana);
    await waitsFor(idOf(goal), 'decision');
    return historyOf(idOf(goal));
  },

  // A turn of chat that asked for another draft was stopped: what is drafted for it ends, and the negotiation goes on.
  'revision-stopped': async ({ person, failing, failures, waitsFor, historyOf }) => {
    const ana = await person({ channels: [] }, failing);
    const shown = await ana.say(CANARIES.wish);
    const goal = { id: shown.goal_id as string };
    const [thinking, isStopped] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    failures.beforePlan = () => {
      thinking.resolve();
      return isStopped.promise;
    };
    const { conversation_id } = shown;
    const said = { message: CANARIES.revision, conversation_id, message_id: randomUUID() };
    const waiting = ana.call('POST', '/v1/chat/messages', said);
    await thinking.promise;
    await ana.expect(200, 'POST', `/v1/chat/messages/${said.message_id}/stop`);
    await waiting;
    isStopped.resolve();
    failures.beforePlan = async () => {};
    await waitsFor(idOf(goal), 'decision');
    return historyOf(idOf(goal));
  },

  // Nobody records for thirty days: the end is written by hand.
  lapsed: async ({ person, waitsFor, historyOf }) => {
    const ana = await person({ channels: [] });
    const goal = await propose(ana);
    await waitsFor(idOf(goal), 'decision');
    return complete(runActivity(fireTimer(await historyOf(idOf(goal))), 'abandonGoal'));
  },

  'asked-while-it-lapses': async ({ person, waitsFor, historyOf }) => {
    const ana = await person({ channels: [] });
    const goal = await propose(ana);
    await waitsFor(idOf(goal), 'decision');
    const asked = acceptUpdate({ id: 'late', name: 'revise', args: { messageId: goal.id } });
    const ending = runActivity(fireTimer(await historyOf(idOf(goal))), 'abandonGoal', asked);
    const refusal = { message: 'goal is abandoned', type: 'GOAL_CLOSED' };
    return refuseUpdate(ending, 'answers-while-it-ends', refusal);
  },

  // As a worker did before 'answers-while-it-ends': who asked meanwhile, or later, was told nothing.
  'never-answered-while-it-lapsed': async ({ real, waitsFor, historyOf }) => {
    const goal = { id: newId() };
    const input = { orgId: newId(), userId: newId(), goalId: goal.id, isRevived: true };
    const run = await real.temporal.client.workflow.start('goalNegotiation', {
      workflowId: idOf(goal),
      taskQueue: real.env['TEMPORAL_TASK_QUEUE']!,
      args: [input],
    });
    await waitsFor(run.workflowId, 'decision');
    const lapsing = fireTimer(await historyOf(run.workflowId));
    await run.terminate('recorded');
    const { events } = runActivity(lapsing, 'abandonGoal', asked('meanwhile'));
    return { events: asked('later')(events) };
  },
} satisfies Record<string, Case>;

/** Takes a request for the first draft. */
const asked = (id: string) => acceptUpdate({ id, name: 'propose', args: {} });

type Goal = { id: string };

const propose = (ana: Person): Promise<Goal> => ana.expect(201, 'POST', '/v1/goals', { wish: CANARIES.wish });

const ask = (ana: Person, goal: Goal, message: string): Promise<unknown> =>
  ana.expect(201, 'POST', `/v1/goals/${goal.id}/revisions`, { message });

async function latestOf(ana: Person, goal: Goal): Promise<{ draft: number; hash: string }> {
  const { draft, hash } = await ana.expect(200, 'GET', `/v1/goals/${goal.id}/drafts/latest`);
  return { draft, hash };
}

async function approveLatest(ana: Person, goal: Goal): Promise<void> {
  await ana.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, await latestOf(ana, goal));
}

const succeeds = (work: Promise<unknown>): Promise<boolean> => work.then(() => true).catch(() => false);
