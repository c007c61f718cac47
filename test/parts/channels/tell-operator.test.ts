// A refusal that only an operator can end is heard: once in the log, each time in the metrics, whatever it was asked for.
import webpush from 'web-push';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addressOf } from '../../../src/channels/address.ts';
import { openApiChannels, openWorkerChannels } from '../../../src/channels/open-channels.ts';
import { API_NEEDS, readConfig, WORKER_NEEDS } from '../../../src/config.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { exposeMetrics } from '../../../src/kernel/metrics.ts';
import { json, raw, startScriptedServer, type ScriptedServer } from '../../harness/scripted-server.ts';

const ANA = addressOf('+4915112345678')!;
const pair = webpush.generateVAPIDKeys();

let far: ScriptedServer;
let lines: Record<string, unknown>[];
beforeEach(async () => {
  far = await startScriptedServer();
  lines = [];
});
afterEach(() => far.close());

const log = createLog(
  { level: 'warn', process: 'test' },
  { write: (line) => void lines.push(JSON.parse(line)) },
);

const env = () => ({
  API_DATABASE_URL: 'postgres://127.0.0.1/flux',
  WORKER_DATABASE_URL: 'postgres://127.0.0.1/flux',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  PUBLIC_URL: 'https://flux.example',
  TOKEN_SECRET: 'a'.repeat(32),
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'canary',
  TWILIO_WHATSAPP_FROM: '+15005550006',
  TWILIO_CALL_FROM: '+15005550006',
  TWILIO_VERIFY_SERVICE_SID: `VA${'0'.repeat(32)}`,
  TWILIO_API_ORIGIN: far.origin,
  VAPID_PUBLIC_KEY: pair.publicKey,
  VAPID_PRIVATE_KEY: pair.privateKey,
  VAPID_SUBJECT: 'mailto:operator@example.com',
  PUSH_EXTRA_ORIGIN: far.origin,
});
const openWorker = () => openWorkerChannels(readConfig(WORKER_NEEDS, env()), log);
const openApi = () => openApiChannels(readConfig(API_NEEDS, env()), log);

const said = () => lines.map(({ level, provider, refusal, msg }) => [level, provider, refusal, msg]);

async function counted(provider: string, refusal: string): Promise<number> {
  const { text } = await exposeMetrics();
  const series = `flux_provider_misconfigured_total{provider="${provider}",refusal="${refusal}"} `;
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(series))
      ?.slice(series.length) ?? 0,
  );
}

const message = {
  to: ANA,
  from: '+15005550006',
  content: { body: 'canary' },
  statusCallback: null,
  validitySeconds: 900,
};

test('a token that Twilio refuses, by whatever is asked with it', async () => {
  const { whatsapp, voiceCall } = openWorker();
  const before = await counted('twilio', '20003');
  far.script(...Array.from({ length: 4 }, () => json(401, { code: 20003, message: 'canary', status: 401 })));
  await whatsapp.send(message);
  await whatsapp.send(message);
  await whatsapp.find({ to: ANA, from: message.from, text: { reference: 'x' }, since: new Date() });
  await voiceCall.hangUp(`CA${'0'.repeat(32)}`);
  const sentence = 'The Twilio credentials were not accepted: an operator has to act';
  expect(said()).toEqual([['error', 'twilio', '20003', sentence]]);
  expect((await counted('twilio', '20003')) - before).toBe(4);
  expect(JSON.stringify(lines)).not.toMatch(/canary|4915112345678/);
});

test.each([
  [21408, () => openWorker().whatsapp.send(message)],
  [60605, () => openApi().verify.start(ANA)],
])('a country that the account may not write to: %i', async (code, ask) => {
  const before = await counted('twilio', String(code));
  far.script(json(403, { code, message: 'canary', status: 403 }));
  expect(await ask()).toMatchObject({ kind: 'refused', reason: 'country' });
  expect(said()).toMatchObject([['error', 'twilio', String(code), expect.stringContaining('country')]]);
  expect((await counted('twilio', String(code))) - before).toBe(1);
});

test('by the API as well, and by a front that gives no code', async () => {
  far.script(json(401, {}));
  expect(await openApi().verify.start(ANA)).toMatchObject({ kind: 'refused', reason: 'configuration' });
  expect(said()).toEqual([
    ['error', 'twilio', 'HTTP_401', 'The credentials were not accepted: an operator has to act'],
  ]);
});

test('a service that Twilio does not know, and no code that has run out', async () => {
  const { verify } = openApi();
  far.script(json(404, { code: 20404 }), json(404, { code: 20404 }), json(404, { code: 20404 }));
  const sid = `VE${'0'.repeat(32)}`;
  expect(await verify.check({ phone: ANA, verification: sid }, '123456')).toEqual({ kind: 'expired' });
  expect(await verify.cancel(sid)).toBe(true);
  expect(said()).toEqual([]);
  const before = await counted('twilio', '20404');
  expect(await verify.start(ANA)).toMatchObject({ kind: 'refused', reason: 'configuration' });
  expect(said()).toMatchObject([['error', 'twilio', '20404', expect.stringContaining('the service')]]);
  expect((await counted('twilio', '20404')) - before).toBe(1);
});

test('what nobody here can explain is looked up by an operator', async () => {
  const { whatsapp } = openWorker();
  far.script(json(400, { code: 63998 }), json(400, { code: 63005 }), json(418, {}));
  for (let count = 0; count < 3; count += 1) await whatsapp.send(message);
  expect(said().map(([, , refusal]) => refusal)).toEqual(['63998', '63005', 'HTTP_418']);
});

test('a text that WhatsApp takes of an approved template alone', async () => {
  far.script(json(400, { code: 63016 }));
  await openWorker().whatsapp.send(message);
  expect(said()).toMatchObject([
    ['error', 'twilio', '63016', expect.stringContaining('TWILIO_WHATSAPP_TEMPLATE_SID')],
  ]);
});

test('keys that a push service refuses', async () => {
  far.script(raw(403, ''));
  const keys = { p256dh: pair.publicKey, auth: 'A'.repeat(22) };
  const delivery = { ttlSeconds: 60, topic: 'x', urgency: 'high' } as const;
  await openWorker().webPush.send(
    { endpoint: `${far.origin}/1`, keys },
    { title: 'canary', body: '', data: {} },
    delivery,
  );
  expect(said()).toMatchObject([['error', 'push', 'HTTP_403', expect.any(String)]]);
});

test('what a person or an outage has caused is nothing for an operator', async () => {
  const { whatsapp } = openWorker();
  far.script(json(400, { code: 63003 }), json(429, { code: 20429 }), json(500, {}));
  for (let count = 0; count < 3; count += 1) await whatsapp.send(message);
  expect(far.requests).toHaveLength(3);
  expect(said()).toEqual([]);
});

const refusal = (code: number, status = 400) => json(status, { code, status, message: 'planted' });
const sid = (letters: string) => `${letters}${'1'.repeat(32)}`;

test('what our own code asks for and expects to be refused is nobody’s to act on', async () => {
  far.script(refusal(21220), refusal(21220), refusal(20404, 404), refusal(60202, 429), refusal(20404, 404));
  const { voiceCall } = openWorker();
  const { verify } = openApi();
  // It ended before we hung up; it is not known any more.
  expect(await voiceCall.hangUp(sid('CA'))).toEqual({ kind: 'over' });
  expect(await voiceCall.hangUp(sid('CA'))).toEqual({ kind: 'over' });
  // Five wrong codes; one that has run out.
  const sent = { phone: ANA, verification: sid('VE') };
  expect(await verify.check(sent, '123456')).toEqual({ kind: 'too_many' });
  expect(await verify.check(sent, '123456')).toEqual({ kind: 'expired' });
  expect(said()).toEqual([]);
});
