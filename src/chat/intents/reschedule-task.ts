// "Move my run to seven": one task to another time, or to the first free one.
import { spokenTime } from '../../kernel/spoken-time.ts';
import { rescheduleTaskTool } from '../../tasks/tools.ts';
import type { Intent } from './intent.ts';
import { toUtc } from './new-task.ts';

export const rescheduleTask: Intent = async (ctx, { said, zone }) => {
  const { task_id, clarification_question, payload } = said;
  if (!task_id) return { say: clarification_question ?? 'Which task do you mean?' };
  const starts_at = payload.task_starts_local ? toUtc(payload.task_starts_local, zone) : undefined;
  const { task } = await rescheduleTaskTool.within(ctx, { task_id, starts_at });
  return { say: `Moved: ${task.title}, ${spokenTime(new Date(task.starts_at), zone)}.` };
};
