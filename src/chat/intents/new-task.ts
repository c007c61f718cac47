// "Remind me to call mum at six": one task, outside any plan.
import { derivedId } from '../../kernel/ids.ts';
import { shorten } from '../../kernel/shorten.ts';
import { spokenTime } from '../../kernel/spoken-time.ts';
import { createTaskTool, DEFAULT_MINUTES } from '../../tasks/tools.ts';
import { hasPassed, momentSaid } from '../moment-said.ts';
import type { Intent } from './intent.ts';

const LONGEST_TITLE = 80;

export const newTask: Intent = async (ctx, { said, zone, turn, message }) => {
  const { task_title, duration_minutes } = said.payload;
  const startsAt = momentSaid(said.payload, { ...message, zone });
  if (!task_title || !startsAt) return { say: said.clarification_question ?? WHEN };
  const title = shorten(task_title, LONGEST_TITLE);
  if (hasPassed(startsAt))
    return {
      say: `${WHEN} ${spokenTime(startsAt, zone)} has passed by now, so “${title}” is not noted yet.`,
    };
  const task = await createTaskTool.within(ctx, {
    task_id: derivedId(turn.messageId, 'task'),
    title,
    starts_at: startsAt.toISOString(),
    duration_minutes: duration_minutes ?? DEFAULT_MINUTES,
  });
  return { say: `Noted: ${task.title}, ${spokenTime(new Date(task.starts_at), zone)}.` };
};

const WHEN = 'When should I remind you?';
