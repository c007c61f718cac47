// "Move my run to seven": one task to another time, or to the first free one.
import { spokenTime } from '../../kernel/spoken-time.ts';
import { rescheduleTaskTool } from '../../tasks/tools.ts';
import { hasPassed, momentSaid } from '../moment-said.ts';
import type { Intent } from './intent.ts';

export const rescheduleTask: Intent = async (ctx, { said, zone, message }) => {
  const { task_id, clarification_question, payload } = said;
  if (!task_id) return { say: clarification_question ?? 'Which task do you mean?' };
  const startsAt = momentSaid(payload, { ...message, zone });
  if (startsAt && hasPassed(startsAt))
    return {
      say: `${spokenTime(startsAt, zone)} has passed by now, and nothing is moved. To when should I move it?`,
    };
  const { task } = await rescheduleTaskTool.within(ctx, { task_id, starts_at: startsAt?.toISOString() });
  return { say: `Moved: ${task.title}, ${spokenTime(new Date(task.starts_at), zone)}.` };
};
