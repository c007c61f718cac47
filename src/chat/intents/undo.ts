// "Undo": takes back what the last answer did to tasks, pauses and settings.
import { derivedId } from '../../kernel/ids.ts';
import { spokenTime } from '../../kernel/spoken-time.ts';
import { endPauseTool, endRuleTool, restoreOccurrenceTool } from '../../rules/tools.ts';
import { cancelTaskTool, createTaskTool, rescheduleTaskTool } from '../../tasks/tools.ts';
import { reopenTaskTool } from '../../tasks/changing-tools.ts';
import type { Ctx } from '../../kernel/context.ts';
import { restoreSettings } from './change-settings.ts';
import { hasPassed, momentSaid, type Said } from '../moment-said.ts';
import type { Did } from '../orchestrator.agent.ts';
import type { Intent } from './intent.ts';
import { taskNamed } from './task-named.ts';

export const undo: Intent = async (ctx, { dialogue, zone, message: { saidAt } }) => {
  const all = dialogue?.did ?? [];
  if (all.length === 0) return { say: 'There is nothing of the last answer that I could take back.' };
  const said: string[] = [];
  for (const did of all) said.push(await takeBack(ctx, did, { zone, saidAt }));
  return { say: said.join(' ') };
};

async function takeBack(
  ctx: Ctx,
  { kind, task_id, title, was_local, was }: Did,
  said: Said,
): Promise<string> {
  if (kind === 'created') {
    await cancelTaskTool.within(ctx, { task_id });
    return `Taken back: “${title}” is not in your calendar any more.`;
  }
  if (kind === 'recurs') {
    await endRuleTool.within(ctx, { rule_id: task_id });
    return `Taken back: “${title}” does not recur any more.`;
  }
  if (kind === 'paused') {
    await endPauseTool.within(ctx, { pause_id: task_id });
    return 'Taken back: nothing is paused by it any more.';
  }
  if (kind === 'settings') {
    const later = was ? await restoreSettings(ctx, was) : [];
    return ['Taken back.', ...(later.length > 0 ? later : ['Your settings are as they were.'])].join(' ');
  }
  if (kind === 'skipped' || kind === 'cancelled') return bringBack(ctx, task_id, said);
  if (kind === 'settled') {
    await reopenTaskTool.within(ctx, { task_id });
    return `Taken back: “${title}” is open again.`;
  }
  const startsAt = momentSaid({ task_starts_local: was_local, task_starts_in_minutes: null }, said);
  if (!startsAt || hasPassed(startsAt)) return `“${title}” stays where it is: its time has passed.`;
  const { task } = await rescheduleTaskTool.within(ctx, { task_id, starts_at: startsAt.toISOString() });
  return `Moved back: ${task.title}, ${spokenTime(new Date(task.starts_at), said.zone)}.`;
}

/** What was taken off comes back where it stood; the session of a plan only by its plan. */
async function bringBack(ctx: Ctx, taskId: string, { zone }: Said): Promise<string> {
  const task = await taskNamed(ctx, taskId);
  const { title, ruleId: rule_id, ruleDate: date, startsAt } = task;
  if (rule_id !== null && date !== null) await restoreOccurrenceTool.within(ctx, { rule_id, date });
  else if (task.goalId !== null)
    return `“${title}” was a session of a plan: say what you would like otherwise in that plan, and it is drafted anew.`;
  else if (hasPassed(startsAt)) return `“${title}” stays off: its time has passed.`;
  else
    await createTaskTool.within(ctx, {
      task_id: derivedId(taskId, 'again'),
      title,
      description: task.description,
      starts_at: startsAt.toISOString(),
      duration_minutes: task.durationMinutes,
    });
  return `Taken back: “${title}” is in your calendar again, ${spokenTime(startsAt, zone)}.`;
}
