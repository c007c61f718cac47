// Goals in the matrix.
import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import type { Entries, Entry } from './entry.ts';
import { runningGoal } from './rules.ts';

const wish = (who: Actor): string =>
  `I want to run 10 km in six weeks, three mornings a week before work (${who.canary})`;

const revision = (who: Actor): string => `Only on weekends, please (${who.canary})`;

export interface Draft {
  goalId: string;
  number: number;
  hash: string;
}

/** The first draft of a goal. */
export async function draft(who: Actor): Promise<Draft> {
  const goal = await who.expect('POST', '/v1/goals', { wish: wish(who), goal_id: randomUUID() });
  return { goalId: goal.id, number: goal.latest_draft.draft, hash: goal.latest_draft.hash };
}

const oneGoal: Entry = { ask: async (who) => ({ path: { id: (await who.have(draft)).goalId } }) };

export const GOALS: Entries = {
  createGoal: {
    clientMade: ['goal_id'],
    ask: async (who) => ({ body: { wish: wish(who), goal_id: (await who.have(draft)).goalId } }),
  },
  listGoals: { ask: () => ({}) },
  readGoal: oneGoal,
  readDraft: {
    ask: async (who) => ({ path: { id: (await who.have(draft)).goalId, number: 'latest' } }),
  },
  approveDraft: {
    ask: async (who) => {
      const { goalId, number, hash } = await who.have(draft);
      return { path: { id: goalId }, body: { draft: number, hash } };
    },
  },
  reviseDraft: {
    clientMade: ['message_id'],
    ask: async (who) => ({
      path: { id: (await who.have(draft)).goalId },
      body: { message: revision(who), message_id: await who.have(revised) },
    }),
  },
  abandonGoal: oneGoal,
  openGoalStep: oneGoal,
  modifyGoal: {
    clientMade: ['message_id'],
    ask: async (who) => ({
      path: { id: (await who.have(draft)).goalId },
      body: { message: revision(who), message_id: await who.have(revised) },
    }),
  },
  dropModification: oneGoal,
  restoreDraft: {
    ask: async (who) => ({ path: { id: await who.have(runningGoal) }, body: { draft: 1 } }),
  },
};

/** The id of the message that asked for another draft. */
async function revised(who: Actor): Promise<string> {
  const { goalId } = await who.have(draft);
  const body = { message: revision(who), message_id: randomUUID() };
  await who.expect('POST', `/v1/goals/${goalId}/revisions`, body);
  return body.message_id;
}
