// What gets into the log and what does not: names at any depth, errors with causes, children; and the trail that is on every line.
import { describe, expect, test } from 'vitest';
import { onTrail } from '../../../src/kernel/correlation.ts';
import { FluxError } from '../../../src/kernel/errors.ts';
import { createLog, describeError, type Log } from '../../../src/kernel/log.ts';

/** What `write` logs, line by line. */
function linesOf(write: (log: Log) => unknown): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog({ level: 'info', process: 'test' }, { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

const NAMES = [
  'password',
  'new_password',
  'token',
  'access_token',
  'refreshToken',
  'refresh_tokens',
  'secret',
  'client_secret',
  'TOKEN_SECRET',
  'api_key',
  'apiKey',
  'X-Api-Key',
  'idempotency_key',
  'Idempotency-Key',
  'keys',
  'cookie',
  'Set-Cookie',
  'authorization',
  'Proxy-Authorization',
  'token_hash',
  'credentials',
  'email',
  'phone',
  'phones',
  'name',
  'message',
  'text',
  'body',
  'wish',
  'title',
  'code',
  'digits',
  'to',
  'from',
];

describe('a private name is cut', () => {
  test.each(NAMES)('%s', (name) => {
    const [line] = linesOf((log) =>
      log.info(
        {
          [name]: 'canary',
          one: { [name]: 'canary', two: { [name]: { inside: 'canary' } } },
          list: [{ [name]: 'canary' }, [{ deep: [{ [name]: ['canary'] }] }]],
        },
        'said',
      ),
    );
    expect(JSON.stringify(line)).not.toContain('canary');
    expect(line).toMatchObject({ [name]: '[cut]', one: { [name]: '[cut]', two: { [name]: '[cut]' } } });
  });

  test.each(NAMES)('%s, that a child is bound to', (name) => {
    const [line] = linesOf((log) =>
      log
        .child({ user_id: 'u' })
        .child({ [name]: 'canary', one: { [name]: 'canary' } })
        .info('said'),
    );
    expect(line).toMatchObject({ user_id: 'u', [name]: '[cut]', one: { [name]: '[cut]' } });
  });
});

describe('of an error its own words are cut', () => {
  const cause = Object.assign(new Error('canary 1', { cause: new SyntaxError('canary 2') }), {
    detail: 'canary 3',
    code: 'canary 4',
  });
  const error = Object.assign(new Error('canary', { cause }), { code: '23505', query: 'canary 5' });

  test.each<[how: string, write: (log: Log) => void]>([
    ['under err', (log) => log.error({ err: error }, 'failed')],
    ['alone', (log) => log.error(error)],
    ['without a sentence of ours', (log) => log.error({ err: error })],
    ['under another name', (log) => log.error({ problem: error }, 'failed')],
    ['in a list', (log) => log.error({ all: [error, { one: error }] }, 'failed')],
    ['in a child', (log) => log.child({ err: error }).error('failed')],
    ['of several', (log) => log.error({ err: new AggregateError([error], 'canary') }, 'failed')],
  ])('%s', (_how, write) => {
    const [line] = linesOf(write);
    expect(JSON.stringify(line)).not.toContain('canary');
    expect(line).toMatchObject({ msg: 'failed' });
    expect(JSON.stringify(line)).toContain('log.test.ts');
  });

  test('and what helps is kept: kind, code, place, and the same of its causes', () => {
    const [line] = linesOf((log) => log.error({ err: error }, 'failed'));
    expect(line).toMatchObject({
      err: { type: 'Error', code: '23505', cause: { type: 'Error', cause: { type: 'SyntaxError' } } },
    });
  });
});

test('an error that was described in an activity keeps its code, at any depth, and nothing else that is private', () => {
  const cause = describeError(Object.assign(new Error('canary'), { code: '28P01', query: 'canary' }));
  const described = { type: 'DriverException', code: '23505', message: 'canary', frames: ['at a'], cause };
  // As it comes back from the history of a workflow.
  const err: unknown = JSON.parse(JSON.stringify({ ...described, body: 'canary' }));
  const [line] = linesOf((log) => log.warn({ err, code: 'canary' }, 'activity ended'));
  expect(line).toMatchObject({
    err: { type: 'DriverException', code: '23505', cause: { type: 'Error', code: '28P01' } },
  });
  expect(JSON.stringify(line)).not.toContain('canary');
  const [posing] = linesOf((log) => log.warn({ err: { code: 'canary', frames: 'canary' } }, 'said'));
  expect(posing).toMatchObject({ err: { code: '[cut]' } });
});

test('an error of ours says its detail, of which we know that it is safe', () => {
  const error = new FluxError('PLAN_STALE', { detail: 'draft 2', fields: { latest: 'canary' } });
  const [line] = linesOf((log) => log.error({ err: error }, 'failed'));
  expect(line).toMatchObject({ err: { type: 'FluxError', code: 'PLAN_STALE', message: 'draft 2' } });
  expect(JSON.stringify(line)).not.toContain('canary');
});

test('of a thing with a class of its own only the class is said', () => {
  class Row {
    wishes = 'canary';
  }
  const [line] = linesOf((log) =>
    log.info({ row: new Row(), headers: new Headers({ a: 'canary' }), at: new Date(0) }, 'said'),
  );
  expect(line).toMatchObject({ row: '[Row]', headers: '[Headers]', at: '1970-01-01T00:00:00.000Z' });
});

test('what is meant for the log stays as it is', () => {
  const said = { method: 'GET', route: '/v1/tasks/:id', status: 200, latency_ms: 3, list: [1, null, 'x'] };
  expect(linesOf((log) => log.info(said, 'answered'))[0]).toMatchObject(said);
});

test('a circle ends', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(linesOf((log) => log.info({ circle }, 'said'))).toHaveLength(1);
});

test('every line carries the trail that it is written on, across awaits, and no other', async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', process: 'test' }, { write: (line) => void lines.push(line) });
  const walk = (id: string) =>
    onTrail({ correlation_id: id, activity: 'call', attempt: 2 }, async () => {
      await Promise.resolve();
      log.child({ asked: id }).info('said');
    });
  await Promise.all([walk('a'), walk('b')]);
  log.info('outside');
  const said = lines.map((line) => JSON.parse(line));
  expect(said).toMatchObject([
    { asked: 'a', correlation_id: 'a', activity: 'call', attempt: 2 },
    { asked: 'b', correlation_id: 'b' },
    { msg: 'outside' },
  ]);
  expect(said[2]).not.toHaveProperty('correlation_id');
});
