// What a client sees of an error, and what the log keeps of it.
import { DriverException } from '@mikro-orm/core';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { describe, expect, test } from 'vitest';
import { blameDatabase, isDatabaseOutage } from '../../../src/kernel/database-outage.ts';
import type { Env } from '../../../src/http/env.ts';
import { answerError } from '../../../src/http/problem.ts';
import { ERRORS, FluxError, type ErrorCode } from '../../../src/kernel/errors.ts';
import { createLog } from '../../../src/kernel/log.ts';

const codes = Object.keys(ERRORS) as ErrorCode[];

/** A door that throws; resolves to its answer and to what was logged. */
async function answerTo(error: unknown) {
  const lines: string[] = [];
  const log = createLog({ level: 'info', process: 'test' }, { write: (line) => void lines.push(line) });
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set('requestId', 'request-1');
    c.set('log', log.child({ request_id: 'request-1' }));
    await next();
  });
  app.get('/', () => {
    throw error;
  });
  app.onError(answerError);
  const response = await app.request('/');
  // oxlint-disable-next-line typescript/no-explicit-any
  const problem: any = await response.json();
  return { response, problem, logged: lines.join('') };
}

describe('an error of the table', () => {
  test.each(codes)('%s is its problem', async (code) => {
    const { response, problem } = await answerTo(new FluxError(code, { detail: 'for the log only' }));
    expect(response.status).toBe(ERRORS[code].status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(problem).toEqual({
      type: `/problems/${code}`,
      title: expect.stringMatching(/^[A-Z][a-z ]+$/),
      status: ERRORS[code].status,
      code,
      detail: ERRORS[code].sentence,
      request_id: 'request-1',
    });
  });

  test('carries the fields that help to mend the request, and none that poses as a member', async () => {
    const latest = { number: 3, hash: 'abc' };
    const fields = { latest, status: 200, code: 'FINE', type: 'x' };
    const { problem } = await answerTo(new FluxError('PLAN_STALE', { fields }));
    expect(problem).toMatchObject({ latest, status: 409, code: 'PLAN_STALE', type: '/problems/PLAN_STALE' });
    expect(Object.keys(problem)[0]).toBe('type');
  });

  test.each(codes.filter((code) => [429, 503].includes(ERRORS[code].status)))(
    '%s says when to come back',
    async (code) => {
      const { response } = await answerTo(new FluxError(code));
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    },
  );
});

test('an unknown error is a fixed sentence to the client and a story without private words to the log', async () => {
  const secret = 'ana@example.com wants to lose weight';
  const { response, problem, logged } = await answerTo(
    new Error(`could not insert '${secret}'`, { cause: new SyntaxError(secret) }),
  );
  expect(response.status).toBe(500);
  expect(problem.detail).toBe(ERRORS.INTERNAL.sentence);
  expect(JSON.stringify(problem)).not.toContain('ana@');
  expect(logged).toContain('request-1');
  expect(logged).toContain('problem.test.ts');
  expect(logged).not.toContain('ana@');
  expect(logged).not.toContain('lose weight');
});

test('what is thrown and is no error is still a problem', async () => {
  expect((await answerTo(new HTTPException(400))).problem.code).toBe('BAD_REQUEST');
  expect((await answerTo(new HTTPException(415))).problem.code).toBe('UNSUPPORTED_MEDIA_TYPE');
  expect((await answerTo(new HTTPException(413))).problem.code).toBe('PAYLOAD_TOO_LARGE');
});

describe('the log cuts out', () => {
  test.each(['password', 'token', 'email', 'phone', 'body', 'text', 'authorization', 'endpoint', 'wish'])(
    '%s',
    (name) => {
      const lines: string[] = [];
      const log = createLog({ level: 'info', process: 'test' }, { write: (line) => void lines.push(line) });
      log.info({ [name]: 'canary', nested: { [name]: 'canary' } }, 'said');
      expect(lines.join('')).toContain('[cut]');
      expect(lines.join('')).not.toContain('canary');
    },
  );
});

const coded = (code: string) => Object.assign(new Error('x'), { code });

const refused = () => coded('ECONNREFUSED');

describe('the database cannot answer just now', () => {
  test.each([
    ['refused', refused()],
    ['reset', coded('ECONNRESET')],
    ['both addresses refused', new AggregateError([refused(), refused()])],
    ['full pool', new Error('timeout exceeded when trying to connect')],
    ['cut', new Error('Connection terminated unexpectedly')],
    ['shut down', coded('57P01')],
    ['starting', coded('57P03')],
    ['too many connections', coded('53300')],
    ['a password that is refused', coded('28P01')],
    ['statement time-out', coded('57014')],
    ['lock time-out', coded('55P03')],
    ['deadlock', coded('40P01')],
    ['a primary that only reads, after a failover', coded('25006')],
    ['a prepared statement that is gone', coded('26000')],
    ['as a cause', new Error('x', { cause: coded('08006') })],
  ])('%s', async (_name, error) => {
    // The same from anybody else, such as a client that breaks off, is no outage of the database.
    expect(isDatabaseOutage(error)).toBe(false);
    expect((await answerTo(error)).problem.code).toBe('INTERNAL');
    for (const blamed of [blameDatabase(error), new Error('x', { cause: error })]) {
      expect(isDatabaseOutage(blamed)).toBe(true);
      const { response, problem } = await answerTo(blamed);
      expect(response.status).toBe(503);
      expect(problem.code).toBe('UNAVAILABLE');
    }
  });

  test('wrapped by the mapper', () => {
    expect(isDatabaseOutage(new DriverException(coded('57P01')))).toBe(true);
    expect(isDatabaseOutage(new DriverException(coded('ECONNRESET')))).toBe(true);
  });

  test.each([
    ['unique', coded('23505')],
    ['a bad value', coded('22P02')],
    ['row security', coded('42501')],
    ['a mistake of ours', new TypeError('x is not a function')],
    ['no error at all', 'ECONNREFUSED'],
  ])('%s is not that', (_name, error) => {
    expect(isDatabaseOutage(blameDatabase(error))).toBe(false);
  });
});
