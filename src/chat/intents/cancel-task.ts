// "Take the dentist off": one task goes, after it was named and asked about.
import { spokenTime } from '../../kernel/spoken-time.ts';
import { cancelTaskTool } from '../../tasks/tools.ts';
import type { Intent } from './intent.ts';

export const cancelTask: Intent = async (ctx, { said, zone }) => {
  const { task_id } = said;
  if (!task_id) return { say: said.clarification_question ?? 'Which task do you mean?' };
  const task = await cancelTaskTool.within(ctx, { task_id });
  return { say: `Taken off: ${task.title}, ${spokenTime(new Date(task.starts_at), zone)}.` };
};
