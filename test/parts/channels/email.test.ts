// The e-mail port against a real mail server over a socket: what arrives, and what each failure is called.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSmtpEmail, type EmailMessage } from '../../../src/channels/email.ts';
import type { MailFault } from '../../../src/simulator/faults.ts';
import { startFarSide } from '../../harness/simulator-app.ts';

const TO = 'ana@example.com';
const message: EmailMessage = {
  to: TO,
  subject: 'Grüße – a subject',
  text: 'Plain ünd simple\n',
  html: '<p>Plain ünd simple</p>',
  messageId: '<0199-1@example.com>',
  unsubscribeUrl: 'https://flux.example.com/webhooks/email/unsubscribe/abc',
};

let far: Awaited<ReturnType<typeof startFarSide>>;
beforeAll(async () => {
  far = await startFarSide({ mail: { login: { user: 'flux@example.com', password: 'p@ss:word/1' } } });
});
afterAll(() => far.stop());
beforeEach(() => far.simulator.reset());

const told: string[] = [];
const channel = (change: Partial<Parameters<typeof createSmtpEmail>[0]> = {}) =>
  createSmtpEmail({
    url: far.simulator.mailUrl,
    from: 'Flux <hello@example.com>',
    timeoutMs: 60_000,
    tell: (provider, failure) => told.push(`${provider} ${failure.kind}`),
    ...change,
  });
const arrived = () => far.simulator.state.mails;

test('what is sent arrives as it is, from whom it comes, with one click to end it', async () => {
  expect(await channel().send(message)).toEqual({ kind: 'sent', externalId: message.messageId });
  expect(arrived()).toMatchObject([
    {
      messageId: message.messageId,
      from: 'hello@example.com',
      to: TO,
      subject: message.subject,
      html: expect.stringContaining(message.html),
      headers: {
        from: 'Flux <hello@example.com>',
        'auto-submitted': 'auto-generated',
        'list-unsubscribe': `<${message.unsubscribeUrl}>`,
        'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      },
    },
  ]);
  expect(arrived()[0]!.text.trim()).toBe(message.text.trim());
  await channel().send({ ...message, unsubscribeUrl: null });
  expect(arrived()[1]!.headers).not.toHaveProperty('list-unsubscribe');
});

const refuse = (at: 'rcpt' | 'data', code: number, words?: string): MailFault => ({
  kind: 'refuse',
  at,
  code,
  ...(words && { words }),
});

describe('a failure', () => {
  test.each<[string, MailFault, object, number]>([
    [
      'an address that is none',
      refuse('rcpt', 550, '5.1.1 unknown'),
      { reason: 'contact', permanent: true },
      0,
    ],
    [
      'one that may be of us, without a code',
      refuse('rcpt', 550),
      { reason: 'rejected', permanent: true },
      0,
    ],
    ['one that is none, without a code', refuse('rcpt', 553), { reason: 'contact', permanent: true }, 0],
    [
      'a mailbox that is closed',
      refuse('rcpt', 550, '5.2.1 closed'),
      { reason: 'contact', permanent: true },
      0,
    ],
    ['a policy', refuse('rcpt', 550, '5.7.1 not from there'), { reason: 'rejected', permanent: true }, 0],
    ['a mailbox that is full', refuse('rcpt', 552, '5.2.2 full'), { reason: 'rejected', permanent: true }, 0],
    ['greylisting', refuse('rcpt', 451, '4.7.1 later'), { reason: 'busy', permanent: false }, 0],
    [
      'content that is refused',
      refuse('data', 554, '5.6.0 spam'),
      { reason: 'rejected', permanent: true },
      0,
    ],
    ['content that is put off', refuse('data', 452), { reason: 'busy', permanent: false }, 0],
    ['taken, and said otherwise', { kind: 'refuse', at: 'data', code: 421 }, { reason: 'busy' }, 0],
    ['cut before the content', { kind: 'drop', at: 'rcpt' }, { kind: 'unreachable' }, 0],
    ['cut after the content', { kind: 'drop', at: 'data' }, { kind: 'unknown' }, 0],
    ['taken, and cut', { kind: 'drop', at: 'accepted' }, { kind: 'unknown' }, 1],
  ])('%s', async (_what, fault, outcome, taken) => {
    far.simulator.faults.next('mail', fault, { to: TO });
    expect(await channel().send(message)).toMatchObject(outcome);
    expect(arrived()).toHaveLength(taken);
    expect(far.simulator.faults.pending).toBe(0);
  });

  test.each<[MailFault, string, number]>([
    [{ kind: 'hang', at: 'rcpt' }, 'unreachable', 0],
    [{ kind: 'hang', at: 'data' }, 'unknown', 0],
    [{ kind: 'hang', at: 'accepted' }, 'unknown', 1],
  ])('silence %j ends with the time-out', async (fault, kind, taken) => {
    far.simulator.faults.next('mail', fault);
    expect(await channel({ timeoutMs: 400 }).send(message)).toMatchObject({ kind });
    expect(arrived()).toHaveLength(taken);
  });

  test('a server that never greets, and none at all, were never reached', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as { port: number };
    const url = `smtp://127.0.0.1:${port}`;
    expect(await channel({ url, timeoutMs: 300 }).send(message)).toMatchObject({ kind: 'unreachable' });
    mute.close();
    await once(mute, 'close');
    expect(await channel({ url }).send(message)).toMatchObject({ kind: 'unreachable' });
  });

  test('credentials that are wrong are ours to mend, and said to an operator', async () => {
    told.length = 0;
    const url = far.simulator.mailUrl.replace('word', 'wort');
    expect(await channel({ url }).send(message)).toMatchObject({
      kind: 'refused',
      code: 'SMTP_535',
      reason: 'configuration',
      permanent: false,
    });
    expect(told).toEqual(['smtp refused']);
    expect(arrived()).toEqual([]);
  });

  test('nothing that is said of a failure holds the address', async () => {
    far.simulator.faults.next('mail', refuse('rcpt', 550, `5.1.1 <${TO}> unknown`));
    expect(JSON.stringify(await channel().send(message))).not.toContain('ana@');
  });
});

const pem = (name: string) => readFileSync(new URL(`../../harness/tls/${name}`, import.meta.url), 'utf8');

const trusting = (authority: string) => ({ ca: pem(authority), servername: 'temporal.test' });

describe('encryption', () => {
  test('STARTTLS is used where it is offered, and its certificate has to count', async () => {
    const tls = { key: pem('server.key'), cert: pem('server.pem') };
    const safe = await startFarSide({ mail: { tls } });
    const url = safe.simulator.mailUrl;
    expect(await channel({ url, tls: trusting('ca.pem') }).send(message)).toMatchObject({ kind: 'sent' });
    expect(safe.simulator.state.mails).toHaveLength(1);
    const stranger = await channel({ url, tls: trusting('client.pem') }).send(message);
    expect(stranger).toMatchObject({ kind: 'unreachable' });
    expect(safe.simulator.state.mails).toHaveLength(1);
    await safe.stop();
  });

  test('nothing is sent in the clear to a server that offers none', async () => {
    const outcome = await channel({ tls: trusting('ca.pem') }).send(message);
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'configuration', permanent: false });
    expect(arrived()).toEqual([]);
  });
});
