// Takes a notification back from the devices on which it still stands: its task was settled somewhere else.
import { PushSubscription } from '../account/profile.entity.ts';
import type { WebPushChannel } from '../channels/web-push.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { asSystem, type Actor, type Store } from '../kernel/context.ts';
import type { LadderRef } from './claimed.ts';

/** A device that is off for longer than its notification is good for hears of neither. */
const TTL_SECONDS = 24 * 3600;

/**
 * One message to each device, under the tag of the notification: `clear` tells the service worker to show nothing and
 * close the other. One that is not delivered yet is replaced at the service. Whether it arrives is not waited for.
 * Also where the person has left the organisation, and nobody acts for them there any more.
 */
export async function clearPush(
  options: Store & { webPush: WebPushChannel },
  actor: Actor,
  ref: LadderRef,
): Promise<void> {
  const { dispatch, subscriptions } = await read(options, actor, ref);
  if (!dispatch) return;
  const payload = { title: 'Flux', body: 'This is settled.', tag: dispatch.id, clear: true, silent: true };
  const delivery = { ttlSeconds: TTL_SECONDS, topic: dispatch.id, urgency: 'normal' } as const;
  await Promise.all(
    subscriptions.map(({ endpoint, p256dh, auth }) =>
      options.webPush.send({ endpoint, keys: { p256dh, auth } }, payload, delivery),
    ),
  );
}

async function read({ orm }: Store, { orgId, userId }: Actor, { taskId, generation }: LadderRef) {
  const step = { orgId, userId, taskId, generation, step: 'push', state: 'accepted' } as const;
  return asSystem(orm, async (em) => ({
    dispatch: await em.findOne(Dispatch, step),
    subscriptions: await em.find(PushSubscription, { orgId, userId }),
  }));
}
