// "How am I getting on with the Spanish?": the figures of one goal, from its sessions.
import { spokenTime } from '../../kernel/spoken-time.ts';
import { listTasks } from '../../tasks/read-task.ts';
import { goalMeant } from './decide-on-goal.ts';
import type { Intent } from './intent.ts';

/** More sessions than a plan of six weeks has. */
const MOST = 200;

export const sayProgress: Intent = async (ctx, { said, zone, message: { saidAt } }) => {
  const goal = await goalMeant(ctx, said.goal_id);
  if (!goal) return { say: 'Which goal do you mean? Say it in a few words, please.' };
  const { id: goalId, title } = goal;
  const { tasks } = await listTasks(ctx, { goalId, limit: MOST });
  const count = (...wanted: string[]): number => tasks.filter(({ status }) => wanted.includes(status)).length;
  const [done, missed, open] = [count('done'), count('missed'), count('pending', 'rescheduled')];
  if (done + missed + open === 0) return { say: `“${title}” has no sessions yet.` };
  const next = tasks.find(
    ({ status, startsAt }) => (status === 'pending' || status === 'rescheduled') && startsAt > saidAt,
  );
  const ahead = next ? ` The next is “${next.title}”, ${spokenTime(next.startsAt, zone)}.` : '';
  const lost = missed === 0 ? '' : `, ${missed} missed`;
  return {
    say: `“${title}”: ${done} of ${done + missed + open} sessions done${lost}, ${open} ahead.${ahead}`,
  };
};
