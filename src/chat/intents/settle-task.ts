// "Done", "I missed my run": what became of one task.
import { shorten } from '../../kernel/shorten.ts';
import { spokenTime } from '../../kernel/spoken-time.ts';
import { isVisible } from '../../kernel/text.ts';
import { localDayOf } from '../../kernel/time.ts';
import { settleTaskTool } from '../../tasks/tools.ts';
import { didOf } from './did.ts';
import type { Intent } from './intent.ts';

export const settleTask: Intent = async (ctx, { said, zone, message }) => {
  const { task_id, payload } = said;
  if (!task_id) return { say: said.clarification_question ?? 'Which task do you mean?' };
  const status = payload.status ?? 'done';
  const { first, task } = await settleTaskTool.within(ctx, { task_id, status });
  if (!first) return { say: `“${task.title}” counts as ${task.status} already.` };
  const startsAt = new Date(task.starts_at);
  // Said later, it has to be seen of which day it is.
  const isOfToday = localDayOf(startsAt, zone) >= localDayOf(message.saidAt, zone);
  const which = isOfToday ? task.title : `${task.title}, ${spokenTime(startsAt, zone)}`;
  return {
    say:
      status === 'done'
        ? `Done: ${which}. Well done.${asideOf(payload.assumed)}`
        : `Noted as missed: ${which}.`,
    did: [didOf('settled', task)],
  };
};

/** What was said with it and is kept nowhere. */
const asideOf = (assumed: string | null): string =>
  assumed === null || !isVisible(assumed) ? '' : ` ${shorten(assumed, 200)}`;
