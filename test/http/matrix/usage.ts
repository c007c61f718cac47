// Use and budgets in the matrix.
import type { Actor } from './actor.ts';
import { plain, type Entries } from './entry.ts';
import { draft } from './goals.ts';
import { team } from './orgs.ts';

const limits = { soft_limit_micros: 1000, hard_limit_micros: 2000 };
const goal = async (who: Actor) => ({ id: (await who.have(draft)).goalId });
const ofTeam = async (who: Actor) => ({ id: await who.have(team) });

export const USAGE: Entries = {
  readUsageSummary: plain,
  listLlmCalls: {
    filters: ['goal_id', 'conversation_id'],
    ask: async (who) => {
      const { id } = await goal(who);
      const { conversation_id } = await who.expect('GET', `/v1/goals/${id}`);
      return { query: { goal_id: id, conversation_id } };
    },
  },
  readOwnBudget: plain,
  setOwnBudget: { ask: () => ({ body: limits }) },
  readGoalBudget: { ask: async (who) => ({ path: await goal(who) }) },
  setGoalBudget: {
    ask: async (who) => ({ path: await goal(who), body: { ...limits, hard_limit_micros: 1500 } }),
  },
  readOrganisationUsage: { isOfTeam: true, ask: async (who) => ({ path: await ofTeam(who) }) },
  readOrganisationBudget: { isOfTeam: true, ask: async (who) => ({ path: await ofTeam(who) }) },
  setOrganisationBudget: {
    isOfTeam: true,
    ask: async (who) => ({ path: await ofTeam(who), body: { ...limits, hard_limit_micros: 5000 } }),
  },
};
