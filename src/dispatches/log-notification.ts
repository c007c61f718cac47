// The log of every message out and in; its unique key makes each webhook apply once.
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { insertOnceLate } from '../kernel/write-late.ts';
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
  return insertOnce(ctx.em, Notification, rowOf(ctx, line), KEY);
}

/** The same where nobody asks whether it was. */
export async function noteNotification(ctx: Ctx, line: NotificationLine): Promise<void> {
  await insertOnceLate(ctx, Notification, rowOf(ctx, line), KEY);
}

const KEY = ['orgId', 'userId', 'externalId', 'event'] as const;

const rowOf = ({ orgId, userId }: Ctx, line: NotificationLine) => ({ id: newId(), orgId, userId, ...line });
