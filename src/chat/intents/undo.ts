// "Undo": takes back what the last answer did to tasks.
import { spokenTime } from '../../kernel/spoken-time.ts';
import { endRuleTool } from '../../rules/tools.ts';
import { cancelTaskTool, rescheduleTaskTool } from '../../tasks/tools.ts';
import { reopenTaskTool } from '../../tasks/changing-tools.ts';
import type { Ctx } from '../../kernel/context.ts';
import { hasPassed, momentSaid, type Said } from '../moment-said.ts';
import type { Did } from '../orchestrator.agent.ts';
import type { Intent } from './intent.ts';

export const undo: Intent = async (ctx, { dialogue, zone, message: { saidAt } }) => {
  const all = dialogue?.did ?? [];
  if (all.length === 0) return { say: 'There is nothing of the last answer that I could take back.' };
  const said: string[] = [];
  for (const did of all) said.push(await takeBack(ctx, did, { zone, saidAt }));
  return { say: said.join(' ') };
};

async function takeBack(ctx: Ctx, { kind, task_id, title, was_local }: Did, said: Said): Promise<string> {
  if (kind === 'created') {
    await cancelTaskTool.within(ctx, { task_id });
    return `Taken back: “${title}” is not in your calendar any more.`;
  }
  if (kind === 'recurs') {
    await endRuleTool.within(ctx, { rule_id: task_id });
    return `Taken back: “${title}” does not recur any more.`;
  }
  if (kind === 'settled') {
    await reopenTaskTool.within(ctx, { task_id });
    return `Taken back: “${title}” is open again.`;
  }
  const startsAt = momentSaid({ task_starts_local: was_local, task_starts_in_minutes: null }, said);
  if (!startsAt || hasPassed(startsAt)) return `“${title}” stays where it is: its time has passed.`;
  const { task } = await rescheduleTaskTool.within(ctx, { task_id, starts_at: startsAt.toISOString() });
  return `Moved back: ${task.title}, ${spokenTime(new Date(task.starts_at), said.zone)}.`;
}
