// How long a mail server is waited for where nobody configures it: as mail servers want it, and not as the others are.
import webpush from 'web-push';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkerChannels } from '../../../src/channels/open-channels.ts';
import { readConfig, WORKER_NEEDS } from '../../../src/config.ts';
import { emailSetup } from '../../../src/emails/email-setup.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { startFarSide } from '../../harness/simulator-app.ts';

let far: Awaited<ReturnType<typeof startFarSide>>;
beforeAll(async () => {
  far = await startFarSide();
});
afterAll(() => far.stop());

const pair = webpush.generateVAPIDKeys();
const configured = (change: NodeJS.ProcessEnv = {}) =>
  readConfig(WORKER_NEEDS, {
    WORKER_DATABASE_URL: 'postgres://127.0.0.1/flux',
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    PUBLIC_URL: 'https://flux.example',
    TOKEN_SECRET: 'a'.repeat(32),
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'canary',
    TWILIO_WHATSAPP_FROM: '+15005550006',
    TWILIO_CALL_FROM: '+15005550006',
    TWILIO_VERIFY_SERVICE_SID: `VA${'0'.repeat(32)}`,
    VAPID_PUBLIC_KEY: pair.publicKey,
    VAPID_PRIVATE_KEY: pair.privateKey,
    VAPID_SUBJECT: 'mailto:operator@example.com',
    EMAIL_SMTP_URL: far.simulator.mailUrl,
    EMAIL_FROM: 'Flux <hello@example.com>',
    ...change,
  });
const log = createLog({ level: 'silent', process: 'test' });
const send = (change: NodeJS.ProcessEnv) =>
  openWorkerChannels(configured(change), log).email!.send({
    to: 'ana@example.com',
    subject: 'A subject',
    text: 'Words\n',
    html: '<p>Words</p>',
    messageId: '<0199-2@example.com>',
    unsubscribeUrl: null,
  });

test('the time-out of the other providers, too short for any mail server, is not its own', async () => {
  expect(await send({ PROVIDER_TIMEOUT_MS: '1' })).toMatchObject({ kind: 'sent' });
});

test('its own ends the conversation', async () => {
  far.simulator.faults.next('mail', { kind: 'hang', at: 'accepted' });
  expect(await send({ EMAIL_TIMEOUT_MS: '400' })).toMatchObject({ kind: 'unknown' });
});

test('a minute, where nothing else is configured; nobody sends again while the first may be under way', () => {
  const config = configured();
  expect(config.EMAIL_TIMEOUT_MS).toBeGreaterThanOrEqual(60_000);
  expect(emailSetup(config).emailSettleMs).toBeGreaterThan(config.EMAIL_TIMEOUT_MS);
  const patient = configured({ EMAIL_TIMEOUT_MS: '90000', DISPATCH_SETTLE_MS: '0' });
  expect(emailSetup(patient).emailSettleMs).toBeGreaterThanOrEqual(90_000);
});
