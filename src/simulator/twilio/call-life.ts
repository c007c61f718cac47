// The life of a call: it rings until somebody, a machine or nobody answers, then the app's TwiML is played to the end.
import type { Mailbox } from '../mailbox.ts';
import type { AnsweredBy, Call, CallStatus } from '../state.ts';
import type { CallEvent, World } from '../world.ts';
import { CallbackLine } from './callback-line.ts';
import { callParams, type CallPlan } from './call-plan.ts';
import { runTwiml } from './run-twiml.ts';
import { postWebhook } from './webhook.ts';
import { rfc2822 } from './wire.ts';

type Progress = 'initiated' | 'ringing' | 'answered' | 'completed';

/** Ends when the call has ended; an update by REST closes `events` and thereby ends it at once. */
export async function liveCall(
  world: World,
  call: Call,
  plan: CallPlan,
  events: Mailbox<CallEvent>,
): Promise<void> {
  const report = reporter(world, call, plan);
  const { timing } = world;
  report('initiated');
  await events.take(timing.dialMs);
  if (!hasEnded(call)) {
    const outcome = await ring(world, call, events, () => report('ringing'));
    if (outcome === 'human' || outcome === 'machine') {
      answer(world, call, plan, outcome);
      report('answered');
      const limit = setTimeout(
        () => events.put({ kind: 'hang-up' }),
        plan.timeLimitSeconds * timing.secondMs,
      );
      try {
        world.background('machine detection', () => detectMachineAside(world, call, plan));
        await runTwiml(world, call, plan, events);
      } finally {
        clearTimeout(limit);
      }
    }
    finish(world, call, outcome === 'human' || outcome === 'machine' ? 'completed' : outcome);
  }
  world.ended.throwIfAborted();
  call.durationSeconds = call.answeredAt === null ? 0 : secondsBetween(world, call.answeredAt, call.endedAt);
  world.liveCalls.delete(call.sid);
  world.changed();
  report('completed');
}

type Outcome = 'human' | 'machine' | 'busy' | 'no-answer' | 'canceled';

async function ring(
  world: World,
  call: Call,
  events: Mailbox<CallEvent>,
  onRinging: () => void,
): Promise<Outcome> {
  const { timing } = world;
  const { mode } = world.phone(call.number);
  const isTaken = world.state.calls.some(
    (other) => other !== call && other.number === call.number && isOnScreen(other),
  );
  if (mode === 'busy' || isTaken) return 'busy';
  call.status = 'ringing';
  call.updatedAt = world.now();
  world.changed();
  onRinging();
  const machineComes = mode === 'voicemail' && timing.voicemailAfterSeconds <= call.timeoutSeconds;
  const waitSeconds = machineComes ? timing.voicemailAfterSeconds : call.timeoutSeconds;
  const endsAt =
    performance.now() + waitSeconds * (mode === 'ring' ? timing.secondMs : timing.unattendedSecondMs);
  for (;;) {
    const event = await events.take(Math.max(0, endsAt - performance.now()));
    if (event === 'closed') return 'canceled';
    if (event === 'time-out') return machineComes ? 'machine' : 'no-answer';
    if (event.kind === 'answer') return 'human';
    if (event.kind === 'voicemail') return 'machine';
    if (event.kind === 'decline') return 'busy';
  }
}

function isOnScreen(call: Call): boolean {
  return call.status === 'ringing' || call.status === 'in-progress';
}

function answer(world: World, call: Call, plan: CallPlan, by: 'human' | 'machine'): void {
  call.status = 'in-progress';
  call.answeredAt = world.now();
  call.updatedAt = call.answeredAt;
  call.pickedUpBy = by;
  if (plan.machineDetection !== null) call.answeredBy = detected(by, plan.machineDetection);
  world.changed();
}

function detected(by: 'human' | 'machine', detection: string): AnsweredBy {
  if (by === 'human') return 'human';
  return detection === 'DetectMessageEnd' ? 'machine_end_beep' : 'machine_start';
}

async function detectMachineAside(world: World, call: Call, plan: CallPlan): Promise<void> {
  if (plan.asyncMachineDetectionUrl === null || call.answeredBy === null) return;
  await postWebhook(world, {
    about: 'machine detection',
    url: plan.asyncMachineDetectionUrl,
    params: {
      CallSid: call.sid,
      AccountSid: world.options.accountSid,
      AnsweredBy: call.answeredBy,
      MachineDetectionDuration: '1000',
    },
    expects: 'anything',
  });
}

/** The first end counts: what a REST update has ended stays as it said. */
function finish(world: World, call: Call, status: CallStatus): void {
  if (hasEnded(call)) return;
  call.status = status;
  call.caption = '';
  call.gathering = null;
  call.endedAt = world.now();
  call.updatedAt = call.endedAt;
}

function hasEnded(call: Call): boolean {
  return call.endedAt !== null;
}

function secondsBetween(world: World, from: number, to: number | null): number {
  return Math.max(1, Math.round(((to ?? from) - from) / world.timing.secondMs));
}

/** Source: twilio.com/docs/voice/api/call-resource#statuscallback. SequenceNumber counts from 0. */
function reporter(world: World, call: Call, plan: CallPlan): (event: Progress) => void {
  const line = new CallbackLine(world, 'callStatus', {
    number: call.number,
    url: plan.statusCallback,
    method: plan.statusCallbackMethod,
  });
  const wanted = plan.statusCallbackEvents.length > 0 ? plan.statusCallbackEvents : ['completed'];
  let sequenceNumber = 0;
  return (event) => {
    const params = {
      ...callParams(world, call),
      ...(event === 'initiated' ? { CallStatus: 'initiated' } : {}),
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(sequenceNumber++),
      Timestamp: rfc2822(world.now()),
      ...(event === 'completed'
        ? {
            CallDuration: String(call.durationSeconds ?? 0),
            Duration: String(Math.ceil((call.durationSeconds ?? 0) / 60)),
            SipResponseCode:
              { busy: '486', 'no-answer': '487', canceled: '487' }[call.status as string] ?? '200',
          }
        : {}),
    };
    if (wanted.includes(event)) line.send(params, { isLast: event === 'completed' });
  };
}
