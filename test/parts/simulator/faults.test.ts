// What can go wrong on the wire, on purpose: each fault as the SDK sees it, and what was really accepted.
import { afterEach, describe, expect, test } from 'vitest';
import { sdkFor, startFarSide } from '../../harness/simulator-app.ts';
import type { RequestHook } from '../../../src/simulator/world.ts';

const ANA = '+4915112345678';
const BEN = '+4915187654321';
const FLUX = '+15557654321';
const text = { to: ANA, from: FLUX, body: 'hi' };

let far: Awaited<ReturnType<typeof startFarSide>>;
afterEach(() => far.stop());

describe('a request', () => {
  test.for([
    [{ kind: 'refuse', status: 429, retryAfterSeconds: 2 }, { status: 429, code: 20429 }, 0],
    [{ kind: 'refuse', status: 400, code: 21611 }, { status: 400, code: 21611 }, 0],
    [{ kind: 'refuse', status: 503 }, { status: 503 }, 0],
    [{ kind: 'drop' }, { code: 'ECONNRESET' }, 0],
    [{ kind: 'hang' }, { code: 'ECONNABORTED' }, 0],
    [{ kind: 'accept-then-drop' }, { code: 'ECONNRESET' }, 1],
    [{ kind: 'accept-then-hang' }, { code: 'ECONNABORTED' }, 1],
    [{ kind: 'accept-then-fail', status: 500 }, { status: 500 }, 1],
    [{ kind: 'accept-then-broken-body' }, { code: 'ERR_BAD_RESPONSE', status: 201 }, 1],
  ] as const)('meets %j once', async ([fault, seen, accepted]) => {
    far = await startFarSide();
    const sdk = sdkFor(far.simulator.url, undefined, 300);
    for (const target of ['messages', 'calls'] as const) far.simulator.faults.next(target, fault);
    far.simulator.phone.setMode(ANA, 'busy');
    await expect(sdk.messages.create(text)).rejects.toMatchObject(seen);
    await expect(sdk.calls.create({ ...text, twiml: '<Response/>' })).rejects.toMatchObject(seen);
    expect(far.simulator.state.messages).toHaveLength(accepted);
    expect(far.simulator.state.calls).toHaveLength(accepted);
    expect(await far.sdk.messages.list({ to: ANA, from: FLUX })).toHaveLength(accepted);
    await far.sdk.messages.create(text);
    expect(far.simulator.state.messages).toHaveLength(accepted + 1);
    expect(far.simulator.faults.pending).toBe(0);
  });

  test('may be accepted after its connection was cut', async () => {
    far = await startFarSide();
    far.simulator.faults.next('messages', { kind: 'late-accept', afterMs: 1 });
    await expect(far.sdk.messages.create(text)).rejects.toMatchObject({ code: 'ECONNRESET' });
    const late = await far.simulator.waitFor((s) => s.messages[0]);
    expect((await far.sdk.messages.list({ to: ANA }))[0]?.sid).toBe(late.sid);
  });

  test('is spared a fault that is meant for another number', async () => {
    far = await startFarSide();
    far.simulator.faults.next('messages', { kind: 'drop' }, { to: BEN, times: 2 });
    await far.sdk.messages.create(text);
    for (let i = 0; i < 2; i++)
      await expect(far.sdk.messages.create({ ...text, to: BEN })).rejects.toMatchObject({
        code: 'ECONNRESET',
      });
    await far.sdk.messages.create({ ...text, to: BEN });
  });

  test('is seen by the hook before and after acceptance; drop at received means never accepted', async () => {
    const seen: [string, string, number][] = [];
    let verdict: 'drop' | undefined;
    const onRequest: RequestHook = ({ target, stage, id }) => {
      seen.push([target, stage, far.simulator.state.messages.filter((m) => m.sid === id).length]);
      return Promise.resolve(stage === 'received' ? verdict : undefined);
    };
    far = await startFarSide({ onRequest });
    await far.sdk.messages.create(text);
    expect(seen).toEqual([
      ['messages', 'received', 0],
      ['messages', 'accepted', 1],
    ]);
    verdict = 'drop';
    await expect(far.sdk.messages.create(text)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(far.simulator.state.messages).toHaveLength(1);
    await expect(far.sdk.messages.create({ ...text, to: '' })).rejects.toBeDefined();
    expect(seen).toHaveLength(4);
  });
});

describe('a list', () => {
  test('lags behind once', async () => {
    far = await startFarSide();
    const { sid } = await far.sdk.messages.create(text);
    far.simulator.faults.next('messageList', { kind: 'lag', hideNewest: 1 });
    expect(await far.sdk.messages.list({ to: ANA })).toEqual([]);
    expect((await far.sdk.messages.list({ to: ANA }))[0]?.sid).toBe(sid);
  });
});

describe('callbacks', () => {
  test.for([
    [{ kind: 'duplicate', times: 2 }, ['queued', 'queued', 'sent', 'delivered']],
    [{ kind: 'out-of-order' }, ['sent', 'queued', 'delivered']],
    [{ kind: 'never' }, ['sent', 'delivered']],
  ] as const)('can be %j', async ([fault, statuses]) => {
    far = await startFarSide();
    far.simulator.faults.next('messageStatus', fault);
    await far.sdk.messages.create({ ...text, statusCallback: `${far.app.url}/status` });
    await far.simulator.waitFor(
      (s) => s.protocol.filter((e) => e.about === 'status callback').length >= statuses.length,
    );
    expect(far.app.webhooks.map((w) => w.params['MessageStatus'])).toEqual(statuses);
    const tokens = new Set(far.app.webhooks.map((w) => w.idempotencyToken));
    expect(tokens.size).toBe(new Set(statuses).size);
  });

  test('to an app that is down are errors, and a reset forgets all', async () => {
    far = await startFarSide();
    await far.sdk.messages.create({ ...text, statusCallback: 'http://127.0.0.1:1/status' });
    await far.simulator.waitFor((s) => s.errors.length === 3);
    await far.simulator.reset();
    expect(far.simulator.state).toMatchObject({ messages: [], errors: [], protocol: [], phones: [] });
  });
});

describe('the simulator itself', () => {
  test('says what a test waited for in vain, and ends with calls and requests under way', async () => {
    far = await startFarSide();
    await expect(far.simulator.waitFor(() => undefined, { timeoutMs: 1, what: 'a miracle' })).rejects.toThrow(
      'a miracle did not happen',
    );
    await far.sdk.calls.create({ ...text, twiml: '<Response/>' });
    far.simulator.faults.next('messages', { kind: 'hang' });
    const hanging = far.sdk.messages.create(text);
    const waiting = far.simulator.waitFor((s) => s.calls.find((c) => c.status === 'completed'));
    await far.simulator.waitFor((s) => s.calls.find((c) => c.status === 'ringing'));
    await Promise.all([
      expect(hanging).rejects.toBeDefined(),
      expect(waiting).rejects.toThrow('the simulator has stopped'),
      far.simulator.stop(),
    ]);
    far = await startFarSide();
  });

  test('falls silent: what is on its way is answered, badly too; what would follow is not sent', async () => {
    far = await startFarSide();
    const silence = Promise.withResolvers<void>();
    far.app.replies['/status'] = () => {
      far.simulator.fallSilent().then(silence.resolve, silence.reject);
      return { status: 500 };
    };
    await far.sdk.messages.create({ ...text, statusCallback: `${far.app.url}/status` });
    await silence.promise;
    expect(far.simulator.takeErrors()).toMatchObject([{ detail: expect.stringContaining('answered 500') }]);
    // It still listens.
    await far.sdk.messages.create({ ...text, statusCallback: `${far.app.url}/status` });
    expect(far.app.webhooks).toHaveLength(1);
  });

  test('offers the same over HTTP, to its own page only', async () => {
    far = await startFarSide();
    const { url } = far.simulator;
    const headers = { 'content-type': 'application/json' };
    const post = (path: string, body: unknown, more = {}) =>
      fetch(url + path, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) });
    expect((await post('/phones', { number: ANA, name: 'Ana' })).status).toBe(201);
    expect((await post(`/phones/${encodeURIComponent(ANA)}/mode`, { mode: 'busy' })).status).toBe(200);
    expect((await post(`/phones/${encodeURIComponent(ANA)}/mode`, { mode: 'off' })).status).toBe(400);
    expect((await post(`/phones/${encodeURIComponent(ANA)}/call/answer`, {})).status).toBe(409);
    expect((await post('/faults/requests', { target: 'messages', fault: { kind: 'drop' } })).status).toBe(
      201,
    );
    expect((await post('/faults/requests', { target: 'messages', fault: { kind: 'never' } })).status).toBe(
      400,
    );
    expect((await post('/reset', {}, { origin: 'https://evil.example' })).status).toBe(403);
    await expect(far.sdk.messages.create(text)).rejects.toMatchObject({ code: 'ECONNRESET' });
    const state: unknown = await (await fetch(`${url}/state`)).json();
    expect(state).toMatchObject({ phones: [{ number: ANA, name: 'Ana', mode: 'busy' }], messages: [] });
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const [, file] of (await page.text()).matchAll(/(?:href|src)="([\w.]+\.(?:css|js))"/g))
      expect((await fetch(`${url}/${file}`)).status).toBe(200);
  });
});
