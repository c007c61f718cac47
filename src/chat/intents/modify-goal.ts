// What a person wants otherwise in a plan that runs: a draft of the change is made, and shown for approval.
import { openModification } from '../../goals/modify-goal.ts';
import { FluxError } from '../../kernel/errors.ts';
import { goalMeant } from './decide-on-goal.ts';
import type { Intent } from './intent.ts';

export const modifyGoal: Intent = async (ctx, { said }) => {
  const goal = await goalMeant(ctx, said.goal_id);
  if (!goal) return { say: 'Which goal do you mean? Say it in a few words, please.' };
  if (goal.status !== 'active' && goal.status !== 'negotiating') throw new FluxError('GOAL_CLOSED');
  await openModification(ctx, { goalId: goal.id });
  return { next: { kind: 'revise', goalId: goal.id } };
};
