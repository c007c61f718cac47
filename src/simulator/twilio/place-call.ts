// What Twilio checks before it takes a call, the row it makes of it, and what an update may still change.
import { Mailbox } from '../mailbox.ts';
import type { Call } from '../state.ts';
import type { CallEvent, World } from '../world.ts';
import { liveCall } from './call-life.ts';
import type { CallPlan } from './call-plan.ts';
import { refuseMagicNumbers } from './magic-numbers.ts';
import { VendorError } from './vendor-error.ts';
import { isE164, newSid, type Form } from './wire.ts';

/** Throws VendorError for what is refused at once; the call then rings by itself. */
export function placeCall(world: World, form: Form): Call {
  const [to, from] = [form.get('To'), form.get('From')];
  if (to === null) throw new VendorError(21201);
  if (from === null) throw new VendorError(21213);
  refuseMagicNumbers('call', to, from);
  if (!isE164(to)) throw new VendorError(21217);
  if (!isE164(from)) throw new VendorError(21212);
  const [url, twiml] = [form.get('Url'), form.get('Twiml')];
  if (url === null && twiml === null) throw new VendorError(21205);
  const timeoutSeconds = readSeconds(form, 'Timeout', 60, 600);
  const now = world.now();
  const call: Call = {
    sid: newSid('CA'),
    number: to,
    to,
    from,
    status: 'queued',
    pickedUpBy: null,
    answeredBy: null,
    caption: '',
    spoken: [],
    gathering: null,
    gathered: [],
    timeoutSeconds,
    createdAt: now,
    updatedAt: now,
    answeredAt: null,
    endedAt: null,
    durationSeconds: null,
  };
  const plan: CallPlan = {
    start:
      url === null
        ? { kind: 'twiml', twiml: twiml ?? '' }
        : { kind: 'redirect', url, method: form.get('Method') ?? 'POST' },
    statusCallback: form.get('StatusCallback'),
    statusCallbackMethod: form.get('StatusCallbackMethod'),
    statusCallbackEvents: form.all('StatusCallbackEvent').flatMap((value) => value.split(/[ ,]+/)),
    machineDetection: form.get('MachineDetection'),
    asyncMachineDetectionUrl: form.get('AsyncAmd') === 'true' ? form.get('AsyncAmdStatusCallback') : null,
    timeLimitSeconds: readSeconds(form, 'TimeLimit', 14_400, 86_400),
  };
  const events = new Mailbox<CallEvent>();
  world.phone(to);
  world.state.calls.push(call);
  world.liveCalls.set(call.sid, events);
  world.changed();
  world.background('call', () => liveCall(world, call, plan, events));
  return call;
}

/**
 * Status=canceled ends a call that nobody has answered yet, Status=completed ends any; Url or Twiml gives one in
 * progress other instructions. Throws 21220 when the call is beyond that.
 */
export function updateCall(world: World, call: Call, form: Form): void {
  const [status, url, twiml] = [form.get('Status'), form.get('Url'), form.get('Twiml')];
  const events = world.liveCalls.get(call.sid);
  if (!events || call.endedAt !== null) throw new VendorError(21220);
  const isAnswered = call.status === 'in-progress';
  if (status === 'completed' || (status === 'canceled' && !isAnswered)) {
    call.status = isAnswered ? 'completed' : 'canceled';
    call.caption = '';
    call.gathering = null;
    call.endedAt = world.now();
    call.updatedAt = call.endedAt;
    events.close();
  } else if (isAnswered && url !== null)
    events.put({ kind: 'redirect', url, method: form.get('Method') ?? 'POST' });
  else if (isAnswered && twiml !== null) events.put({ kind: 'twiml', twiml });
  else throw new VendorError(21220);
  world.changed();
}

function readSeconds(form: Form, name: string, fallback: number, most: number): number {
  const text = form.get(name);
  if (text === null) return fallback;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > most)
    throw new VendorError(20001, `Invalid ${name}`);
  return seconds;
}
