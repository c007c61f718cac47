// The socket itself: a client that sends slower than it may is cut off, and one that waits for too long hears so.
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBody } from '../../src/http/check-body.ts';
import { correlate, identify } from '../../src/http/correlation.ts';
import { deadline } from '../../src/http/deadline.ts';
import { listen, type Listening } from '../../src/http/listen.ts';
import { createRoutes } from '../../src/http/operation.ts';
import { answerError } from '../../src/http/problem.ts';
import { createLog } from '../../src/kernel/log.ts';

let server: Listening;
const app = createRoutes();
const lines: Record<string, unknown>[] = [];
/** Called when a line was logged. */
let heard = (): void => {};
const write = (line: string) => {
  lines.push(JSON.parse(line));
  heard();
};
beforeAll(async () => {
  app.onError(answerError);
  app.use(identify, correlate(createLog({ level: 'info', process: 'test' }, { write })), checkBody());
  app.post('/echo', async (c) => c.text(await c.req.text()));
  app.post('/slow', deadline(20), async (c) => c.text(await c.req.text()));
  app.get('/hang', deadline(20), () => new Promise<Response>(() => {}));
  app.get('/late', deadline(60_000), (c) => c.text('in time'));
  server = await listen(app.fetch, {
    host: '127.0.0.1',
    port: 0,
    portName: 'PORT',
    limits: { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 },
  });
});
afterAll(() => server.stop());

/** Sends `sent` and nothing more; resolves to what comes back before the server closes. */
async function whisper(sent: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(sent);
  return text(socket);
}

test.each([
  ['half a header', 'POST /echo HTTP/1.1\r\nHost: flux\r\nX-Slow: y'],
  ['nothing but a method', 'POST'],
  ['half a body', 'POST /echo HTTP/1.1\r\nHost: flux\r\nContent-Length: 10\r\n\r\nhalf'],
])('%s, and the connection is closed with 408', async (_what, sent) => {
  expect(await whisper(sent)).toMatch(/^HTTP\/1\.1 408 /);
});

const HEAD = 'POST /echo HTTP/1.1\r\nHost: flux\r\n';

test.each([
  ['of a known length', `${HEAD}Content-Length: 10\r\n\r\nhalf`],
  ['in chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`],
])('an upload %s that is broken off is the client’s, and said so without alarm', async (_what, sent) => {
  lines.length = 0;
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const said = new Promise<void>((resolve) => (heard = resolve));
  // What is half there has been read when the client goes.
  socket.write(sent, () => setImmediate(() => socket.resetAndDestroy()));
  await said;
  expect(lines).toMatchObject([{ level: 'info', status: 400, problem: 'BAD_REQUEST', client: 'gone' }]);
});

test.each([
  ['and its client with it, is nobody’s fault', true, { level: 'info', status: 400 }],
  ['and its client is there, is ours', false, { level: 'error', msg: 'request broke' }],
])('a body that came in and is lost before it is read, %s', async (_what, destroyed, line) => {
  lines.length = 0;
  const lost = Object.assign(new Request('http://flux/echo', { method: 'POST' }), {
    text: () => Promise.reject(new TypeError('Body is unusable')),
  });
  await app.fetch(lost, { incoming: { complete: true, socket: { destroyed } } });
  expect(lines[0]).toMatchObject(line);
});

test('a body that does not come in within the deadline is the client’s as well', async () => {
  expect(await whisper('POST /slow HTTP/1.1\r\nHost: flux\r\nContent-Length: 10\r\n\r\nhalf')).toMatch(
    /^HTTP\/1\.1 408 [^]*REQUEST_TIMEOUT/,
  );
});

test.each([['gzip'], ['identity, br'], ['x-unknown']])(
  'a body in %s is 415, with what is taken',
  async (coding) => {
    const headers = { 'content-encoding': coding };
    const response = await fetch(`${server.url}/echo`, { method: 'POST', headers, body: 'x' });
    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('identity');
    expect(await response.json()).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  },
);

test.each([
  ['utf-16', 415],
  ['ISO-8859-1', 415],
  ['UTF-8', 200],
  ['"utf8"', 200],
  ['us-ascii', 200],
])('a body in %s is %i', async (charset, status) => {
  const headers = { 'content-type': `application/json; charset=${charset}` };
  expect((await fetch(`${server.url}/echo`, { method: 'POST', headers, body: 'x' })).status).toBe(status);
});

test('HTTP/1.0, which knows no Host, is answered', async () => {
  expect(await whisper('GET /late HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 [^]*in time$/);
});

test('a request without an end in sight is a problem after the deadline', async () => {
  const response = await fetch(`${server.url}/hang`);
  expect(response.status).toBe(504);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('retry-after')).toBe('1');
  expect(await response.json()).toMatchObject({
    code: 'TIMED_OUT',
    request_id: response.headers.get('x-correlation-id'),
  });
});

test('one that is answered in time is left alone', async () => {
  expect(await (await fetch(`${server.url}/late`)).text()).toBe('in time');
});

test.each([
  ['203.0.113.9', 0, 'HOST names no address that this machine can listen at (EADDRNOTAVAIL).'],
  ['999.1.1.1', 0, /^HOST names no address that this machine can listen at \((ENOTFOUND|EAI_AGAIN)\)\.$/],
])('%s is no place to listen at: the variable is named', async (host, port, sentence) => {
  await expect(listen(() => new Response(), { host, port, portName: 'PORT' })).rejects.toThrow(sentence);
});
