// The log of every message out and in; its unique key makes each webhook apply once.
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { Notification } from './dispatch.entity.ts';

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
  const { orgId, userId } = ctx;
  const row = { id: newId(), orgId, userId, ...line };
  return insertOnce(ctx.em, Notification, row, ['orgId', 'userId', 'externalId', 'event']);
}
