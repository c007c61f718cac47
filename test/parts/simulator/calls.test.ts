// Calls on the far side: who picks up, what the voice says, which keys arrive, and what ends it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFarSide } from '../../harness/simulator-app.ts';
import type { CallStatus, PhoneMode } from '../../../src/simulator/state.ts';

const ANA = '+4915112345678';
const FLUX = '+15557654321';
const GATHER = (attributes = '') =>
  `<Response><Gather input="dtmf" numDigits="1" timeout="6" action="/keys?call=1" ${attributes}><Say>Press 1 when it is done.</Say></Gather><Say>Goodbye.</Say></Response>`;

let far: Awaited<ReturnType<typeof startFarSide>>;
beforeEach(async () => {
  far = await startFarSide({ seed: { phones: [{ number: ANA, name: 'Ana' }] } });
  far.app.replies['/voice'] = () => ({ body: GATHER() });
  far.app.replies['/keys'] = (w) => ({
    body: `<Response><Say>You pressed ${w.params['Digits']}.</Say><Hangup/></Response>`,
  });
});
afterEach(() => far.stop());

const dial = (more: Record<string, unknown> = {}) =>
  far.sdk.calls.create({
    to: ANA,
    from: FLUX,
    url: `${far.app.url}/voice?t=9`,
    timeout: 20,
    statusCallback: `${far.app.url}/events`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    ...more,
  });
const becomes = (sid: string, status: CallStatus) =>
  far.simulator.waitFor((s) => s.calls.find((c) => c.sid === sid && c.status === status), {
    what: `call ${status}`,
  });
const listens = () =>
  far.simulator.waitFor((s) => s.calls.find((c) => c.gathering !== null), { what: 'a Gather' });
const eventsEnd = () =>
  far.simulator.waitFor((s) => s.protocol.some((e) => e.fields['CallDuration'] !== undefined), {
    what: 'the last event',
  });
const events = () => far.app.webhooks.filter((w) => w.path === '/events').map((w) => w.params);

describe('a call that is answered', () => {
  test('fetches TwiML, hears a key, posts it, and tells its course in signed events', async () => {
    const { sid, status } = await dial();
    expect(status).toBe('queued');
    await becomes(sid, 'ringing');
    far.simulator.phone.answerCall(ANA);
    expect((await listens()).caption).toBe('Press 1 when it is done.');
    far.simulator.phone.pressDigits(ANA, '1');
    const call = await becomes(sid, 'completed');
    expect(call).toMatchObject({
      spoken: ['Press 1 when it is done.', 'You pressed 1.'],
      gathered: ['1'],
      caption: '',
    });
    await eventsEnd();

    expect(events().map((e) => [e['SequenceNumber'], e['CallStatus']])).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'in-progress'],
      ['3', 'completed'],
    ]);
    const keys = far.app.webhooks.find((w) => w.path === '/keys');
    expect(keys?.url).toBe(`${far.app.url}/keys?call=1`);
    expect(keys?.params).toMatchObject({
      CallSid: sid,
      Digits: '1',
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
    });
    expect(far.app.webhooks.every((w) => w.signed)).toBe(true);
    expect(await far.sdk.calls(sid).fetch()).toMatchObject({ status: 'completed', duration: '1' });
  });

  test('goes through Redirect and inline TwiML, and says what entities mean', async () => {
    far.app.replies['/next'] = () => ({
      body: '<Response><Say>Fish &amp; chips &#8212; 3 &lt; 4</Say></Response>',
    });
    const { sid } = await dial({
      url: undefined,
      twiml: `<Response><Pause length="1"/><Redirect>${far.app.url}/next</Redirect></Response>`,
    });
    far.simulator.timing.secondMs = 1;
    await becomes(sid, 'ringing').then(() => far.simulator.phone.answerCall(ANA));
    expect((await becomes(sid, 'completed')).spoken).toEqual(['Fish & chips — 3 < 4']);
  });

  test('collects several digits up to the finishing key', async () => {
    far.app.replies['/voice'] = () => ({
      body: '<Response><Gather action="/keys"><Say>Your code?</Say></Gather></Response>',
    });
    const { sid } = await dial();
    await becomes(sid, 'ringing').then(() => far.simulator.phone.answerCall(ANA));
    await listens();
    far.simulator.phone.pressDigits(ANA, '4');
    far.simulator.phone.pressDigits(ANA, '711#9');
    expect((await becomes(sid, 'completed')).gathered).toEqual(['4711']);
  });

  test('ends when the person hangs up', async () => {
    const { sid } = await dial();
    await becomes(sid, 'ringing').then(() => far.simulator.phone.answerCall(ANA));
    await listens();
    far.simulator.phone.hangUp(ANA);
    expect((await becomes(sid, 'completed')).gathered).toEqual([]);
    expect(() => far.simulator.phone.pressDigits(ANA, '1')).toThrow('no call is in-progress');
  });

  test.for([
    ['', ['Press 1 when it is done.', 'Goodbye.'], []],
    ['actionOnEmptyResult="true"', ['Press 1 when it is done.', 'You pressed .'], ['']],
  ] as const)('with no key pressed goes on as %j says', async ([attributes, spoken, gathered]) => {
    far.app.replies['/voice'] = () => ({ body: GATHER(attributes) });
    far.simulator.phone.setMode(ANA, 'voicemail');
    const { sid } = await dial();
    expect(await becomes(sid, 'completed')).toMatchObject({ spoken, gathered });
  });

  test.for([
    ['a 500', { status: 500 }, /answered 500/],
    ['JSON', { type: 'application/json', body: '{}' }, /where XML is due/],
    ['an unknown verb', { body: '<Response><Sing/></Response>' }, /<Sing> is not a verb/],
  ] as const)('apologises for %s and keeps it as an error', async ([, reply, detail]) => {
    far.app.replies['/voice'] = () => reply;
    const { sid } = await dial();
    await becomes(sid, 'ringing').then(() => far.simulator.phone.answerCall(ANA));
    expect((await becomes(sid, 'completed')).spoken.join()).toMatch(/application error/);
    expect(far.simulator.takeErrors().map((e) => e.detail)).toEqual([expect.stringMatching(detail)]);
  });
});

describe('a call that nobody answers', () => {
  test.for([
    ['busy', 'busy', ['initiated', 'busy']],
    ['no-answer', 'no-answer', ['initiated', 'ringing', 'no-answer']],
  ] as const)(
    'in mode %s ends as %s',
    async ([mode, end, course]: readonly [PhoneMode, CallStatus, readonly string[]]) => {
      far.simulator.phone.setMode(ANA, mode);
      const { sid } = await dial();
      await becomes(sid, end);
      await eventsEnd();
      expect(events().map((e) => e['CallStatus'])).toEqual(course);
      expect(events().at(-1)?.['CallDuration']).toBe('0');
    },
  );

  test('ends busy when declined, and when the phone is already in a call', async () => {
    const first = await dial();
    await becomes(first.sid, 'ringing');
    await becomes((await dial()).sid, 'busy');
    far.simulator.phone.declineCall(ANA);
    expect((await becomes(first.sid, 'busy')).pickedUpBy).toBeNull();
  });

  test.for([
    ['Enable', 'machine_start'],
    ['DetectMessageEnd', 'machine_end_beep'],
    [undefined, undefined],
  ] as const)('goes to voicemail; detection %s tells %s', async ([machineDetection, answeredBy]) => {
    far.simulator.phone.setMode(ANA, 'voicemail');
    const { sid } = await dial({ machineDetection });
    const call = await becomes(sid, 'completed');
    expect(call).toMatchObject({
      pickedUpBy: 'machine',
      spoken: ['Press 1 when it is done.', 'Goodbye.'],
      gathered: [],
    });
    const voice = far.app.webhooks.find((w) => w.path === '/voice');
    expect(voice?.params['AnsweredBy']).toBe(answeredBy);
  });
});

describe('the app', () => {
  test('stops a ringing call at once, and cannot change an ended one', async () => {
    const { sid } = await dial();
    await becomes(sid, 'ringing');
    expect((await far.sdk.calls(sid).update({ status: 'canceled' })).status).toBe('canceled');
    expect(() => far.simulator.phone.answerCall(ANA)).toThrow('no call is ringing');
    await eventsEnd();
    expect(events().at(-1)).toMatchObject({ CallStatus: 'canceled', SequenceNumber: '2' });
    await expect(far.sdk.calls(sid).update({ status: 'completed' })).rejects.toMatchObject({ code: 21220 });
    expect(far.app.webhooks.some((w) => w.path === '/voice')).toBe(false);
  });

  test('ends a call in progress, or gives it other words; cannot cancel it', async () => {
    const { sid } = await dial();
    await becomes(sid, 'ringing').then(() => far.simulator.phone.answerCall(ANA));
    await listens();
    await expect(far.sdk.calls(sid).update({ status: 'canceled' })).rejects.toMatchObject({ code: 21220 });
    await far.sdk
      .calls(sid)
      .update({ twiml: '<Response><Say>One moment.</Say><Pause length="60"/></Response>' });
    await far.simulator.waitFor((s) => s.calls.some((c) => c.caption === 'One moment.'));
    expect((await far.sdk.calls(sid).update({ status: 'completed' })).status).toBe('completed');
    expect(far.simulator.state.calls[0]).toMatchObject({ status: 'completed', gathering: null, caption: '' });
    await eventsEnd();
  });

  test.for([
    ['+15005550001', FLUX, 21217],
    ['+15005550002', FLUX, 21214],
    ['+15005550003', FLUX, 21215],
    ['+15005550004', FLUX, 21216],
    [ANA, 'nonsense', 21212],
  ] as const)('is refused a call to %s from %s with %d', async ([to, from, code]) => {
    await expect(dial({ to, from })).rejects.toMatchObject({ code });
    expect(far.simulator.state.calls).toEqual([]);
  });
});
