// A tap on a notification: what the service worker's notificationclick would do with it.
import { z } from 'zod';
import type { Notification } from '../state.ts';
import type { World } from '../world.ts';

const pressable = z.object({ actionUrl: z.url({ protocol: /^https?$/ }), token: z.string() });
const friendlyAnswer = z.object({ message: z.string() });

/**
 * Posts { token, action } to data.actionUrl and closes the notification. Resolves when the app has answered; a refusal
 * is recorded as an error. Any action may be given: the opened notification offers more than its two buttons.
 */
export async function pressNotification(
  world: World,
  notification: Notification,
  action: string,
): Promise<void> {
  const target = pressable.safeParse(notification.data);
  notification.status = 'pressed';
  world.changed();
  const fail = (detail: string) =>
    world.fail({ about: 'notification press', path: String(notification.data['actionUrl']), detail });
  if (!target.success) return fail('data holds no actionUrl and token');
  const { actionUrl, token } = target.data;
  const startedAt = performance.now();
  let status = 0;
  world.ended.throwIfAborted();
  try {
    const answered = await world.request(actionUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token, action }),
    });
    status = answered.status;
    notification.answer = { action, status, message: readMessage(answered.text) };
    if (!answered.isOk) fail(`answered ${status}: ${answered.text.slice(0, 200)}`);
  } catch (error) {
    fail(`not reached: ${String(error)}`);
  }
  world.log({
    direction: 'out',
    about: 'notification press',
    method: 'POST',
    path: new URL(actionUrl).pathname,
    status,
    tookMs: Math.round(performance.now() - startedAt),
    fields: { action },
  });
}

function readMessage(text: string): string | null {
  try {
    return friendlyAnswer.safeParse(JSON.parse(text)).data?.message ?? null;
  } catch {
    return null;
  }
}
