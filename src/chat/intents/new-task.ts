// "Remind me to call mum at six": one task, outside any plan.
import { derivedId } from '../../kernel/ids.ts';
import { shorten } from '../../kernel/shorten.ts';
import { spokenTime } from '../../kernel/spoken-time.ts';
import { wallClockToUtc } from '../../kernel/time.ts';
import { createTaskTool, DEFAULT_MINUTES } from '../../tasks/tools.ts';
import type { Intent } from './intent.ts';

const LONGEST_TITLE = 80;

export const newTask: Intent = async (ctx, { said, zone, turn }) => {
  const { task_title: title, task_starts_local, duration_minutes } = said.payload;
  if (!title || !task_starts_local)
    return { say: said.clarification_question ?? 'When should I remind you?' };
  const task = await createTaskTool.within(ctx, {
    task_id: derivedId(turn.messageId, 'task'),
    title: shorten(title, LONGEST_TITLE),
    starts_at: toUtc(task_starts_local, zone),
    duration_minutes: duration_minutes ?? DEFAULT_MINUTES,
  });
  return { say: `Noted: ${task.title}, ${spokenTime(new Date(task.starts_at), zone)}.` };
};

/** "2026-11-24T18:00" on the person's wall clock to ISO 8601 in UTC. */
export function toUtc(local: string, zone: string): string {
  return wallClockToUtc(local.slice(0, 10), local.slice(11, 16), zone).startsAt.toISOString();
}
