// The push rung: a notification on every device of the person, with buttons that answer it.
import type { SendOutcome } from '../channels/outcome.ts';
import type { WebPushChannel } from '../channels/web-push.ts';
import { PushSubscription } from '../account/profile.entity.ts';
import { asPerson, type Actor } from '../kernel/context.ts';
import { signAnswer } from './answer-token.ts';
import type { Claimed, LadderRef } from './claimed.ts';
import type { StepChannel, Taken, TakeStepOptions } from './step-channel.ts';
import { takeStep } from './take-step.ts';
import { whenText } from './words.ts';

export interface SendPushOptions extends TakeStepOptions {
  webPush: WebPushChannel;
  /** Where a button's answer goes: PUBLIC_URL. */
  publicUrl: string;
  tokenSecret: string;
}

/** Buttons stay good for a day; so does an undelivered push. */
const TTL_SECONDS = 24 * 3600;

/** A push service that is away for longer is not waited for: the next rung is another way to the same person. */
const PATIENCE_MS = 20_000;

/** A repeated push replaces the one before: same topic at the service, same tag on the phone. */
export async function sendPush(options: SendPushOptions, actor: Actor, ref: LadderRef): Promise<Taken> {
  const channel: StepChannel = {
    send: async (claimed) => {
      const body = whenText(claimed.task.startsAt, claimed.profile.zone);
      const outcomes = await Promise.all(
        claimed.subscriptions.map((subscription) => deliver(options, actor, claimed, subscription, body)),
      );
      return { outcome: best(outcomes, claimed.dispatch.id), body };
    },
    find: null,
    recall: null,
    patienceMs: PATIENCE_MS,
  };
  return takeStep(options, actor, { ...ref, step: 'push' }, channel);
}

async function deliver(
  options: SendPushOptions,
  actor: Actor,
  { dispatch, task }: Claimed,
  subscription: Claimed['subscriptions'][number],
  body: string,
): Promise<SendOutcome> {
  const token = signAnswer(options.tokenSecret, {
    orgId: actor.orgId,
    userId: actor.userId,
    taskId: task.id,
    generation: task.generation,
    subscriptionId: subscription.id,
    expiresAt: new Date(Date.now() + TTL_SECONDS * 1000),
  });
  const payload = {
    title: task.title,
    body: body.charAt(0).toUpperCase() + body.slice(1),
    tag: dispatch.id,
    actions: [
      { action: 'done', title: 'Done' },
      { action: 'reschedule', title: 'Later' },
    ],
    data: { actionUrl: `${options.publicUrl}/push/answers`, token },
  };
  const outcome = await options.webPush.send(
    { endpoint: subscription.endpoint, keys: { p256dh: subscription.p256dh, auth: subscription.auth } },
    payload,
    { ttlSeconds: TTL_SECONDS, topic: dispatch.id, urgency: 'high' },
  );
  if (outcome.kind !== 'gone') return outcome;
  await asPerson(options, actor, (ctx) => ctx.em.nativeDelete(PushSubscription, { id: subscription.id }));
  return {
    kind: 'refused',
    code: outcome.code,
    reason: 'contact',
    detail: outcome.detail,
    permanent: true,
    retryAfterMs: null,
  };
}

/** One device that has it is enough; else the outcome that leaves most hope decides, and the shortest wait. */
function best(outcomes: SendOutcome[], dispatchId: string): SendOutcome {
  const order = ['sent', 'unknown', 'unreachable', 'refused'] as const;
  const sorted = outcomes.toSorted(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || waitMs(a) - waitMs(b),
  );
  const first = sorted.find((outcome) => outcome.kind !== 'refused' || !outcome.permanent) ?? sorted[0]!;
  return first.kind === 'sent' ? { kind: 'sent', externalId: `push-${dispatchId}` } : first;
}

const waitMs = (outcome: SendOutcome): number =>
  'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? 0) : 0;
