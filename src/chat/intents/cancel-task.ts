// "Take the dentist off", "skip Thursday's walk", "stop the tablets": one task, one date of a rule or all that follow,
// after it was named and asked about.
import { spokenTime } from '../../kernel/spoken-time.ts';
import { endRuleTool, skipOccurrenceTool } from '../../rules/tools.ts';
import { cancelTaskTool } from '../../tasks/tools.ts';
import { didOf } from './did.ts';
import type { Intent } from './intent.ts';
import { taskNamed } from './task-named.ts';

export const cancelTask: Intent = async (ctx, { said, zone }) => {
  const { task_id, payload } = said;
  if (!task_id) return { say: said.clarification_question ?? 'Which task do you mean?' };
  const task = await taskNamed(ctx, task_id);
  const { ruleId: rule_id, ruleDate: date, title } = task;
  const at = spokenTime(task.startsAt, zone);
  if (rule_id === null || date === null) {
    const { status } = await cancelTaskTool.within(ctx, { task_id });
    return status === 'cancelled'
      ? { say: `Taken off: ${title}, ${at}.`, did: [didOf('cancelled', task)] }
      : { say: `“${title}” counts as ${status} already, so it stays.` };
  }
  if (payload.scope === 'following') {
    const from = payload.list_from ?? date;
    await endRuleTool.within(ctx, { rule_id, from });
    return { say: `Ended: ${title} does not come any more from ${from} on.` };
  }
  await skipOccurrenceTool.within(ctx, { rule_id, date });
  return { say: `Left out: ${title}, ${at}. The others stay.`, did: [didOf('skipped', task)] };
};
