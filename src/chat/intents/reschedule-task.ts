// "Move my run to seven": one task to another time, or to the first free one.
import { spokenTime } from '../../kernel/spoken-time.ts';
import { utcToWallClock } from '../../kernel/time.ts';
import { rescheduleTaskTool } from '../../tasks/tools.ts';
import { hasPassed, momentSaid } from '../moment-said.ts';
import type { Intent } from './intent.ts';

export const rescheduleTask: Intent = async (ctx, { said, zone, message, upcoming }) => {
  const { task_id, payload } = said;
  if (!task_id) return { say: said.clarification_question ?? 'Which task do you mean?' };
  const startsAt = momentSaid(payload, { ...message, zone });
  if (startsAt && hasPassed(startsAt))
    return {
      say: `${spokenTime(startsAt, zone)} has passed by now, and nothing is moved. To when should I move it?`,
    };
  const { task } = await rescheduleTaskTool.within(ctx, { task_id, starts_at: startsAt?.toISOString() });
  const at = new Date(task.starts_at);
  const { date, time } = utcToWallClock(at, zone);
  const was_local = upcoming.find(({ id }) => id === task_id)?.starts_local ?? null;
  const did = {
    kind: 'moved' as const,
    task_id,
    title: task.title,
    starts_local: `${date}T${time}`,
    was_local,
  };
  const free = startsAt === null ? ' It is the first free time: say another one if you like.' : '';
  return {
    say: `Moved: ${task.title}, ${spokenTime(at, zone)}.${free}`,
    did: was_local === null ? [] : [did],
  };
};
