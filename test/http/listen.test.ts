// The socket itself: a client that sends slower than it may is cut off, and one that waits for too long hears so.
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { correlate, identify } from '../../src/http/correlation.ts';
import { deadline } from '../../src/http/deadline.ts';
import { listen, type Listening } from '../../src/http/listen.ts';
import { createRoutes } from '../../src/http/operation.ts';
import { answerError } from '../../src/http/problem.ts';
import { createLog } from '../../src/kernel/log.ts';

let server: Listening;
beforeAll(async () => {
  const app = createRoutes();
  app.onError(answerError);
  app.use(identify, correlate(createLog({ level: 'silent', process: 'test' })));
  app.post('/echo', async (c) => c.text(await c.req.text()));
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
