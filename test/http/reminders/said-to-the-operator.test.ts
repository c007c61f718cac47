// What only an operator can set right is said by the webhooks, too: what Twilio refuses after it had taken it, and a signature
// that is not the one we expect.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { API_NEEDS, readConfig } from '../../../src/config.ts';
import { freePort } from '../../../src/dev/port.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { exposeMetrics } from '../../../src/kernel/metrics.ts';
import { startApi } from '../../../src/server.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { knockAs, newSid, type Knock } from '../../harness/knock.ts';
import { ACCOUNT_SID } from '../../harness/world.ts';

const { world } = httpWorld({ api: 'here', env: { LOG_LEVEL: 'silent' } });

type Line = Record<string, unknown>;

/** An API of its own, with what it says; `env` beside that of the world. */
async function listen(env: NodeJS.ProcessEnv = {}) {
  const lines: Line[] = [];
  const log = createLog(
    { level: 'warn', process: 'test' },
    { write: (line) => void lines.push(JSON.parse(line)) },
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const own = { ...world.env, PORT: String(port), PUBLIC_URL: url, ...env };
  const api = await startApi(readConfig(API_NEEDS, own), log);
  const knock = (one: Knock) => knockAs({ env: { ...own, PUBLIC_URL: url } }, one);
  return { lines, url, knock, stop: () => api.stop() };
}

async function counted(refusal: string): Promise<number> {
  const { text } = await exposeMetrics();
  const series = `flux_provider_misconfigured_total{provider="twilio",refusal="${refusal}"} `;
  const line = text.split('\n').find((one) => one.startsWith(series));
  return Number(line?.slice(series.length) ?? 0);
}

const ids = () => new URLSearchParams({ o: randomUUID(), u: randomUUID(), d: randomUUID() }).toString();

describe('a report of what had been taken', () => {
  let heard: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    heard = await listen();
    return () => heard.stop();
  });

  const report = (ErrorCode: string) => {
    const form = { AccountSid: ACCOUNT_SID, MessageSid: newSid(), MessageStatus: 'undelivered', ErrorCode };
    return heard.knock({ path: `/webhooks/twilio/message-status?${ids()}`, form });
  };
  const said = (refusal: string) => heard.lines.filter((line) => line['refusal'] === refusal);

  test.each([
    ['63041', 'paused the template'],
    ['63051', 'locked'],
    ['63016', 'TWILIO_WHATSAPP_TEMPLATE_SID'],
    ['63997', 'code 63997'],
  ])('%s is said once, and counted each time', async (code, words) => {
    const before = await counted(code);
    for (let count = 0; count < 3; count += 1) expect((await report(code)).status).toBe(204);
    const lines = said(code);
    expect(lines).toMatchObject([{ level: 'error', provider: 'twilio' }]);
    expect(lines[0]!['msg']).toContain(words);
    expect((await counted(code)) - before).toBe(3);
  });

  test.each(['63003', '63024', '30008', '63032', ''])('%s is of one person: nobody is told', async (code) => {
    expect((await report(code)).status).toBe(204);
    expect(said(code)).toEqual([]);
  });

  test('of a call as well', async () => {
    const form = { CallSid: `CA${'2'.repeat(32)}`, CallStatus: 'failed', ErrorCode: '21215' };
    await heard.knock({ path: `/webhooks/twilio/call-status?${ids()}`, form });
    expect(said('21215')).toMatchObject([{ level: 'error', provider: 'twilio' }]);
  });
});

describe('a signature that is not the one we expect', () => {
  const form = {
    AccountSid: ACCOUNT_SID,
    From: 'whatsapp:+12025550100',
    Body: 'canary',
    MessageSid: newSid(),
  };

  test('in the name of our account: which address was signed for is said once, and counted each time', async () => {
    const heard = await listen({ PUBLIC_URL: 'https://elsewhere.example' });
    const before = await counted('BAD_SIGNATURE');
    for (const path of ['/webhooks/twilio/messages', `/webhooks/twilio/call-status?${ids()}`])
      expect((await heard.knock({ path, form })).status).toBe(403);
    await heard.stop();
    const errors = heard.lines.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ provider: 'twilio', refusal: 'BAD_SIGNATURE' }]);
    expect(errors[0]!['msg']).toContain('https://elsewhere.example/webhooks/twilio/messages');
    expect((await counted('BAD_SIGNATURE')) - before).toBe(2);
    expect(JSON.stringify(heard.lines)).not.toMatch(/canary|12025550100/);
  });

  test('anybody else is nothing to hear of', async () => {
    const heard = await listen();
    const path = '/webhooks/twilio/messages';
    for (const one of [
      { path, form: { ...form, AccountSid: `AC${'9'.repeat(32)}` }, token: 'another' },
      { path, form: { Body: 'x' }, token: 'another' },
      { path, form, headers: { 'x-twilio-signature': '' } },
    ])
      expect((await heard.knock(one)).status).toBe(403);
    await heard.stop();
    expect(heard.lines).toEqual([]);
  });
});

const warnings = ({ lines }: { lines: Line[] }) =>
  lines.filter(({ msg }) => String(msg).includes('TRUSTED_PROXY_HOPS')).map(({ msg }) => String(msg));
const ask = (url: string) => fetch(`${url}/livez`, { headers: { 'x-forwarded-for': '203.0.113.9' } });

describe('a proxy that nobody told us of', () => {
  test('shows in the address of the outside world, when the process starts', async () => {
    const heard = await listen({ PUBLIC_URL: 'https://flux.example' });
    await ask(heard.url);
    await heard.stop();
    expect(warnings(heard)).toEqual([expect.stringContaining('PUBLIC_URL is https')]);
  });

  test('shows in what it writes, once', async () => {
    const heard = await listen();
    await fetch(`${heard.url}/livez`);
    expect(warnings(heard)).toEqual([]);
    for (let count = 0; count < 3; count += 1) await ask(heard.url);
    await heard.stop();
    expect(warnings(heard)).toEqual([expect.stringContaining('X-Forwarded-For')]);
    expect(JSON.stringify(heard.lines)).not.toContain('203.0.113');
  });

  test('is trusted, where we were told of it', async () => {
    const heard = await listen({ PUBLIC_URL: 'https://flux.example', TRUSTED_PROXY_HOPS: '1' });
    await ask(heard.url);
    await heard.stop();
    expect(warnings(heard)).toEqual([]);
  });
});
