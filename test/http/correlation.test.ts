// The id of a request: on every line that is logged while it is answered, in its answer, and on nobody else's.
import { expect, test } from 'vitest';
import { correlate, identify } from '../../src/http/correlation.ts';
import { createRoutes } from '../../src/http/operation.ts';
import { answerError, answerProblem } from '../../src/http/problem.ts';
import { currentTrail } from '../../src/kernel/correlation.ts';
import { FluxError } from '../../src/kernel/errors.ts';
import { createLog } from '../../src/kernel/log.ts';

const lines: Record<string, unknown>[] = [];
const log = createLog({ level: 'info', process: 'test' }, { write: (line) => lines.push(JSON.parse(line)) });

const app = createRoutes();
app.onError(answerError);
app.notFound((c) => answerProblem(c, 'NOT_FOUND'));
app.use(identify, correlate(log));
app.get('/things/:id', async (c) => {
  await Promise.resolve();
  // Not the request's own log: a verb, a driver.
  log.info({ asked: c.req.param('id') }, 'deep inside');
  if (c.req.param('id') === 'broken') throw new FluxError('UNAVAILABLE', { detail: 'Temporal' });
  return c.json(currentTrail());
});
app.get('/livez', (c) => c.text('ok'));

const ask = (path: string, headers: Record<string, string> = {}) => {
  lines.length = 0;
  return app.request(path, { headers });
};

test.each(['X-Correlation-ID', 'X-Request-Id'])(
  '%s of the request is on all of its lines',
  async (header) => {
    const response = await ask('/things/7?secret=canary', { [header]: 'abc' });
    expect(response.headers.get('x-correlation-id')).toBe('abc');
    expect(await response.json()).toEqual({ correlation_id: 'abc' });
    expect(lines).toMatchObject([
      { msg: 'deep inside', asked: '7', correlation_id: 'abc' },
      { msg: 'answered', method: 'GET', route: '/things/:id', status: 200, correlation_id: 'abc' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('canary');
  },
);

test('a request without one gets one of ours', async () => {
  const id = (await ask('/things/7')).headers.get('x-correlation-id');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(lines.map((line) => line['correlation_id'])).toEqual([id, id]);
});

test('requests side by side do not mix', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `id-${index}`);
  lines.length = 0;
  await Promise.all(
    ids.map(async (id) => app.request(`/things/${id}`, { headers: { 'x-correlation-id': id } })),
  );
  const inside = lines.filter(({ msg }) => msg === 'deep inside');
  expect(inside.map((line) => line['correlation_id'])).toEqual(inside.map((line) => line['asked']));
  expect(inside).toHaveLength(ids.length);
  expect(currentTrail()).toBeUndefined();
});

test('what goes wrong is found under the id that the client was told', async () => {
  const response = await ask('/things/broken', { 'x-correlation-id': 'abc' });
  expect(await response.json()).toMatchObject({ code: 'UNAVAILABLE', request_id: 'abc' });
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 'warn', problem: 'UNAVAILABLE', correlation_id: 'abc' }),
  );
});

test('an address of nobody is logged without what it says', async () => {
  await ask('/canary/canary?canary');
  expect(lines).toMatchObject([{ msg: 'answered', route: null, status: 404 }]);
  expect(JSON.stringify(lines)).not.toContain('canary');
});

test('a probe that is well leaves no line', async () => {
  await ask('/livez');
  expect(lines).toEqual([]);
});
