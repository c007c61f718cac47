// Messages on the far side: callbacks, the 24-hour window, opt-out, buttons, and the thread.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sdkFor, startFarSide } from '../../harness/simulator-app.ts';

const ANA = '+4915112345678';
const SENDER = '+15557654321';
const WHATSAPP = { to: `whatsapp:${ANA}`, from: `whatsapp:${SENDER}` };
const template = (approval: 'approved' | 'pending' | 'rejected' | 'paused', digit: string) => ({
  sid: `HX${digit.repeat(32)}`,
  name: approval,
  body: 'Hello {{1}}, time for {{2}}.',
  buttons: [
    { id: 'done:{{3}}', title: 'Done' },
    { id: 'later:{{3}}', title: 'Later' },
  ],
  approval,
});
const TEMPLATES = [
  template('approved', '1'),
  template('pending', '2'),
  template('rejected', '3'),
  template('paused', '4'),
];
const VARIABLES = JSON.stringify({ 1: 'Ana', 2: 'a run', 3: 'tok' });

let far: Awaited<ReturnType<typeof startFarSide>>;
beforeEach(async () => {
  far = await startFarSide({ seed: { phones: [{ number: ANA, name: 'Ana' }], templates: TEMPLATES } });
});
afterEach(() => far.stop());

const reaches = (sid: string, status: string) =>
  far.simulator.waitFor((s) => s.messages.find((m) => m.sid === sid && m.status === status), {
    what: status,
  });
const callbacks = (count: number) =>
  far.simulator.waitFor((s) => s.protocol.filter((e) => e.about === 'status callback').length >= count);

describe('a message on its way', () => {
  test('tells each step by a signed callback, in order', async () => {
    const statusCallback = `${far.app.url}/status?d=7&n=1#rc=3`;
    const { sid } = await far.sdk.messages.create({
      ...WHATSAPP,
      contentSid: TEMPLATES[0]?.sid ?? '',
      contentVariables: VARIABLES,
      statusCallback,
    });
    await callbacks(4);
    expect(far.app.webhooks.map((w) => w.params['MessageStatus'])).toEqual([
      'queued',
      'sent',
      'delivered',
      'read',
    ]);
    expect(far.app.webhooks.every((w) => w.signed && w.params['MessageSid'] === sid)).toBe(true);
    expect(far.app.webhooks[0]?.url).toBe(`${far.app.url}/status?d=7&n=1`);
    expect(far.app.webhooks[2]?.params).toMatchObject({
      EventType: 'DELIVERED',
      ChannelPrefix: 'whatsapp',
      To: WHATSAPP.to,
    });
    expect((await far.sdk.messages(sid).fetch()).body).toBe('Hello Ana, time for a run.');
  });

  test('is read when the person opens the thread, where nothing else reads it', async () => {
    far.simulator.timing.readAfterMs = null;
    const { sid } = await far.sdk.messages.create({
      ...WHATSAPP,
      contentSid: TEMPLATES[0]?.sid ?? '',
      contentVariables: VARIABLES,
      statusCallback: `${far.app.url}/status`,
    });
    await reaches(sid, 'delivered');
    await callbacks(3);
    far.simulator.phone.readThread(ANA);
    await callbacks(4);
    expect(far.app.webhooks.at(-1)?.params['MessageStatus']).toBe('read');
  });
});

describe('the 24-hour window of WhatsApp', () => {
  test('lets free text through only after the person wrote, and only for a day', async () => {
    const early = await far.sdk.messages.create({
      ...WHATSAPP,
      body: 'hi',
      statusCallback: `${far.app.url}/status`,
    });
    expect(early.status).toBe('queued');
    expect((await reaches(early.sid, 'failed')).errorCode).toBe(63016);
    await callbacks(2);
    expect(far.app.webhooks.at(-1)?.params).toMatchObject({ MessageStatus: 'failed', ErrorCode: '63016' });

    await far.simulator.phone.sendText(ANA, 'hello');
    await reaches((await far.sdk.messages.create({ ...WHATSAPP, body: 'hi' })).sid, 'read');
    far.simulator.advanceClock(24 * 60 * 60 * 1000);
    await reaches((await far.sdk.messages.create({ ...WHATSAPP, body: 'hi' })).sid, 'failed');
  });

  test.for([
    ['pending', 63016],
    ['rejected', 63040],
    ['paused', 63041],
  ] as const)('carries no %s template', async ([approval, code]) => {
    const contentSid = TEMPLATES.find((t) => t.approval === approval)?.sid ?? '';
    const { sid } = await far.sdk.messages.create({ ...WHATSAPP, contentSid, contentVariables: VARIABLES });
    expect((await reaches(sid, 'failed')).errorCode).toBe(code);
  });

  test.for([
    ['{"1":"Ana"}', 21656],
    ['{"1":"Ana","2":"a\\nb","3":"t"}', 21656],
    ['no json', 21656],
  ] as const)('refuses the variables %s', async ([contentVariables, code]) => {
    const send = far.sdk.messages.create({
      ...WHATSAPP,
      contentSid: TEMPLATES[0]?.sid ?? '',
      contentVariables,
    });
    await expect(send).rejects.toMatchObject({ code, status: 400 });
    expect(far.simulator.state.messages).toEqual([]);
  });
});

describe('the person', () => {
  test('taps a quick reply: payload, text and the message answered come signed, the TwiML answer appears', async () => {
    far.app.replies['/inbound'] = () => ({
      body: '<?xml version="1.0"?><Response><Message>Well done &amp; rest</Message></Response>',
    });
    const { sid } = await far.sdk.messages.create({
      ...WHATSAPP,
      contentSid: TEMPLATES[0]?.sid ?? '',
      contentVariables: VARIABLES,
    });
    await reaches(sid, 'read');
    await far.simulator.phone.tapButton(ANA, sid, 'done:tok');
    const [webhook] = far.app.webhooks;
    expect(webhook).toMatchObject({ signed: true, url: `${far.app.url}/inbound?who=twilio` });
    expect(webhook?.params).toMatchObject({
      From: WHATSAPP.to,
      To: WHATSAPP.from,
      Body: 'Done',
      MessageType: 'button',
      ButtonPayload: 'done:tok',
      ButtonText: 'Done',
      OriginalRepliedMessageSid: sid,
      WaId: ANA.slice(1),
      ProfileName: 'Ana',
    });
    const answer = await far.simulator.waitFor((s) =>
      s.messages.find((m) => m.direction === 'outbound-reply'),
    );
    expect(answer.body).toBe('Well done & rest');
    await reaches(answer.sid, 'read');
  });

  test('stops WhatsApp and SMS each by itself, and starts again', async () => {
    const sms = { to: ANA, from: SENDER, body: 'hi' };
    await reaches((await far.sdk.messages.create(sms)).sid, 'delivered');
    await far.simulator.phone.sendText(ANA, ' Stop ', { channel: 'sms' });
    await expect(far.sdk.messages.create(sms)).rejects.toMatchObject({ code: 21610 });
    await far.simulator.phone.sendText(ANA, 'hello');
    await reaches(
      (await far.sdk.messages.create({ ...WHATSAPP, body: 'hi', from: 'whatsapp:+15005550006' })).sid,
      'read',
    );
    await far.simulator.phone.sendText(ANA, 'stop');
    const blocked = await far.sdk.messages.create({ ...WHATSAPP, body: 'hi', from: 'whatsapp:+15005550006' });
    expect((await reaches(blocked.sid, 'failed')).errorCode).toBe(63014);
    await far.simulator.phone.sendText(ANA, 'START', { channel: 'sms' });
    await reaches((await far.sdk.messages.create(sms)).sid, 'delivered');
    await far.simulator.phone.sendText(ANA, 'stop by the shop', { channel: 'sms' });
    await reaches((await far.sdk.messages.create(sms)).sid, 'delivered');
  });

  test.for([
    ['a refusal', { status: 500, body: 'oops' }, /answered 500: oops/],
    ['text that is not XML', { type: 'text/plain', body: 'thanks' }, /text\/plain where XML is due/],
    ['broken TwiML', { body: '<Response><Message>hi</Response>' }, /unexpected <\/Response>/],
  ] as const)('meets %s of the app: it is kept as an error', async ([, reply, detail]) => {
    far.app.replies['/inbound'] = () => reply;
    await far.simulator.phone.sendText(ANA, 'hello');
    const errors = far.simulator.takeErrors();
    expect(errors).toHaveLength(1);
    expect(errors[0]?.detail).toMatch(detail);
  });
});

describe('Twilio at its door', () => {
  test('refuses wrong credentials', async () => {
    const stranger = sdkFor(far.simulator.url, 'another-token');
    await expect(stranger.messages.create({ ...WHATSAPP, body: 'hi' })).rejects.toMatchObject({
      status: 401,
      code: 20003,
    });
    expect(far.simulator.state.messages).toEqual([]);
  });

  test.for([
    ['+15005550001', SENDER, 21211],
    ['+15005550002', SENDER, 21612],
    ['+15005550003', SENDER, 21408],
    ['+15005550004', SENDER, 21610],
    ['+15005550009', SENDER, 21614],
    [ANA, '+15005550001', 21212],
    [ANA, '+15005550007', 21606],
    [ANA, '+15005550008', 21611],
    ['012', SENDER, 21211],
    [`whatsapp:${ANA}`, SENDER, 21910],
  ] as const)('refuses to %s from %s with %d', async ([to, from, code]) => {
    await expect(far.sdk.messages.create({ to, from, body: 'hi' })).rejects.toMatchObject({ code });
    expect(far.simulator.state.messages).toEqual([]);
  });

  test('lists newest first and pages hold still while new ones arrive', async () => {
    const sids: string[] = [];
    for (const body of ['a', 'b', 'c', 'd', 'e'])
      sids.unshift((await far.sdk.messages.create({ to: ANA, from: SENDER, body })).sid);
    const first = await far.sdk.messages.page({ to: ANA, pageSize: 2 });
    await far.sdk.messages.create({ to: ANA, from: SENDER, body: 'f' });
    const second = await first.nextPage();
    const third = await second?.nextPage();
    expect([first, second, third].flatMap((page) => page?.instances.map((m) => m.sid))).toEqual(sids);
    expect(await third?.nextPage()).toBeUndefined();
    expect(await far.sdk.messages.list({ to: '+4915100000000' })).toEqual([]);
  });

  test('checks a code: wrong is pending, the sixth is 60202, an expired one is gone', async () => {
    const verify = far.sdk.verify.v2.services(`VA${'b2'.repeat(16)}`);
    await verify.verifications.create({ to: ANA, channel: 'sms' });
    const again = await verify.verifications.create({ to: ANA, channel: 'sms' });
    expect(far.simulator.state.verifications).toHaveLength(1);
    const right = far.simulator.state.verifications[0]?.code ?? '';
    const wrong = right === '111111' ? '222222' : '111111';
    for (let i = 0; i < 5; i++)
      expect(await verify.verificationChecks.create({ to: ANA, code: wrong })).toMatchObject({
        sid: again.sid,
        status: 'pending',
      });
    await expect(verify.verificationChecks.create({ to: ANA, code: right })).rejects.toMatchObject({
      code: 60202,
      status: 429,
    });
    far.simulator.advanceClock(10 * 60 * 1000);
    await expect(verify.verificationChecks.create({ to: ANA, code: right })).rejects.toMatchObject({
      code: 20404,
      status: 404,
    });
    for (let i = 0; i < 5; i++) await verify.verifications.create({ to: ANA, channel: 'sms' });
    await expect(verify.verifications.create({ to: ANA, channel: 'sms' })).rejects.toMatchObject({
      code: 60203,
    });
  });
});
