// The log of every message out and in; its unique key makes each webhook apply once.
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import type { Notification } from './dispatch.entity.ts';

export interface NotificationLine {
  taskId: string | null;
  dispatchId: string | null;
  direction: Notification['direction'];
  channel: Notification['channel'];
  event: string;
  externalId: string;
  body: string | null;
}

/** False where this event of this message was logged before. */
export async function logNotification(ctx: Ctx, line: NotificationLine): Promise<boolean> {
  const rows = await ctx.em.execute(
    `insert into notification_log (id, org_id, user_id, task_id, dispatch_id, direction, channel, event, external_id, body)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (org_id, user_id, external_id, event) do nothing returning id`,
    [
      newId(),
      ctx.orgId,
      ctx.userId,
      line.taskId,
      line.dispatchId,
      line.direction,
      line.channel,
      line.event,
      line.externalId,
      line.body,
    ],
  );
  return rows.length > 0;
}
