// "How am I getting on with the Spanish?": the figures of one goal, from its sessions.
import { listProgress } from '../../goals/list-progress.sql.ts';
import { spokenTime } from '../../kernel/spoken-time.ts';
import { goalMeant } from './decide-on-goal.ts';
import type { Intent } from './intent.ts';

export const sayProgress: Intent = async (ctx, { said, zone }) => {
  const goal = await goalMeant(ctx, said.goal_id);
  const [progress] = goal ? await listProgress(ctx, { goalId: goal.id, limit: 1 }) : [];
  if (!progress) return { say: 'Which goal do you mean? Say it in a few words, please.' };
  const { title, done, missed, open, total, next } = progress;
  if (total === 0) return { say: `“${title}” has no sessions yet.` };
  const ahead = next ? ` The next is “${next.title}”, ${spokenTime(next.startsAt, zone)}.` : '';
  const lost = missed === 0 ? '' : `, ${missed} missed`;
  return { say: `“${title}”: ${done} of ${total} sessions done${lost}, ${open} ahead.${ahead}` };
};
