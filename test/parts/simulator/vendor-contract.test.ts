// The simulator held against Twilio's own OpenAPI with the real SDK, and the judge held against known-bad exchanges.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ACCOUNT, sdkFor, startFarSide } from '../../harness/simulator-app.ts';
import { loadJudge, startJudge, type Exchange } from '../../harness/twilio-openapi/judge.ts';

const ANA = '+4915112345678';
const SENDER = '+15557654321';
const SERVICE = `VA${'b2'.repeat(16)}`;
const TEMPLATE = `HX${'c3'.repeat(16)}`;
const pageShape = z.looseObject({ messages: z.array(z.looseObject({})) });
const TEMPLATES = [
  { sid: TEMPLATE, name: 'reminder', body: 'Time for {{1}}', buttons: [], approval: 'approved' as const },
];

let far: Awaited<ReturnType<typeof startFarSide>>;
let judge: Awaited<ReturnType<typeof startJudge>>;
let sdk: ReturnType<typeof sdkFor>;

beforeAll(async () => {
  far = await startFarSide({ seed: { templates: TEMPLATES } });
  judge = await startJudge(far.simulator.url);
  sdk = sdkFor(judge.url);
});
afterAll(async () => {
  await judge.stop();
  await far.stop();
});

describe('every operation, by the real SDK', () => {
  test('is legal on both sides', async () => {
    const text = { to: ANA, from: SENDER, body: 'Hello & good morning 👋', validityPeriod: 900 };
    const message = await sdk.messages.create({ ...text, statusCallback: `${far.app.url}/status?rid=1` });
    await sdk.messages.create({
      to: `whatsapp:${ANA}`,
      from: `whatsapp:${SENDER}`,
      contentSid: TEMPLATE,
      contentVariables: JSON.stringify({ 1: 'a run' }),
    });
    await sdk.messages(message.sid).fetch();
    const messages = await sdk.messages.list({ to: ANA, from: SENDER, limit: 3, pageSize: 1 });
    expect(messages.map((m) => m.sid)).toEqual([message.sid]);

    far.simulator.phone.setMode(ANA, 'busy');
    const call = await sdk.calls.create({
      to: ANA,
      from: SENDER,
      twiml: '<Response><Say>Hello</Say></Response>',
      timeout: 20,
      machineDetection: 'Enable',
      statusCallback: `${far.app.url}/call-status`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    });
    far.simulator.phone.setMode(ANA, 'ring');
    await far.simulator.waitFor((s) => s.calls.find((c) => c.sid === call.sid && c.status === 'busy'));
    await sdk.calls(call.sid).fetch();
    await sdk.calls.list({ to: ANA, from: SENDER, status: 'busy', limit: 5 });
    const ringing = await sdk.calls.create({ to: ANA, from: SENDER, url: `${far.app.url}/voice` });
    await far.simulator.waitFor((s) => s.calls.find((c) => c.sid === ringing.sid && c.status === 'ringing'));
    expect((await sdk.calls(ringing.sid).update({ status: 'canceled' })).status).toBe('canceled');

    const verify = sdk.verify.v2.services(SERVICE);
    const { sid: given } = await verify.verifications.create({ to: ANA, channel: 'sms' });
    expect((await verify.verifications(given).update({ status: 'canceled' })).status).toBe('canceled');
    await expect(verify.verifications(given).update({ status: 'canceled' })).rejects.toMatchObject({
      code: 20404,
    });
    await verify.verifications.create({ to: ANA, channel: 'sms' });
    const code = far.simulator.state.verifications.at(-1)?.code ?? '';
    expect((await verify.verificationChecks.create({ to: ANA, code })).status).toBe('approved');
    await expect(verify.verificationChecks.create({ to: ANA, code })).rejects.toMatchObject({ code: 20404 });

    const judged = new Set(judge.verdicts.map((v) => v.operation));
    expect(judged).toEqual(new Set(OPERATIONS.map((o) => o.id)));
    const wrong = judge.verdicts.filter((v) => v.requestFaults.length + v.responseFaults.length > 0);
    expect(wrong).toEqual([]);
  });
});

const MESSAGES = `/2010-04-01/Accounts/${ACCOUNT}/Messages`;
const CALLS = `/2010-04-01/Accounts/${ACCOUNT}/Calls`;
const MESSAGE = `SM${'d4'.repeat(16)}`;
const CALL = `CA${'d4'.repeat(16)}`;
const PAGE = {
  end: 0,
  start: 0,
  page: 0,
  page_size: 50,
  uri: '/',
  first_page_uri: '/',
  next_page_uri: null,
  previous_page_uri: null,
};
const OPERATIONS = [
  {
    id: 'CreateMessage',
    method: 'POST',
    url: `${MESSAGES}.json`,
    bad: 'To=%2B4915112345678&Text=hi',
    status: 201,
    answer: { sid: MESSAGE },
  },
  {
    id: 'FetchMessage',
    method: 'GET',
    url: `${MESSAGES}/${MESSAGE}.json`,
    bad: '?Expand=1',
    status: 200,
    answer: { sid: 'SM1' },
  },
  {
    id: 'ListMessage',
    method: 'GET',
    url: `${MESSAGES}.json`,
    bad: '?PageSize=lots',
    status: 200,
    answer: { ...PAGE, messages: [{}] },
  },
  {
    id: 'CreateCall',
    method: 'POST',
    url: `${CALLS}.json`,
    bad: 'To=%2B4915112345678',
    status: 201,
    answer: { sid: CALL },
  },
  {
    id: 'FetchCall',
    method: 'GET',
    url: `${CALLS}/${CALL}.json`,
    bad: '?a=b',
    status: 200,
    answer: { status: 'ringing' },
  },
  {
    id: 'ListCall',
    method: 'GET',
    url: `${CALLS}.json`,
    bad: '?Status=answered',
    status: 200,
    answer: { ...PAGE, calls: {} },
  },
  {
    id: 'UpdateCall',
    method: 'POST',
    url: `${CALLS}/${CALL}.json`,
    bad: 'Status=hung-up',
    status: 200,
    answer: { sid: CALL },
  },
  {
    id: 'CreateVerification',
    method: 'POST',
    url: `/v2/Services/${SERVICE}/Verifications`,
    bad: 'To=%2B491511234567',
    status: 201,
    answer: { sid: 'VE1' },
  },
  {
    id: 'UpdateVerification',
    method: 'POST',
    url: `/v2/Services/${SERVICE}/Verifications/VE1`,
    bad: 'Status=forgotten',
    status: 200,
    answer: { sid: 'VE1' },
  },
  {
    id: 'CreateVerificationCheck',
    method: 'POST',
    url: `/v2/Services/${SERVICE}/VerificationCheck`,
    bad: 'Code=1&VerificationSid=VE1',
    status: 200,
    answer: { valid: 'yes' },
  },
];

describe('the judge', () => {
  const decide = loadJudge();

  test.for(OPERATIONS)(
    'finds a bad request and a bad answer of $id',
    ({ id, method, url, bad, status, answer }) => {
      const exchange: Exchange =
        method === 'GET'
          ? { method, url: url + bad, body: '', status, answer }
          : { method, url, body: bad, status, answer };
      const verdict = decide(exchange);
      expect(verdict.operation).toBe(id);
      expect(verdict.requestFaults).not.toEqual([]);
      expect(verdict.responseFaults).not.toEqual([]);
    },
  );

  test('finds a path that does not exist, and a refusal that is not the vendor’s', () => {
    const unknown = decide({ method: 'PUT', url: `${MESSAGES}.json`, body: '', status: 200, answer: {} });
    expect(unknown.requestFaults).not.toEqual([]);
    const refusal = decide({
      method: 'GET',
      url: `${MESSAGES}.json`,
      body: '',
      status: 400,
      answer: { error: 'no' },
    });
    expect(refusal.responseFaults).not.toEqual([]);
  });

  test('takes a field of the wrong type in an otherwise legal answer as bad', async () => {
    await sdk.messages.create({ to: ANA, from: SENDER, body: 'legal' });
    const res = await fetch(`${far.simulator.url}${MESSAGES}.json?PageSize=1`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${ACCOUNT}:the-auth-token-of-the-tests`).toString('base64')}`,
      },
    });
    const page = pageShape.parse(await res.json());
    const legal = { method: 'GET', url: `${MESSAGES}.json?PageSize=1`, body: '', status: 200 };
    expect(decide({ ...legal, answer: page })).toEqual({
      operation: 'ListMessage',
      requestFaults: [],
      responseFaults: [],
    });
    const broken = { ...page, messages: [{ ...page.messages[0], error_code: '63016' }] };
    expect(decide({ ...legal, answer: broken }).responseFaults).toHaveLength(1);
  });
});
